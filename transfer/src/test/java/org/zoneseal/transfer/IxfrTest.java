package org.zoneseal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.EdnsOptions;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/** IXFR (RFC 1995): whatever version a client has, what it gets makes the current one of it. */
class IxfrTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final Peer TCP = Peer.tcp(HERE, 1024);
    private static final Peer UDP = Peer.udp(HERE, 1024);

    private final PublishedZone zone = new PublishedZone(TestZones.APEX);
    private final TransferHandler handler =
            new TransferHandler(
                    () ->
                            new TransferContext(
                                    new ZoneTable(List.of(zone)),
                                    apex -> new TransferPolicy(AccessList.of(AccessRule.ANYBODY)),
                                    TsigKeys.NONE),
                    TransferLimits.DEFAULT,
                    NotifyIntake.NONE,
                    InstantSource.fixed(Instant.parse("2026-11-27T07:00:00Z")));

    private final TreeMap<String, String> names = new TreeMap<>();
    private final List<ZoneVersion> versions = new ArrayList<>();

    private ReceivedMessages ask(byte[] request, Peer peer) {
        ReceivedMessages received =
                peer.channel().isStream()
                        ? ReceivedMessages.byStream()
                        : ReceivedMessages.byUdp(1232);
        handler.handle(request, 0, request.length, peer, received);
        return received;
    }

    /** Publishes versions from a serial on, each some random names different from the last. */
    private void publish(long seed, long firstSerial, int count, int size) {
        Random random = new Random(seed);
        versions.clear();
        List<ZoneDelta> history = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.put("n" + i, "A 192.0.2." + random.nextInt(256));
        }
        for (int i = 0; i < count; i++) {
            for (int change = 0; change < 3; change++) {
                String name = "n" + random.nextInt(2 * size);
                if (names.remove(name) == null) {
                    names.put(name, random.nextInt(300) + " TXT \"" + random.nextInt() + "\"");
                }
            }
            StringBuilder text =
                    new StringBuilder(TestZones.soa(firstSerial + i & 0xffff_ffffL) + "@ NS ns\n");
            names.forEach((name, data) -> text.append(name + " " + data + "\n"));
            ZoneVersion version = TestZones.zone(text.toString());
            if (i > 0) {
                history.add(ZoneDelta.between(versions.getLast(), version));
            }
            versions.add(version);
        }
        ZoneVersion last = versions.getLast();
        zone.publish(new Publication(last, last.serial(), history, Publication.NEVER));
    }

    /** What a client with a version makes of an answer (RFC 1995 §4). */
    private static SortedSet<String> applied(ZoneVersion to, List<String> answers) {
        String current = answers.getFirst();
        assertThat(answers.getLast()).isEqualTo(current);
        TreeSet<String> held = new TreeSet<>(TestZones.lines(to));
        if (!ReceivedMessages.isSoa(answers.get(1))) {
            return new TreeSet<>(answers.subList(1, answers.size() - 1));
        }
        boolean isAdding = true;
        for (String line : answers.subList(1, answers.size() - 1)) {
            if (ReceivedMessages.isSoa(line)) {
                isAdding = !isAdding;
            } else if (isAdding) {
                assertThat(held.add(line)).as(line).isTrue();
            } else {
                assertThat(held.remove(line)).as(line).isTrue();
            }
        }
        return held;
    }

    @Test
    void ixfr_fromAnyVersionOfTheHistory_givesTheCurrentOne() {
        // Serials that run over on the way (RFC 1982).
        for (long first : new long[] {1, 0xffff_fff0L, 0x7fff_fff0L}) {
            publish(first, first, 40, 300);
            for (ZoneVersion version : versions.subList(0, versions.size() - 1)) {
                ReceivedMessages received =
                        ask(Requests.ixfr(TestZones.APEX, version.serial()), TCP);
                assertThat(applied(version, received.answers()))
                        .containsExactlyElementsOf(
                                new TreeSet<>(TestZones.lines(versions.getLast())));
            }
        }
        assertThat(handler.counters().ixfr()).isEqualTo(117);
        assertThat(handler.counters().axfr()).isZero();
    }

    @Test
    void ixfr_ofManyChangesOfOneName_isCondensed() {
        List<ZoneDelta> history = new ArrayList<>();
        ZoneVersion last = TestZones.zone(counting(1));
        for (int i = 2; i <= 10; i++) {
            ZoneVersion version = TestZones.zone(counting(i));
            history.add(ZoneDelta.between(last, version));
            last = version;
        }
        zone.publish(new Publication(last, 10, history, Publication.NEVER));

        List<String> answers = ask(Requests.ixfr(TestZones.APEX, 1), TCP).answers();

        assertThat(answers).hasSize(6);
        assertThat(answers.stream().filter(ReceivedMessages::isSoa)).hasSize(4);
    }

    private static String counting(int serial) {
        return TestZones.soa(serial)
                + "@ NS ns\n@ TXT \""
                + "t".repeat(250)
                + "\"\ncounter TXT "
                + serial
                + "\n";
    }

    @Test
    void ixfr_ofUnknownSerial_givesTheZone() {
        publish(1, 100, 5, 50);
        List<String> answers = ask(Requests.ixfr(TestZones.APEX, 7), TCP).answers();
        assertThat(answers.subList(1, answers.size() - 1))
                .isEqualTo(TestZones.lines(versions.getLast()));
        assertThat(handler.counters().axfr()).isEqualTo(1);
    }

    @Test
    void ixfr_whoseChangesAreMoreThanTheZone_givesTheZone() {
        publish(1, 1, 2, 100);
        ZoneVersion small = TestZones.zone(TestZones.soa(3) + "@ NS ns\n");
        ZoneDelta delta = ZoneDelta.between(versions.getLast(), small);
        zone.publish(new Publication(small, 3, List.of(delta), Publication.NEVER));
        assertThat(ask(Requests.ixfr(TestZones.APEX, 2), TCP).answers()).hasSize(3);
    }

    @Test
    void ixfr_ofCurrentOrFutureSerial_givesTheSoaAlone() {
        publish(1, 100, 5, 50);
        for (long serial : new long[] {104, 105, 5000, 0x8000_0000L + 103}) {
            for (Peer peer : List.of(TCP, UDP)) {
                ReceivedMessages received = ask(Requests.ixfr(TestZones.APEX, serial), peer);
                assertThat(received.answers()).as(serial + " " + peer).hasSize(1);
                assertThat(received.messages).hasSize(1);
            }
        }
        assertThat(handler.counters().upToDate()).isEqualTo(4);
    }

    @Test
    void ixfr_byUdp_givesTheChangesIfTheyFit() {
        publish(1, 100, 3, 50);
        ReceivedMessages received = ask(Requests.ixfr(TestZones.APEX, 101), UDP);
        assertThat(received.messages).hasSize(1);
        assertThat(received.messages.getFirst().length).isLessThanOrEqualTo(1232);
        assertThat(applied(versions.get(1), received.answers()))
                .isEqualTo(new TreeSet<>(TestZones.lines(versions.getLast())));
    }

    @Test
    void ixfr_byUdp_thatDoesNotFit_givesTheSoaAlone() {
        publish(1, 100, 60, 300);
        for (long serial = 100; serial < 159; serial++) {
            ReceivedMessages received = ask(Requests.ixfr(TestZones.APEX, serial), UDP);
            assertThat(received.messages).hasSize(1);
            assertThat(received.messages.getFirst().length).isLessThanOrEqualTo(1232);
            List<String> answers = received.answers();
            if (answers.size() > 1) {
                assertThat(applied(versions.get((int) serial - 100), answers))
                        .isEqualTo(new TreeSet<>(TestZones.lines(versions.getLast())));
            }
        }
        assertThat(ask(Requests.ixfr(TestZones.APEX, 100), UDP).answers()).hasSize(1);
        assertThat(ask(Requests.ixfr(TestZones.APEX, 158), UDP).answers().size()).isGreaterThan(1);
    }

    @Test
    void ixfr_byUdpWithoutEdns_fitsInto512Bytes() {
        publish(1, 100, 60, 300);
        for (long serial = 100; serial < 159; serial++) {
            byte[] request =
                    Requests.of(TestZones.APEX, Opcode.QUERY)
                            .question(RecordType.IXFR)
                            .soa(Section.AUTHORITY, serial)
                            .bytes();
            assertThat(ask(request, UDP).messages.getFirst().length).isLessThanOrEqualTo(512);
        }
    }

    @Test
    void ixfr_byUdp_whoseSoaDoesNotFit_isTruncated() {
        String longName = ("l".repeat(60) + ".").repeat(4);
        String soa = "@ SOA " + longName + " x." + longName + " 7 7200 3600 1209600 900\n";
        ZoneVersion version = TestZones.zone(soa + "@ NS ns\n");
        zone.publish(new Publication(version, 7, List.of(), Publication.NEVER));
        byte[] request =
                Requests.of(TestZones.APEX, Opcode.QUERY)
                        .question(RecordType.IXFR)
                        .soa(Section.AUTHORITY, 6)
                        .bytes();

        ReceivedMessages received = ask(request, UDP);

        assertThat(received.messages).hasSize(1);
        assertThat(received.reader(0).has(MessageFlags.TRUNCATED)).isTrue();
        assertThat(received.responseCode()).isEqualTo(ResponseCode.NOERROR);
        assertThat(received.answers()).isEmpty();
    }

    @Test
    void transfer_askedForExpiry_tellsIt() {
        publish(1, 100, 1, 10);
        EdnsOptions options = new EdnsOptions().add(9, new byte[0], 0, 0);
        byte[] request =
                Requests.of(TestZones.APEX, Opcode.QUERY)
                        .question(RecordType.AXFR)
                        .edns(options)
                        .bytes();
        byte[] message = ask(request, TCP).messages.getFirst();
        MessageReader reader = new MessageReader().wrap(message, 0, message.length);
        org.zoneseal.dns.Edns edns = new org.zoneseal.dns.Edns();
        reader.readEdns(edns);
        assertThat(edns.findOption(9)).isTrue();
        int at = edns.optionOffset();
        assertThat(new byte[] {message[at], message[at + 1], message[at + 2], message[at + 3]})
                .containsExactly(0, 0x12, 0x75, 0);
    }
}
