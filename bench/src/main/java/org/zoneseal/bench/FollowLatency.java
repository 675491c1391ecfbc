package org.zoneseal.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.server.DnsServer;
import org.zoneseal.server.Intake;
import org.zoneseal.server.Listener;
import org.zoneseal.server.ServerSettings;
import org.zoneseal.transfer.AccessList;
import org.zoneseal.transfer.AccessRule;
import org.zoneseal.transfer.Notifier;
import org.zoneseal.transfer.NotifyIntake;
import org.zoneseal.transfer.NotifyTarget;
import org.zoneseal.transfer.NotifyTimes;
import org.zoneseal.transfer.TransferContext;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.TransferLimits;
import org.zoneseal.transfer.TransferPolicy;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneTable;

/**
 * Measures how soon a change is on its way again: a primary in this process publishes one-name
 * changes and sends NOTIFY; a secondary, a {@code zoneseal run} of its own, fetches each by IXFR,
 * makes it durable, serves it and gives it on by IXFR.
 *
 * <pre>
 * FollowLatency ZONEFILE PRIMARY-PORT SECONDARY-PORT COUNT
 * </pre>
 *
 * The time counts from before NOTIFY is sent until the last byte of the secondary's IXFR is here,
 * so all of the way in and out is in it: four round trips and an fsync.
 */
public final class FollowLatency {

    private static final Name APEX = Name.parse("example.");
    private static final int HEADER = 12;
    private static final int WARM_UP = 30;
    // A secondary asks at most once a second because of a NOTIFY.
    private static final Duration PAUSE = Duration.ofMillis(1_300);
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final int TIMEOUT_MILLIS = 200;
    private static final long POLL_NANOS = 500_000;

    private final PublishedZone zone = new PublishedZone(APEX);
    private final ZoneTable table = new ZoneTable(List.of(zone));
    private final InetSocketAddress secondary;

    private FollowLatency(InetSocketAddress secondary) {
        this.secondary = secondary;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        InetSocketAddress primary = new InetSocketAddress(loopback, Integer.parseInt(arguments[1]));
        FollowLatency latency =
                new FollowLatency(new InetSocketAddress(loopback, Integer.parseInt(arguments[2])));
        latency.zone.publish(
                Publication.first(
                        OneNameChange.read(APEX, ZoneFileSource.of(Path.of(arguments[0]))),
                        Publication.NEVER));
        latency.run(primary, Integer.parseInt(arguments[3]));
    }

    private void run(InetSocketAddress address, int count) throws Exception {
        InstantSource clock = InstantSource.system();
        AccessList anybody = AccessList.of(AccessRule.ANYBODY);
        TransferHandler handler =
                new TransferHandler(
                        () ->
                                new TransferContext(
                                        table,
                                        apex -> new TransferPolicy(anybody),
                                        TsigKeys.of(List.of())),
                        TransferLimits.DEFAULT,
                        NotifyIntake.NONE,
                        clock);
        DnsServer server =
                DnsServer.start(
                        ServerSettings.of(
                                List.of(new Listener.Udp(address), new Listener.Tcp(address))),
                        () -> new AnswerContext(table, AnswerSettings.DEFAULT),
                        handler,
                        Intake.none(handler),
                        clock);
        try (Notifier notifier =
                Notifier.start(
                        new InetSocketAddress(address.getAddress(), 0),
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 0),
                        NotifyTimes.DEFAULT,
                        clock)) {
            await(current().serial());
            measure(notifier, WARM_UP);
            System.out.println(measure(notifier, count));
        } finally {
            server.stop(Duration.ofSeconds(2));
        }
    }

    private Publication current() {
        Publication current = zone.current();
        if (current == null) {
            throw new IllegalStateException("nothing published");
        }
        return current;
    }

    private String measure(Notifier notifier, int count) throws Exception {
        double[] millis = new double[count];
        try (Socket stream = new Socket(secondary.getAddress(), secondary.getPort())) {
            stream.setTcpNoDelay(true);
            for (int i = 0; i < count; i++) {
                Publication before = current();
                ZoneDelta change = OneNameChange.of(before.version());
                Publication next =
                        new Publication(
                                change.applyTo(before.version()),
                                before.serial() + 1,
                                List.of(change),
                                Publication.NEVER);
                Thread.sleep(PAUSE);
                long start = System.nanoTime();
                zone.publish(next);
                notifier.changed(APEX, next, List.of(NotifyTarget.of(secondary)));
                await(next.serial());
                fetch(stream, before);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "NOTIFY to the end of the IXFR given on, ms: median %.1f, p90 %.1f, most %.1f (%d)",
                millis[count / 2],
                millis[count * 9 / 10],
                millis[count - 1],
                count);
    }

    /** Asks the secondary for the SOA until it has the serial. */
    private void await(long serial) throws IOException {
        byte[] query = query(RecordType.SOA, new byte[0]);
        long end = System.nanoTime() + BOUND.toNanos();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            while (System.nanoTime() < end) {
                socket.send(new DatagramPacket(query, query.length, secondary));
                try {
                    socket.receive(answer);
                    int length = answer.getLength();
                    boolean isAnswer = (answer.getData()[7] & 0xff) == 1;
                    // Serial and four more numbers end the only record.
                    if (isAnswer
                            && ByteBuffer.wrap(answer.getData()).getInt(length - 20)
                                    == (int) serial) {
                        return;
                    }
                } catch (SocketTimeoutException e) {
                    // It is still starting: ask again.
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        throw new IOException("the secondary has not got " + serial);
    }

    /** Takes the change from a version that the secondary had, whole. */
    private static void fetch(Socket stream, Publication before) throws IOException {
        byte[] soa = before.version().soaRdata();
        byte[] query = query(RecordType.IXFR, soa);
        ByteBuffer framed = ByteBuffer.allocate(2 + query.length);
        framed.putShort((short) query.length).put(query);
        stream.getOutputStream().write(framed.array());
        DataInputStream in = new DataInputStream(stream.getInputStream());
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        // SOA, old SOA, new SOA, three records, SOA.
        int records = ByteBuffer.wrap(answer).getShort(6);
        if (records != 7) {
            throw new IOException("an IXFR of " + records + " records");
        }
    }

    /** A question for the apex, with the SOA held in the authority section if there is one. */
    private static byte[] query(int type, byte[] soa) {
        byte[] name = APEX.toWire();
        ByteBuffer query = ByteBuffer.allocate(HEADER + name.length + 4 + (soa.length + 12));
        query.putShort((short) 1).putShort((short) 0).putShort((short) 1).putShort((short) 0);
        query.putShort((short) (soa.length > 0 ? 1 : 0)).putShort((short) 0);
        query.put(name).putShort((short) type).putShort((short) 1);
        if (soa.length > 0) {
            query.putShort((short) (0xc000 | HEADER)).putShort((short) RecordType.SOA);
            query.putShort((short) 1).putInt(0).putShort((short) soa.length).put(soa);
        }
        return Arrays.copyOf(query.array(), query.position());
    }
}
