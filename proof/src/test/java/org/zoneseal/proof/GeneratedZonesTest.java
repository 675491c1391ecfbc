package org.zoneseal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.proof.TestZone.Rec;
import org.zoneseal.zones.ZoneVersion;

/**
 * Zones that a seeded generator makes out of few labels, so that cuts, glue, DNAMEs, wildcards,
 * empty non-terminals and what lies below all of them meet in every way: what the plain test signer
 * signs is proved, on pages of any size; with one record taken away it is not.
 */
class GeneratedZonesTest {

    private static final String[] LABELS = {"a", "b", "B2", "*", "ab", "\\000", "\\255"};

    private final TestKey ksk = TestKey.ed25519(257);
    private final TestKey zsk = TestKey.ed25519(256);

    private TestZone generate(Random random) {
        StringBuilder text =
                new StringBuilder("@ SOA ns1.other. host 1 3600 900 604800 300\n@ NS ns1.other.\n");
        int names = 3 + random.nextInt(20);
        for (int i = 0; i < names; i++) {
            StringBuilder name = new StringBuilder();
            int depth = 1 + random.nextInt(4);
            for (int j = 0; j < depth; j++) {
                name.append(name.isEmpty() ? "" : ".")
                        .append(LABELS[random.nextInt(LABELS.length)]);
            }
            addSets(text, name.toString(), random);
        }
        return TestZone.of("example.", text.toString()).ksk(ksk).zsk(zsk);
    }

    private static void addSets(StringBuilder text, String name, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> text.append(name).append(" NS ns.other.\n");
            case 1 ->
                    text.append(name)
                            .append(" NS ns.")
                            .append(name)
                            .append("\nns.")
                            .append(name)
                            .append(" A 192.0.2.1\n");
            case 2 ->
                    text.append(name)
                            .append(" NS ns.other.\n")
                            .append(name)
                            .append(" DS 1 13 2 ")
                            .append("ab".repeat(32))
                            .append('\n');
            case 3 -> text.append(name).append(" DNAME other.\n");
            case 4 ->
                    text.append(name)
                            .append(" TXT one\n")
                            .append(name)
                            .append(" TXT two\n")
                            .append(name)
                            .append(" TYPE1234 \\# 1 00\n");
            default ->
                    text.append(name).append(" A 192.0.2.").append(random.nextInt(9)).append('\n');
        }
    }

    private static TestZone deny(TestZone zone, Random random) {
        Nsec3Param parameters =
                random.nextBoolean()
                        ? Nsec3Param.RECOMMENDED
                        : new Nsec3Param(1, 0, random.nextInt(3), new byte[] {7});
        return switch (random.nextInt(3)) {
            case 0 -> zone.nsec();
            case 1 -> zone.nsec3(parameters);
            default -> zone.nsec3OptOut(parameters);
        };
    }

    private static boolean counts(TestZone zone, Rec rec) {
        return rec.type() == RecordType.RRSIG || zone.isSigned(rec.owner(), rec.type());
    }

    private void check(long seed) {
        Random random = new Random(seed);
        TestZone zone = deny(generate(random), random);
        zone.sign();
        ZoneVersion version = zone.build();
        for (int nodes : new int[] {1, 1 + random.nextInt(8), 10_000}) {
            ProofReport report = prove(Pages.of(version, nodes));
            assertThat(report.problems()).as("seed %d, %d names a page", seed, nodes).isEmpty();
        }
        List<Rec> signed = zone.records.stream().filter(rec -> counts(zone, rec)).toList();
        for (int i = 0; i < 5; i++) {
            Rec gone = signed.get(random.nextInt(signed.size()));
            List<Rec> all = List.copyOf(zone.records);
            zone.records.removeIf(rec -> isSame(rec, gone));
            ZoneVersion broken = Pages.of(zone.build(), 1 + random.nextInt(5));
            assertThat(prove(broken).isProved()).as("seed %d without %s", seed, gone).isFalse();
            zone.records.clear();
            zone.records.addAll(all);
        }
    }

    /** The generator may make a record twice; a zone has it once. */
    private static boolean isSame(Rec one, Rec other) {
        return one.owner().equals(other.owner())
                && one.type() == other.type()
                && Arrays.equals(one.rdata(), other.rdata());
    }

    private static ProofReport prove(ZoneVersion version) {
        return ZoneProof.prove(version, ProofOptions.at(TestZone.AT), ProofProgress.NONE);
    }

    @Test
    void generatedZone_signed_isProvedAndWithoutAnyOneRecordIsNot() {
        for (long seed = 0; seed < 150; seed++) {
            check(seed);
        }
    }

    @Test
    @Tag("long")
    void generatedZones_byTheThousand_areJudgedRight() {
        for (long seed = 150; seed < 3_000; seed++) {
            check(seed);
        }
    }
}
