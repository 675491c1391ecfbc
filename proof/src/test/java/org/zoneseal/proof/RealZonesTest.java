package org.zoneseal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Ds;
import org.zoneseal.dnssec.VerifyPolicy;
import org.zoneseal.proof.ProofReport.ZonemdStatus;
import org.zoneseal.zones.ZoneVersion;

/** Zones that others signed: the root, and the examples of RFC 4035 and RFC 5155. */
class RealZonesTest {

    static final TrustAnchor KSK_2017 =
            anchor(20326, "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D");
    static final TrustAnchor KSK_2024 =
            anchor(38696, "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16");

    static TrustAnchor anchor(int tag, String digest) {
        return new TrustAnchor.ByDs(new Ds(tag, 8, 2, HexFormat.of().parseHex(digest)));
    }

    static ProofOptions at(String time) {
        return ProofOptions.at(Instant.parse(time).getEpochSecond()).withThreads(2);
    }

    static ProofOptions root() {
        return at("2026-08-05T00:00:00Z").withAnchors(List.of(KSK_2017, KSK_2024));
    }

    @Test
    void root_asIanaSignedIt_isProved() {
        ZoneVersion version = Zones.shared("root-signed-2026073102.zone", ".");
        ProofReport report = ZoneProof.prove(version, root(), ProofProgress.NONE);
        assertThat(report.problems()).isEmpty();
        assertThat(report.isProved()).isTrue();
        assertThat(report.zonemd()).isEqualTo(ZonemdStatus.VERIFIED);
        assertThat(report.serial()).isEqualTo(2026073102L);
        assertThat(report.keys()).extracting(Dnskey::keyTag).contains(20326, 38696, 57780);
        assertThat(report.counts().signatures()).isEqualTo(report.counts().rrsets());
        assertThat(Instant.ofEpochSecond(report.earliestExpiry())).isBefore("2026-08-14T00:00:00Z");
    }

    @Test
    void root_withAnotherAnchor_isNotProved() {
        ZoneVersion version = Zones.shared("root-signed-2026073102.zone", ".");
        ProofReport report =
                ZoneProof.prove(version, root().withAnchors(List.of(KSK_2024)), ProofProgress.NONE);
        assertThat(report.problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.TRUST_ANCHOR);
    }

    @Test
    void root_afterItsTime_isNotProved() {
        ZoneVersion version = Zones.shared("root-signed-2026073102.zone", ".");
        ProofReport report =
                ZoneProof.prove(version, at("2026-08-14T00:00:00Z"), ProofProgress.NONE);
        assertThat(report.problems())
                .extracting(Problem::code)
                .containsOnly(ProblemCode.SIGNATURE_EXPIRED);
        assertThat(report.problemCount()).isGreaterThan(2000);
        assertThat(report.problems()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root-2026080600.zone", "root-2026082200.zone", "root-2026082201.zone"})
    void root_stripped_failsItsZonemdAndSaysSo(String file) {
        ProofReport report = ZoneProof.prove(Zones.shared(file, "."), root(), ProofProgress.NONE);
        assertThat(report.zonemd()).isEqualTo(ZonemdStatus.FAILED);
        assertThat(report.problems())
                .extracting(Problem::code)
                .contains(ProblemCode.ZONEMD_DIGEST, ProblemCode.UNSIGNED);
    }

    @Test
    void rfc4035Zone_atItsTime_isProvedIfSha1IsAllowed() {
        ZoneVersion version = Zones.shared("rfc4035-appA.zone", "example.");
        ProofOptions options = at("2004-05-01T00:00:00Z");
        ProofReport report =
                ZoneProof.prove(
                        version,
                        options.withPolicy(VerifyPolicy.STANDARD.withSha1()),
                        ProofProgress.NONE);
        assertThat(report.problems()).isEmpty();
        assertThat(report.counts().signatures()).isGreaterThan(20);
        assertThat(ZoneProof.prove(version, options, ProofProgress.NONE).problems())
                .extracting(Problem::code)
                .contains(ProblemCode.KEY_UNUSABLE);
    }

    @Test
    void rfc5155Zone_atItsTime_isProvedIfSha1IsAllowed() {
        ZoneVersion version = Zones.shared("rfc5155-appA.zone", "example.");
        ProofReport report =
                ZoneProof.prove(
                        version,
                        at("2014-05-01T00:00:00Z").withPolicy(VerifyPolicy.STANDARD.withSha1()),
                        ProofProgress.NONE);
        assertThat(report.problems()).isEmpty();
        assertThat(report.apex()).isEqualTo(Name.parse("example."));
        assertThat(report.counts().denialRecords()).isGreaterThan(10);
    }
}
