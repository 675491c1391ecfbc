package org.zoneseal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * The signed root zone with one bit changed in a signature, an NSEC or a signed RRset.
 *
 * <p>The bit is the lowest of a byte, so that no name only changes its case. Pages are changed
 * where they lie, which nobody but a test may do.
 */
class ChangedByteTest {

    private static final String ROOT = "root-signed-2026073102.zone";

    /** A byte of a page. */
    private record Place(byte[] page, int at) {
        void change() {
            page[at] ^= 1;
        }
    }

    @Test
    void root_withOneByteOfAnySampleChanged_isNotProved() {
        ZoneVersion version = Zones.shared(ROOT, ".");
        List<Place> places = places(version);
        assertThat(places).hasSizeGreaterThan(500_000);
        Random random = new Random(42);
        for (int i = 0; i < 60; i++) {
            Place place = places.get(random.nextInt(places.size()));
            place.change();
            ProofReport report = ZoneProof.prove(version, RealZonesTest.root(), ProofProgress.NONE);
            assertThat(report.isProved()).as("byte %d", place.at()).isFalse();
            place.change();
        }
        assertThat(ZoneProof.prove(version, RealZonesTest.root(), ProofProgress.NONE).isProved())
                .isTrue();
    }

    @Test
    @Tag("long")
    void rrset_withAnyByteChanged_isNotProved() {
        ZoneVersion version = Zones.shared(ROOT, ".");
        RrsetProver prover = new RrsetProver(ZoneFacts.of(version), RealZonesTest.root());
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        long changed = 0;
        NodeCursor nodes = version.nodeCursor();
        while (nodes.next()) {
            int length = nodes.owner(owner, 0);
            RrsetCursor rrsets = nodes.rrsets();
            while (rrsets.next()) {
                if (rrsets.signatureCount() > 0) {
                    List<Place> places = new ArrayList<>();
                    add(rrsets.rdatas(), places);
                    add(rrsets.signatures(), places);
                    for (Place place : places) {
                        place.change();
                        Findings findings = new Findings(1);
                        prover.prove(owner, length, rrsets, findings);
                        assertThat(findings.problemCount()).isPositive();
                        place.change();
                        changed++;
                    }
                }
            }
        }
        assertThat(changed).isGreaterThan(500_000);
    }

    private static List<Place> places(ZoneVersion version) {
        List<Place> places = new ArrayList<>();
        NodeCursor nodes = version.nodeCursor();
        while (nodes.next()) {
            RrsetCursor rrsets = nodes.rrsets();
            while (rrsets.next()) {
                if (rrsets.signatureCount() > 0) {
                    add(rrsets.rdatas(), places);
                    add(rrsets.signatures(), places);
                }
            }
        }
        return places;
    }

    private static void add(RdataCursor rdatas, List<Place> places) {
        while (rdatas.next()) {
            for (int i = 0; i < rdatas.length(); i++) {
                places.add(new Place(rdatas.bytes(), rdatas.offset() + i));
            }
        }
    }
}
