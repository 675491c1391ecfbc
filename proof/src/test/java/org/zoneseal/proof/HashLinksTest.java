package org.zoneseal.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.zones.ZoneVersion;

/** What a prover keeps of the links between names and hashes is what a new one would find. */
class HashLinksTest {

    private static final int STEPS = 80;
    private static final int ENTS = 3;

    private static TestZone zone(boolean optOut) {
        TestZone zone = BadZonesTest.plain();
        for (int i = 0; i < 12; i++) {
            zone.add("n" + i + " 3600 IN A 192.0.2.1");
            zone.add("d" + i + " 3600 IN NS ns.d" + i);
            zone.add("ns.d" + i + " 3600 IN A 192.0.2.2");
            zone.add("a.b" + i + ".ent" + i % ENTS + " 3600 IN NS ns.test.");
            if (i % 3 == 0) {
                zone.add("s" + i + " 3600 IN NS ns.test.");
                zone.add("s" + i + " 3600 IN DS 1 13 2 " + "%064x".formatted(i));
            }
        }
        for (int i = 0; i < ENTS; i++) {
            zone.add("z.ent" + i + " 3600 IN NS ns.test.");
            zone.add("z.ent" + i + " 3600 IN DS 1 13 2 " + "%064x".formatted(i));
        }
        zone.keys();
        TestZone denying =
                optOut
                        ? zone.nsec3OptOut(Nsec3Param.RECOMMENDED)
                        : zone.nsec3(Nsec3Param.RECOMMENDED);
        return denying.sign();
    }

    /** Names and NSEC3 records come and go by chance, so most versions are wrong somewhere. */
    @ParameterizedTest
    @CsvSource({"false, 1", "false, 3", "true, 1", "true, 2", "true, 5"})
    void changes_oneAfterTheOther_areFoundAsByANewProver(boolean optOut, int nodesAPage) {
        TestZone zone = zone(optOut);
        List<TestZone.Rec> all = List.copyOf(zone.records);
        List<Name> owners = all.stream().map(TestZone.Rec::owner).distinct().toList();
        List<Name> around = aroundEmptyNonTerminals(zone, owners);
        Set<Name> gone = new HashSet<>();
        Random random = new Random(nodesAPage);
        Pages pages = new Pages(nodesAPage);
        ZoneVersion version = pages.of(zone.build());
        ZoneProver prover = new ZoneProver(ZoneFacts.of(version), BadZonesTest.options());
        for (int step = 0; step < STEPS; step++) {
            ProofReport kept = prover.finish(version, TestZone.AT + step, ProofProgress.NONE);
            ProofReport fresh =
                    ZoneProof.prove(
                            version,
                            BadZonesTest.options().withTime(TestZone.AT + step),
                            ProofProgress.NONE);
            assertThat(kept.problems()).as("step %d", step).isEqualTo(fresh.problems());
            assertThat(kept.problemCount()).isEqualTo(fresh.problemCount());
            assertThat(kept.counts()).isEqualTo(fresh.counts());
            for (int i = 0; i <= random.nextInt(3); i++) {
                List<Name> some = random.nextBoolean() ? owners : around;
                Name owner = some.get(random.nextInt(some.size()));
                if (!owner.equals(zone.apex) && !gone.remove(owner) && gone.size() < 6) {
                    gone.add(owner);
                }
            }
            zone.records.clear();
            all.stream().filter(rec -> !gone.contains(rec.owner())).forEach(zone.records::add);
            version = pages.of(zone.build());
        }
    }

    private static Name hashed(TestZone zone, String name) {
        return zone.hashed(Nsec3Param.RECOMMENDED, Name.parse(name));
    }

    /** The empty non-terminals' NSEC3 records, and what is below them. */
    private static List<Name> aroundEmptyNonTerminals(TestZone zone, List<Name> owners) {
        Set<Name> hashed = new HashSet<>();
        for (int i = 0; i < ENTS; i++) {
            hashed.add(hashed(zone, "ent" + i + ".example."));
        }
        return owners.stream()
                .filter(owner -> hashed.contains(owner) || owner.toString().contains(".ent"))
                .toList();
    }

    @Test
    void links_afterAProofBrokeOff_areNotThoseOfAnEarlierVersion() {
        TestZone zone = zone(false);
        Pages pages = new Pages(2);
        ZoneVersion whole = pages.of(zone.build());
        zone.remove(rec -> rec.owner().equals(hashed(zone, "n1.example.")));
        ZoneVersion lacking = pages.of(zone.build());
        ZoneFacts facts = ZoneFacts.of(whole);
        Crew crew = new Crew(1, () -> new Hand(facts, BadZonesTest.options()));
        Crew broken =
                new Crew(
                        1,
                        () -> {
                            throw new IllegalStateException("broken off");
                        });
        HashLinks links = new HashLinks();
        assertThat(problems(links, whole, facts, crew)).isZero();
        assertThatThrownBy(() -> problems(links, lacking, facts, broken))
                .isInstanceOf(IllegalStateException.class);
        assertThat(problems(links, lacking, facts, crew)).isPositive();
    }

    private static long problems(HashLinks links, ZoneVersion version, ZoneFacts facts, Crew crew) {
        ProofOptions options = BadZonesTest.options();
        List<PageProof> names = new ArrayList<>();
        List<PageProof> hashes = new ArrayList<>();
        new NamesProver(facts, options).prove(version.nodeCursor(), null, names::add);
        new HashesProver(facts, options).prove(version.nsec3Cursor(), hashes::add);
        Findings findings = new Findings(options.maxProblems());
        links.link(version, facts, options, names, hashes, crew, findings);
        return findings.problemCount();
    }

    @Test
    void pages_thatNoChangeReaches_areNotLookedUpAgain() {
        HashPages pages = new HashPages();
        List<byte[]> first = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            first.add(new byte[1]);
        }
        pages.turnTo(first);
        List<byte[]> second = new ArrayList<>(first);
        second.set(2, new byte[1]);

        assertThat(pages.turnTo(second).stream()).containsExactly(1, 2);
        assertThat(pages.turnTo(second).stream()).isEmpty();
        second.addFirst(new byte[1]);
        assertThat(pages.turnTo(second).stream()).containsExactly(4);
        second.removeLast();
        assertThat(pages.turnTo(second).stream()).containsExactly(4);
    }
}
