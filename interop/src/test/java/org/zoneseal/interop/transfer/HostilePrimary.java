package org.zoneseal.interop.transfer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;

/** A primary by TCP that has a new version whenever it is asked, and gives it away badly. */
final class HostilePrimary implements AutoCloseable {

    private static final int MESSAGE = 65_535;

    /** How it gives a zone away. */
    enum Manner {
        /** Records without end. */
        ENDLESS,
        /** Names without end that are two bytes long on the wire and 255 in full. */
        BOMB,
        /** A byte now and then. */
        SLOW
    }

    private final ServerSocket listening =
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger serial = new AtomicInteger();
    private final Manner manner;
    final AtomicInteger transfers = new AtomicInteger();

    HostilePrimary(Manner manner) throws IOException {
        this.manner = manner;
        Thread.ofVirtual().name("hostile").start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            byte[] request = new byte[in.readUnsignedShort()];
            in.readFully(request);
            answer(request, new DataOutputStream(connection.getOutputStream()));
        } catch (IOException e) {
            // The client has had enough, as it should.
            transfers.getAcquire();
        }
    }

    private void answer(byte[] request, DataOutputStream out) throws IOException {
        MessageReader reader = new MessageReader().wrap(request, 0, request.length);
        reader.next();
        Name zone = reader.name();
        int type = reader.type();
        byte[] first = message(request, zone, type, soa(zone), 0);
        send(out, first);
        if (type == RecordType.SOA) {
            return;
        }
        transfers.incrementAndGet();
        for (int i = 1; ; i++) {
            if (manner == Manner.SLOW) {
                out.writeShort(MESSAGE);
                for (int j = 0; j < MESSAGE; j++) {
                    out.write(0);
                    Thread.onSpinWait();
                }
            } else {
                send(out, message(request, zone, type, new byte[0], i));
            }
        }
    }

    private static void send(DataOutputStream out, byte[] message) throws IOException {
        out.writeShort(message.length);
        out.write(message);
    }

    private byte[] soa(Name zone) {
        byte[] apex = zone.toWire();
        return java.nio.ByteBuffer.allocate(2 * apex.length + 20)
                .put(apex)
                .put(apex)
                .putInt(serial.incrementAndGet())
                .putInt(1)
                .putInt(1)
                .putInt(86_400)
                .putInt(1)
                .array();
    }

    /** A message with an SOA record, or full of others. */
    private byte[] message(byte[] request, Name zone, int type, byte[] soa, int number) {
        byte[] buffer = new byte[MESSAGE];
        MessageWriter writer = new MessageWriter();
        int id = (request[0] & 0xff) << 8 | request[1] & 0xff;
        writer.begin(
                buffer,
                0,
                buffer.length,
                NameCompression.SAME_CASE,
                id,
                MessageFlags.RESPONSE | MessageFlags.AUTHORITATIVE);
        writer.question(zone.toWire(), 0, type, RecordClass.IN);
        if (soa.length > 0) {
            add(writer, zone, RecordType.SOA, soa);
        }
        byte[] data = {1, 'x'};
        for (int i = 0; soa.length == 0 && i < 2000; i++) {
            add(writer, name(zone, number, i), RecordType.TXT, data);
        }
        return Arrays.copyOf(buffer, writer.end());
    }

    private Name name(Name zone, int message, int record) {
        Name name = zone;
        if (manner == Manner.BOMB) {
            while (name.wireLength() < 180) {
                name = name.child(new byte[50]);
            }
        }
        return name.child(
                ("m" + message + "r" + record)
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static void add(MessageWriter writer, Name owner, int type, byte[] rdata) {
        writer.record(
                Section.ANSWER, owner.toWire(), 0, type, RecordClass.IN, 1, rdata, 0, rdata.length);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
