package org.zoneseal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

class TransferHandlerTest {

    private static final Instant NOW = Instant.parse("2026-11-27T07:00:00Z");
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

    private final PublishedZone zone = new PublishedZone(TestZones.APEX);
    private AccessList access = AccessList.of(AccessRule.ANYBODY);

    private final TransferHandler handler =
            new TransferHandler(
                    () ->
                            new TransferContext(
                                    new ZoneTable(List.of(zone)),
                                    apex -> new TransferPolicy(access),
                                    TsigKeys.NONE),
                    TransferLimits.DEFAULT,
                    NotifyIntake.NONE,
                    InstantSource.fixed(NOW));

    private ReceivedMessages ask(byte[] request, Peer peer) {
        ReceivedMessages received =
                peer.channel().isStream()
                        ? ReceivedMessages.byStream()
                        : ReceivedMessages.byUdp(1232);
        handler.handle(request, 0, request.length, peer, received);
        return received;
    }

    private void publish(ZoneVersion version) {
        zone.publish(Publication.first(version, Publication.NEVER));
    }

    @Test
    void axfr_ofGeneratedZones_hasEveryRecordOnceBetweenTwoSoas() {
        for (int seed = 0; seed < 20; seed++) {
            ZoneVersion version = TestZones.zone(text(new Random(seed), 2 + 200 * seed));
            publish(version);

            ReceivedMessages received = ask(Requests.axfr(TestZones.APEX), Peer.tcp(ADDRESS, 1024));

            List<String> answers = new ArrayList<>(received.answers());
            assertThat(answers.removeFirst()).matches(ReceivedMessages::isSoa);
            assertThat(answers.removeLast()).matches(ReceivedMessages::isSoa);
            assertThat(answers).isEqualTo(TestZones.lines(version));
            assertThat(received.messages.getFirst()).startsWith(0x12, 0x34, 0x84, 0);
            for (int i = 0; i < received.messages.size(); i++) {
                assertThat(received.reader(i).id()).isEqualTo(Requests.ID);
                assertThat(received.reader(i).count(Section.QUESTION)).isEqualTo(i == 0 ? 1 : 0);
            }
        }
    }

    @Test
    void owner_namedByTheNsecBefore_isPointedAt() {
        publish(
                TestZones.zone(
                        TestZones.soa(1)
                                + """
                                @ NS ns.test.
                                @ NSEC aaaa A
                                aaaa A 192.0.2.1
                                aaaa NSEC bbbb A
                                bbbb A 192.0.2.2
                                bbbb NSEC @ A
                                """));

        ReceivedMessages received = ask(Requests.axfr(TestZones.APEX), Peer.tcp(ADDRESS, 1024));

        String message = new String(received.messages.getFirst(), StandardCharsets.ISO_8859_1);
        assertThat(message).containsOnlyOnce("\4aaaa").containsOnlyOnce("\4bbbb");
        assertThat(received.answers()).contains("bbbb.Example. 3600 A c0000202");
    }

    private static String text(Random random, int names) {
        StringBuilder text = new StringBuilder(TestZones.soa(1));
        text.append("@ NS ns1\n@ NS Ns2.Elsewhere.TEST.\nns1 A 192.0.2.1\n");
        for (int i = 0; i < names; i++) {
            String name = label(random) + i;
            switch (random.nextInt(6)) {
                case 0 -> text.append(name + " NS ns.hoster" + random.nextInt(40) + ".test.\n");
                case 1 -> text.append(name + " NS Ns." + name + "\nns." + name + " A 192.0.2.7\n");
                case 2 ->
                        text.append(name + " MX 10 mail." + name + "\n" + name + " A 192.0.2.3\n");
                case 3 -> text.append("a.b.c." + name + " CNAME " + name + ".Example.\n");
                case 4 -> text.append(name + " TYPE65280 \\# 3 0102ff\n*." + name + " TXT x\n");
                default -> text.append(name + " TXT \"" + "t".repeat(random.nextInt(200)) + "\"\n");
            }
        }
        return text.toString();
    }

    private static String label(Random random) {
        String[] labels = {"a", "B", "\\000", "\\255x", "sp\\032ace", "dot\\.ted", "xn--nxasmq6b"};
        return labels[random.nextInt(labels.length)];
    }

    @Test
    void axfr_ofRecordsUpToTheLongest_goesOn() {
        StringBuilder text = new StringBuilder(TestZones.soa(1) + "@ NS ns1\n");
        for (int i = 0; i < 5; i++) {
            text.append("big" + i + " TYPE65280 \\# 65000 " + "ab".repeat(65000) + "\n");
        }
        ZoneVersion version = TestZones.zone(text.toString());
        publish(version);

        ReceivedMessages received = ask(Requests.axfr(TestZones.APEX), Peer.tcp(ADDRESS, 1024));

        assertThat(received.answers()).hasSize(8).containsAll(TestZones.lines(version));
        assertThat(received.isAborted).isFalse();
    }

    @Test
    void axfr_ofRecordThatFitsIntoNoMessage_isAbortedAndEnds() {
        publish(
                TestZones.zone(
                        TestZones.soa(1)
                                + "@ NS ns1\nbig TYPE65280 \\# 65535 "
                                + "ab".repeat(65535)));

        ReceivedMessages received = ask(Requests.axfr(TestZones.APEX), Peer.tcp(ADDRESS, 1024));

        assertThat(received.isAborted).isTrue();
        assertThat(handler.counters().failed()).isEqualTo(1);
    }

    @Test
    void axfr_nobodyAdmitted_isRefused() {
        access = AccessList.NOBODY;
        publish(TestZones.zone(TestZones.soa(1) + "@ NS ns1\n"));

        ReceivedMessages received = ask(Requests.axfr(TestZones.APEX), Peer.tcp(ADDRESS, 1024));

        assertThat(received.responseCode()).isEqualTo(org.zoneseal.dns.ResponseCode.REFUSED);
        assertThat(received.answers()).isEmpty();
    }

    @Test
    void axfr_ofUnknownZone_isNotAuth() {
        ReceivedMessages received =
                ask(Requests.axfr(Name.parse("other.")), Peer.tcp(ADDRESS, 1024));

        assertThat(received.responseCode()).isEqualTo(org.zoneseal.dns.ResponseCode.NOTAUTH);
    }
}
