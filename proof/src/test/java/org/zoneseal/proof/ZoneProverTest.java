package org.zoneseal.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.ZoneVersion;

/** Proving by ranges while the rest is still being made. */
class ZoneProverTest {

    /** Proves all pages in a random order, some below the wrong cut and some not at all. */
    private static ProofReport byRanges(ZoneVersion version, ZoneFacts facts, Random random) {
        ZoneProver prover = new ZoneProver(facts, BadZonesTest.options());
        RangeProver ranges = prover.rangeProver();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < version.pageCount(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (int page : order) {
            switch (random.nextInt(4)) {
                case 0 -> {}
                case 1 -> ranges.proveNames(version.nodes(page, page + 1), Enclosing.NONE);
                case 2 ->
                        ranges.proveNames(
                                version.nodes(page, page + 1), Enclosing.below(new byte[] {1, 2}));
                default ->
                        ranges.proveNames(version.nodes(page, page + 1), enclosing(version, page));
            }
        }
        for (int i = 0; i < version.nsec3PageCount(); i++) {
            if (random.nextBoolean()) {
                ranges.proveNsec3(version.nsec3Nodes(i, i + 1));
            }
        }
        return prover.finish(version, ProofProgress.NONE);
    }

    private static Enclosing enclosing(ZoneVersion version, int page) {
        NodeCursor node = version.nodes(page, page + 1);
        assertThat(node.next()).isTrue();
        return Enclosing.of(version, node.page(), node.keyOffset(), node.keyLength());
    }

    @Test
    void goodZone_provedByRanges_isProvedWithTheSameCounts() {
        for (TestZone zone :
                List.of(BadZonesTest.nsec(), BadZonesTest.nsec3(), BadZonesTest.optOut())) {
            ZoneVersion version = zone.sign().build();
            ProofReport whole =
                    ZoneProof.prove(version, BadZonesTest.options(), ProofProgress.NONE);
            Random random = new Random(1);
            for (int i = 0; i < 20; i++) {
                ZoneVersion paged = Pages.of(version, 1 + i % 4);
                ProofReport report = byRanges(paged, ZoneFacts.of(paged), random);
                assertThat(report.problems()).isEmpty();
                assertThat(report.counts()).isEqualTo(whole.counts());
            }
        }
    }

    @Test
    void badZone_provedByRanges_isFoundOut() {
        ZoneVersion version =
                Pages.of(
                        BadZonesTest.nsec()
                                .sign()
                                .remove(rec -> rec.signs("mail.example.", 1))
                                .build(),
                        1);
        ProofReport report = byRanges(version, ZoneFacts.of(version), new Random(2));
        assertThat(report.problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.UNSIGNED);
    }

    @Test
    void pages_provedBeforeTheEnd_areNotProvedTwice() {
        for (boolean hashed : new boolean[] {false, true}) {
            TestZone zone = BadZonesTest.plain().keys();
            if (hashed) {
                zone.add(zone.apex, RecordType.NSEC3PARAM, 0, Nsec3Param.RECOMMENDED.rdata());
            }
            ZoneFacts before = ZoneFacts.of(zone.build());
            zone.records.removeIf(rec -> rec.type() == RecordType.NSEC3PARAM);
            TestZone denying = hashed ? zone.nsec3(Nsec3Param.RECOMMENDED) : zone.nsec();
            ZoneVersion version = Pages.of(denying.sign().build(), 2);
            ZoneProver prover = new ZoneProver(before, BadZonesTest.options());
            RangeProver ranges = prover.rangeProver();
            ranges.proveNames(version.nodeCursor(), Enclosing.NONE);
            ranges.proveNsec3(version.nsec3Cursor());
            ProofReport report =
                    prover.finish(
                            version,
                            (done, all) -> {
                                throw new AssertionError("proved again");
                            });
            assertThat(report.problems()).isEmpty();
        }
    }

    @Test
    void pages_provedWithOtherKeys_areProvedAgain() {
        ZoneVersion version = Pages.of(BadZonesTest.nsec().sign().build(), 2);
        ZoneFacts others = ZoneFacts.of(BadZonesTest.nsec().sign().build());
        assertThat(byRanges(version, others, new Random(3)).problems()).isEmpty();
    }

    @Test
    void enclosing_ofNamesBelowCuts_isTheOutermostCut() {
        ZoneVersion version = BadZonesTest.nsec().build();
        assertThat(Enclosing.of(version, key("ns", "unsigned"), 0, 12).key())
                .isEqualTo(key("unsigned"));
        assertThat(Enclosing.of(version, key("below", "alias"), 0, 12).key())
                .isEqualTo(key("alias"));
        assertThat(Enclosing.of(version, key("a", "ent"), 0, 6).key()).isNull();
        assertThat(Enclosing.of(version, key("alias"), 0, 6).key()).isNull();
    }

    /** The key of a name, labels as they are written. */
    private static byte[] key(String... labels) {
        StringBuilder key = new StringBuilder();
        for (int i = labels.length - 1; i >= 0; i--) {
            key.append(labels[i]).append((char) 0);
        }
        return key.toString().getBytes(ISO_8859_1);
    }

    @Test
    void progress_ofAProof_endsWithAllPages() {
        ZoneVersion version =
                Pages.of(
                        BadZonesTest.plain().keys().nsec3(Nsec3Param.RECOMMENDED).sign().build(),
                        1);
        AtomicInteger most = new AtomicInteger();
        int pages = version.pageCount() + version.nsec3PageCount();
        ZoneProof.prove(
                version,
                BadZonesTest.options(),
                (done, all) -> {
                    assertThat(all).isEqualTo(pages);
                    most.accumulateAndGet(done, Math::max);
                });
        assertThat(most).hasValue(pages);
    }

    /** How many pages are proved, and what is found. */
    private static int proved(ZoneProver prover, ZoneVersion version, long at) {
        AtomicInteger least = new AtomicInteger(Integer.MAX_VALUE);
        AtomicInteger pages = new AtomicInteger();
        ProofReport report =
                prover.finish(
                        version,
                        at,
                        (done, all) -> {
                            least.accumulateAndGet(done, Math::min);
                            pages.set(all);
                        });
        assertThat(report.problems()).isEmpty();
        // The first page that is done counts on top of those that were proved before.
        return pages.get() == 0 ? 0 : pages.get() - least.get() + 1;
    }

    @Test
    void nextVersion_sharingAllPages_isProvedFromWhatIsKept() {
        ZoneVersion version = Pages.of(BadZonesTest.nsec().sign().build(), 1);
        ZoneProver prover = new ZoneProver(ZoneFacts.of(version), BadZonesTest.options());
        assertThat(proved(prover, version, TestZone.AT)).isGreaterThan(3);
        assertThat(proved(prover, version, TestZone.AT + 60)).isZero();
    }

    @Test
    void pages_afterTheClockWentBack_areProvedAgain() {
        ZoneVersion version = Pages.of(BadZonesTest.nsec().sign().build(), 1);
        ZoneProver prover = new ZoneProver(ZoneFacts.of(version), BadZonesTest.options());
        proved(prover, version, TestZone.AT);
        assertThat(proved(prover, version, TestZone.AT - 60)).isGreaterThan(3);
    }

    @Test
    void pages_whoseSignaturesHaveExpiredSince_areFoundOut() {
        ZoneVersion version = Pages.of(BadZonesTest.nsec().sign().build(), 1);
        ZoneProver prover = new ZoneProver(ZoneFacts.of(version), BadZonesTest.options());
        proved(prover, version, TestZone.AT);
        ProofReport late = prover.finish(version, TestZone.AT + 86_401, ProofProgress.NONE);
        assertThat(late.problems())
                .extracting(Problem::code)
                .contains(ProblemCode.SIGNATURE_EXPIRED);
    }

    @Test
    void badPage_isFoundInEachVersionThatHoldsIt() {
        ZoneVersion version =
                Pages.of(
                        BadZonesTest.nsec()
                                .sign()
                                .remove(rec -> rec.signs("mail.example.", 1))
                                .build(),
                        1);
        ZoneProver prover = new ZoneProver(ZoneFacts.of(version), BadZonesTest.options());
        for (int i = 0; i < 3; i++) {
            ProofReport report = prover.finish(version, TestZone.AT + i, ProofProgress.NONE);
            assertThat(report.problems())
                    .extracting(Problem::code)
                    .containsExactly(ProblemCode.UNSIGNED);
        }
    }
}
