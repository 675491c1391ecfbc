package org.zoneseal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/** How much work somebody who asks for changes makes. */
class CondensedChangesTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final Peer TCP = Peer.tcp(HERE, 1024);
    private static final Peer UDP = Peer.udp(HERE, 1024);
    private static final int VERSIONS = 30;

    private final PublishedZone zone = new PublishedZone(TestZones.APEX);
    private final AtomicInteger condensed = new AtomicInteger();
    private final TransferContext context =
            new TransferContext(
                    new ZoneTable(List.of(zone)),
                    apex -> new TransferPolicy(AccessList.of(AccessRule.ANYBODY)),
                    TsigKeys.NONE);

    private OutgoingTransfers transfers(TransferLimits limits) {
        return new OutgoingTransfers(
                limits,
                new TransferCounters(),
                InstantSource.fixed(Instant.parse("2026-11-27T07:00:00Z")),
                () -> 0,
                new CondensedChanges(deltas -> {
                    condensed.incrementAndGet();
                    return ZoneDelta.condensed(deltas);
                }));
    }

    /** Publishes versions, each with other texts of so many bytes than the last. */
    private void publish(int bytes) {
        List<ZoneDelta> history = new ArrayList<>();
        ZoneVersion last = version(0, bytes);
        for (int serial = 1; serial < VERSIONS; serial++) {
            ZoneVersion next = version(serial, bytes);
            history.add(ZoneDelta.between(last, next));
            last = next;
        }
        zone.publish(new Publication(last, last.serial(), history, Publication.NEVER));
    }

    private static ZoneVersion version(int serial, int bytes) {
        StringBuilder text = new StringBuilder(TestZones.soa(serial)).append("@ NS ns\n");
        for (int i = 0; i < 1000; i++) {
            text.append("n").append(i).append(" A 192.0.2.1\n");
        }
        for (int i = 0; i < bytes; i += 100) {
            text.append("t TXT \"" + serial + " " + i + " " + "t".repeat(100) + "\"\n");
        }
        return TestZones.zone(text.toString());
    }

    private ReceivedMessages asked(OutgoingTransfers transfers, Peer peer, long serial) {
        ReceivedMessages received =
                peer.channel().isStream()
                        ? ReceivedMessages.byStream()
                        : ReceivedMessages.byUdp(1232);
        byte[] bytes = Requests.ixfr(TestZones.APEX, serial);
        MessageReader reader = new MessageReader().wrap(bytes, 0, bytes.length);
        transfers.answer(Request.read(reader, Section.AUTHORITY), context, peer, null, received);
        return received;
    }

    @Test
    void manyChanges_askedForByUdp_areNotCondensed() {
        publish(5000);
        OutgoingTransfers transfers = transfers(TransferLimits.DEFAULT);
        for (int serial = 0; serial < VERSIONS; serial++) {
            assertThat(asked(transfers, UDP, serial).answers()).hasSize(1);
        }
        assertThat(condensed.get()).isLessThan(VERSIONS / 3);
    }

    @Test
    void fewChanges_askedForByUdp_areCondensed() {
        publish(100);
        OutgoingTransfers transfers = transfers(TransferLimits.DEFAULT);
        assertThat(asked(transfers, UDP, 0).answers()).hasSize(6);
        assertThat(condensed.get()).isEqualTo(1);
    }

    @Test
    void sameChanges_askedForAgain_areCondensedOnce() {
        publish(100);
        OutgoingTransfers transfers = transfers(TransferLimits.DEFAULT);
        for (int i = 0; i < 3; i++) {
            assertThat(asked(transfers, TCP, 0).answers()).hasSize(6);
        }
        assertThat(condensed.get()).isEqualTo(1);
    }

    @Test
    void clientWithoutSlot_isRefusedBeforeAnyWork() {
        publish(100);
        TransferLimits none = new TransferLimits(0, 0, 1, TransferLimits.DEFAULT.grace());
        assertThat(asked(transfers(none), TCP, 0).answers()).isEmpty();
        assertThat(condensed.get()).isZero();
        assertThat(asked(transfers(none), TCP, VERSIONS - 1).answers()).hasSize(1);
    }
}
