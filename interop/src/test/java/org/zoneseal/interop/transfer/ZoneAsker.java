package org.zoneseal.interop.transfer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;

/** Asks a server on loopback for serials and whole zones. */
final class ZoneAsker {

    /** A server gives the zone to nobody, or not to us. */
    static final class TransferRefusedException extends RuntimeException {
        TransferRefusedException(String responseCode) {
            super("AXFR: " + responseCode);
        }
    }

    private static final int MILLIS = 2_000;
    private static final int TRANSFER_MILLIS = 30_000;
    private static final int SCRATCH = 70_000;

    private final InetSocketAddress server;

    private ZoneAsker(InetSocketAddress server) {
        this.server = server;
    }

    static ZoneAsker at(int port) {
        return new ZoneAsker(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static byte[] query(Name zone, int type) {
        byte[] buffer = new byte[512];
        MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, buffer.length, NameCompression.NONE, type, 0);
        writer.question(zone.toWire(), 0, type, RecordClass.IN);
        return java.util.Arrays.copyOf(buffer, writer.end());
    }

    /** The serial that it answers with; empty if it does not, or has no zone. */
    OptionalLong serial(Name zone) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(MILLIS);
            byte[] query = query(zone, RecordType.SOA);
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            MessageReader reader =
                    new MessageReader().wrap(answer.getData(), 0, answer.getLength());
            return serialIn(reader);
        } catch (SocketTimeoutException | java.net.PortUnreachableException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OptionalLong serialIn(MessageReader reader) {
        byte[] rdata = new byte[SCRATCH];
        while (reader.next()) {
            if (reader.section() == Section.ANSWER && reader.type() == RecordType.SOA) {
                int at = reader.rdata(rdata, 0) - 20;
                return OptionalLong.of(
                        (rdata[at] & 0xffL) << 24
                                | (rdata[at + 1] & 0xff) << 16
                                | (rdata[at + 2] & 0xff) << 8
                                | rdata[at + 3] & 0xff);
            }
        }
        return OptionalLong.empty();
    }

    /** All records of a zone by AXFR, in canonical form, each once, the SOA among them. */
    List<String> zone(Name zone) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Socket socket = new Socket()) {
            socket.connect(server, MILLIS);
            socket.setSoTimeout(TRANSFER_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] query = query(zone, RecordType.AXFR);
            out.writeShort(query.length);
            out.write(query);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int soas = 0;
            while (soas < 2) {
                byte[] message = in.readNBytes(in.readUnsignedShort());
                soas += read(message, lines);
            }
        }
        return List.copyOf(new TreeSet<>(lines));
    }

    private static int read(byte[] message, List<String> lines) {
        MessageReader reader = new MessageReader().wrap(message, 0, message.length);
        if (reader.responseCode() != ResponseCode.NOERROR) {
            throw new TransferRefusedException(ResponseCode.name(reader.responseCode()));
        }
        byte[] rdata = new byte[SCRATCH];
        int soas = 0;
        while (reader.next()) {
            if (reader.section() == Section.ANSWER) {
                int length = reader.rdata(rdata, 0);
                lines.add(
                        CanonicalLines.line(
                                reader.name(), reader.ttl(), reader.type(), rdata, 0, length));
                soas += reader.type() == RecordType.SOA ? 1 : 0;
            }
        }
        return soas;
    }
}
