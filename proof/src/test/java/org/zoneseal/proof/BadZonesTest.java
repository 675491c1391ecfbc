package org.zoneseal.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.proof.TestZone.AT;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.Ds;
import org.zoneseal.dnssec.Nsec3Param;
import org.zoneseal.dnssec.SignatureVerifier;
import org.zoneseal.dnssec.UnusableKeyException;
import org.zoneseal.dnssec.VerifyPolicy;
import org.zoneseal.dnssec.Zonemd;
import org.zoneseal.dnssec.ZonemdDigest;
import org.zoneseal.proof.ProofReport.Denial;
import org.zoneseal.proof.ProofReport.ZonemdStatus;
import org.zoneseal.proof.TestZone.Rec;
import org.zoneseal.zones.ZoneVersion;

/** Zones with one thing wrong each, made by hand: each fails for that one thing. */
class BadZonesTest {

    private static final String TEXT =
            """
            @ SOA ns1 host 1 3600 900 604800 300
            @ NS ns1
            @ NS ns.other.
            @ MX 10 mail
            ns1 A 192.0.2.1
            Mail A 192.0.2.2
            mail TXT "mixed case"
            a.ent TXT "below an empty non-terminal"
            *.wild TXT "wildcard"
            *.wild A 192.0.2.3
            signed NS ns.signed
            signed DS 12345 13 2 (
              0000000000000000000000000000000000000000000000000000000000000000 )
            ns.signed A 192.0.2.4
            unsigned NS ns.unsigned
            unsigned A 192.0.2.5
            ns.unsigned A 192.0.2.6
            deep.only.insecure NS ns.other.
            other.insecure NS ns.other.
            alias DNAME other.
            below.alias A 192.0.2.9
            deeper.below.alias A 192.0.2.9
            zz TYPE65280 \\# 2 0102
            """;

    private static final Nsec3Param PARAMETERS = new Nsec3Param(1, 0, 3, new byte[] {1, 2, 3});

    static TestZone plain() {
        return TestZone.of("example.", TEXT);
    }

    static TestZone nsec() {
        return plain().keys().nsec();
    }

    static TestZone nsec3() {
        return plain().keys().nsec3(PARAMETERS);
    }

    static TestZone optOut() {
        return plain().keys().nsec3OptOut(PARAMETERS);
    }

    static ProofOptions options() {
        return ProofOptions.at(AT).withThreads(2);
    }

    /** Proves a zone on pages of all sizes: where a page ends makes no difference. */
    static ProofReport prove(TestZone zone, ProofOptions options) {
        ZoneVersion version = zone.build();
        ProofReport whole = ZoneProof.prove(version, options, ProofProgress.NONE);
        for (int nodes = 1; nodes < 4; nodes++) {
            ProofReport paged =
                    ZoneProof.prove(Pages.of(version, nodes), options, ProofProgress.NONE);
            assertThat(codes(paged)).as("%d names a page", nodes).isEqualTo(codes(whole));
            assertThat(paged.problemCount()).isEqualTo(whole.problemCount());
            assertThat(paged.counts()).isEqualTo(whole.counts());
            assertThat(paged.earliestExpiry()).isEqualTo(whole.earliestExpiry());
        }
        return whole;
    }

    private static Set<ProblemCode> codes(ProofReport report) {
        TreeSet<ProblemCode> codes = new TreeSet<>();
        report.problems().forEach(problem -> codes.add(problem.code()));
        return codes;
    }

    static Name hashed(TestZone zone, String name) {
        return zone.hashed(PARAMETERS, Name.parse(name));
    }

    record Bad(
            String what, Supplier<TestZone> zone, ProofOptions options, ProblemCode... expected) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Bad bad(String what, Supplier<TestZone> zone, ProblemCode... expected) {
        return new Bad(what, zone, options(), expected);
    }

    private static byte[] flip(byte[] rdata, int index) {
        rdata[index < 0 ? rdata.length + index : index] ^= 1;
        return rdata;
    }

    @Test
    void zone_signedWell_isProvedWithEveryDenial() {
        ProofReport nsec = prove(nsec().sign(), options());
        assertThat(nsec.problems()).isEmpty();
        assertThat(nsec.denial()).isEqualTo(Denial.NSEC);
        assertThat(nsec.counts().denialRecords()).isEqualTo(11);
        ProofReport nsec3 = prove(nsec3().sign(), options());
        assertThat(nsec3.problems()).isEmpty();
        assertThat(nsec3.denial()).isEqualTo(Denial.NSEC3);
        assertThat(nsec3.counts().denialRecords()).isEqualTo(15);
        ProofReport optOut = prove(optOut().sign(), options());
        assertThat(optOut.problems()).isEmpty();
        assertThat(optOut.counts().optedOut()).isEqualTo(3);
        assertThat(optOut.counts().denialRecords()).isEqualTo(10);
        assertThat(optOut.earliestExpiry()).isEqualTo(AT + 86400);
        assertThat(optOut.zonemd()).isEqualTo(ZonemdStatus.ABSENT);
        assertThat(prove(plain().keys().nsec3(Nsec3Param.RECOMMENDED).sign(), options()).problems())
                .isEmpty();
    }

    @Test
    void zone_withOneKeyOrTwoAlgorithms_isProved() {
        TestZone csk = plain().ksk(TestKey.p256(257)).nsec().sign();
        assertThat(prove(csk, options()).problems()).isEmpty();
        TestZone two = nsecWithTwoAlgorithms().sign();
        assertThat(prove(two, options()).problems()).isEmpty();
        TestZone withoutSep = plain().ksk(TestKey.ed25519(256)).nsec().sign();
        assertThat(prove(withoutSep, options()).problems()).isEmpty();
    }

    private static TestZone nsecWithTwoAlgorithms() {
        return plain().keys().ksk(TestKey.p256(257)).zsk(TestKey.p256(256)).nsec();
    }

    @ParameterizedTest
    @MethodSource({"keys", "signatures", "nsecs", "nsec3s", "others"})
    void zone_withOneFault_failsForItAlone(Bad bad) {
        ProofReport report = prove(bad.zone().get(), bad.options());
        assertThat(report.isProved()).isFalse();
        assertThat(report.problems().stream().map(Problem::code).distinct())
                .as(report.problems().toString())
                .containsExactlyInAnyOrder(bad.expected());
        assertThat(report.problems()).allSatisfy(it -> assertThat(it.sentence()).isNotBlank());
    }

    static Stream<Bad> keys() {
        return Stream.of(
                bad(
                        "no SOA",
                        () -> {
                            TestZone zone = plain();
                            zone.remove(rec -> rec.type() == RecordType.SOA);
                            return zone.keys().nsec().sign();
                        },
                        ProblemCode.SOA),
                bad("no DNSKEY", () -> plain().nsec(), ProblemCode.DNSKEY_MISSING),
                bad(
                        "key of unknown algorithm",
                        () -> revoked(12, new byte[32]),
                        ProblemCode.KEY_UNUSABLE),
                bad(
                        "key of an algorithm that is not allowed",
                        () -> revoked(5, new byte[70]),
                        ProblemCode.KEY_UNUSABLE),
                bad("broken key", () -> revoked(13, new byte[9]), ProblemCode.KEY_MALFORMED),
                bad(
                        "two keys with one tag",
                        BadZonesTest::collision,
                        ProblemCode.KEY_TAG_COLLISION),
                bad(
                        "DNSKEY signed by the ZSK only",
                        () ->
                                tweaked(
                                        "example.",
                                        RecordType.DNSKEY,
                                        fields -> {
                                            fields.key = fields.zone.zsks.getFirst();
                                            fields.keyTag = fields.key.dnskey().keyTag();
                                        }),
                        ProblemCode.DNSKEY_NOT_SIGNED_BY_SEP),
                new Bad(
                        "another trust anchor",
                        () -> nsec().sign(),
                        options().withAnchors(List.of(anchor(TestKey.ed25519(257)))),
                        ProblemCode.TRUST_ANCHOR));
    }

    private static TrustAnchor anchor(TestKey key) {
        return new TrustAnchor.ByDs(Ds.of(Name.parse("example."), key.dnskey(), 2));
    }

    /** With a revoked key, which needs no signatures of its algorithm. */
    private static TestZone revoked(int algorithm, byte[] key) {
        Dnskey dnskey = Dnskey.of(Dnskey.ZSK | Dnskey.REVOKE, algorithm, key);
        return plain().keys()
                .add(Name.parse("example."), RecordType.DNSKEY, 3600, dnskey.rdata())
                .nsec()
                .sign();
    }

    /** The key tag is a sum of 16-bit words: it stays when two change places. */
    private static TestZone collision() {
        TestZone zone = plain().keys();
        Dnskey key = zone.zsks.getFirst().dnskey();
        for (int i = 0; i < 30; i += 2) {
            byte[] other = key.publicKey();
            System.arraycopy(key.publicKey(), i, other, i + 2, 2);
            System.arraycopy(key.publicKey(), i + 2, other, i, 2);
            Dnskey swapped = Dnskey.of(256, 15, other);
            try {
                SignatureVerifier.of(swapped, VerifyPolicy.STANDARD);
            } catch (UnusableKeyException e) {
                continue;
            }
            if (!swapped.equals(key)) {
                return zone.add(zone.apex, RecordType.DNSKEY, 3600, swapped.rdata()).nsec().sign();
            }
        }
        return collision();
    }

    private static TestZone tweaked(String name, int type, TestZone.Tweak tweak) {
        return nsec().sign(fields -> {
            if (fields.covers(name, type)) {
                tweak.on(fields);
            }
        });
    }

    static Stream<Bad> signatures() {
        String mail = "mail.example.";
        int a = RecordType.A;
        return Stream.of(
                bad(
                        "an RRset without signature",
                        () -> nsec().sign().remove(rec -> rec.signs(mail, a)),
                        ProblemCode.UNSIGNED),
                bad(
                        "a DS without signature",
                        () ->
                                nsec().sign()
                                        .remove(rec -> rec.signs("signed.example.", RecordType.DS)),
                        ProblemCode.UNSIGNED),
                bad(
                        "a signature of one algorithm only",
                        () ->
                                nsecWithTwoAlgorithms()
                                        .sign()
                                        .remove(rec -> rec.signs(mail, a) && rec.rdata()[2] == 13),
                        ProblemCode.ALGORITHM_MISSING),
                bad(
                        "one bit of a signature",
                        () ->
                                nsec().sign()
                                        .change(rec -> rec.signs(mail, a), data -> flip(data, -9)),
                        ProblemCode.SIGNATURE_INVALID),
                bad(
                        "one bit of an address",
                        () -> nsec().sign().change(rec -> rec.is(mail, a), data -> flip(data, -1)),
                        ProblemCode.SIGNATURE_INVALID),
                bad(
                        "one bit of a DS",
                        () ->
                                nsec().sign()
                                        .change(
                                                rec -> rec.is("signed.example.", RecordType.DS),
                                                data -> flip(data, -1)),
                        ProblemCode.SIGNATURE_INVALID),
                bad(
                        "one bit of the key tag",
                        () ->
                                nsec().sign()
                                        .change(rec -> rec.signs(mail, a), data -> flip(data, 17)),
                        ProblemCode.SIGNATURE_EXTRA,
                        ProblemCode.ALGORITHM_MISSING),
                bad(
                        "a signature more, by a key that is not published",
                        () -> {
                            TestZone zone = nsec().sign();
                            TestKey foreign = TestKey.ed25519(256);
                            List<Rec> recs =
                                    zone.records.stream().filter(rec -> rec.is(mail, a)).toList();
                            zone.records.add(
                                    zone.sign(
                                            new TestZone.Fields(
                                                    zone, Name.parse(mail), a, 3600, foreign),
                                            recs));
                            return zone;
                        },
                        ProblemCode.SIGNATURE_EXTRA),
                bad(
                        "signed by another of the published keys than it says",
                        () -> {
                            TestKey spare = TestKey.ed25519(256);
                            return plain().keys()
                                    .publish(spare)
                                    .nsec()
                                    .sign(fields -> {
                                        if (fields.covers(mail, a)) {
                                            fields.keyTag = spare.dnskey().keyTag();
                                        }
                                    });
                        },
                        ProblemCode.SIGNATURE_INVALID),
                bad(
                        "expired",
                        () -> tweaked(mail, a, fields -> fields.expiration = AT - 1),
                        ProblemCode.SIGNATURE_EXPIRED),
                bad(
                        "not yet valid",
                        () -> tweaked(mail, a, fields -> fields.inception = AT + 1),
                        ProblemCode.SIGNATURE_NOT_YET_VALID),
                new Bad(
                        "expires before the floor",
                        () -> tweaked(mail, a, fields -> fields.expiration = AT + 99),
                        options().withExpiryFloor(100),
                        ProblemCode.SIGNATURE_EXPIRES_SOON),
                bad(
                        "a signature that is cut short",
                        () ->
                                nsec().sign()
                                        .change(
                                                rec -> rec.signs(mail, a),
                                                data -> Arrays.copyOf(data, data.length - 1)),
                        ProblemCode.SIGNATURE_INVALID),
                bad(
                        "an RRSIG that is cut short",
                        () ->
                                nsec().sign()
                                        .change(
                                                rec -> rec.signs(mail, a),
                                                data -> Arrays.copyOf(data, 18)),
                        ProblemCode.SIGNATURE_MALFORMED),
                bad(
                        "another signer",
                        () ->
                                tweaked(
                                        mail,
                                        a,
                                        fields -> fields.signer = Name.parse("mail.example.")),
                        ProblemCode.SIGNATURE_SIGNER),
                bad(
                        "labels too few",
                        () -> tweaked(mail, a, fields -> fields.labels = 1),
                        ProblemCode.SIGNATURE_LABELS),
                bad(
                        "labels too many",
                        () -> tweaked(mail, a, fields -> fields.labels = 3),
                        ProblemCode.SIGNATURE_LABELS),
                bad(
                        "the label * counted",
                        () -> tweaked("*.wild.example.", a, fields -> fields.labels = 3),
                        ProblemCode.SIGNATURE_LABELS),
                bad(
                        "another original TTL",
                        () -> tweaked(mail, a, fields -> fields.originalTtl = 3601),
                        ProblemCode.SIGNATURE_ORIGINAL_TTL),
                bad(
                        "the records' TTL changed",
                        () -> nsec().sign().ttl(rec -> rec.is(mail, a) || rec.signs(mail, a), 3599),
                        ProblemCode.SIGNATURE_ORIGINAL_TTL),
                bad(
                        "the signature's TTL changed",
                        () -> nsec().sign().ttl(rec -> rec.signs(mail, a), 3599),
                        ProblemCode.SIGNATURE_TTL),
                bad(
                        "signed by a revoked key",
                        BadZonesTest::byRevoked,
                        ProblemCode.SIGNATURE_BY_REVOKED_KEY),
                bad(
                        "glue that is signed",
                        () -> signedToo("ns.unsigned.example.", a),
                        ProblemCode.SIGNATURE_OVER_GLUE),
                bad(
                        "glue at the cut that is signed",
                        () -> signedToo("unsigned.example.", a),
                        ProblemCode.SIGNATURE_OVER_GLUE),
                bad(
                        "NS at a cut that is signed",
                        () -> signedToo("unsigned.example.", RecordType.NS),
                        ProblemCode.SIGNATURE_OVER_GLUE),
                bad(
                        "a name below a DNAME that is signed",
                        () -> signedToo("deeper.below.alias.example.", a),
                        ProblemCode.SIGNATURE_OVER_GLUE),
                bad(
                        "a signature over nothing",
                        () ->
                                nsec().sign()
                                        .remove(rec -> rec.is(mail, RecordType.TXT))
                                        .change(
                                                rec -> rec.is(mail, RecordType.NSEC),
                                                BadZonesTest::withoutTxt)
                                        .resign(mail, RecordType.NSEC),
                        ProblemCode.SIGNATURE_OVER_NOTHING));
    }

    private static byte[] withoutTxt(byte[] nsec) {
        // TXT is type 16: the first bit of the bitmap's third byte.
        int bitmap = Name.wireLength(nsec, 0, nsec.length) + 2;
        nsec[bitmap + 2] &= 0x7f;
        return nsec;
    }

    private static TestZone byRevoked() {
        TestKey revoked = TestKey.ed25519(Dnskey.ZSK | Dnskey.REVOKE);
        return plain().keys()
                .publish(revoked)
                .nsec()
                .sign(fields -> {
                    if (fields.covers("mail.example.", RecordType.A)) {
                        fields.key = revoked;
                        fields.keyTag = revoked.dnskey().keyTag();
                    }
                });
    }

    private static TestZone signedToo(String name, int type) {
        return nsec().sign().resign(name, type);
    }

    static Stream<Bad> nsecs() {
        String mail = "mail.example.";
        int nsec = RecordType.NSEC;
        return Stream.of(
                bad("no denial at all", () -> plain().keys().sign(), ProblemCode.DENIAL_MISSING),
                bad(
                        "an NSEC is missing",
                        () ->
                                nsec().sign()
                                        .remove(rec -> rec.is(mail, nsec))
                                        .remove(rec -> rec.signs(mail, nsec)),
                        ProblemCode.NSEC_MISSING),
                bad(
                        "an NSEC at glue",
                        () -> extraNsec("ns.unsigned.example."),
                        ProblemCode.NSEC_UNEXPECTED,
                        ProblemCode.NSEC_CHAIN,
                        ProblemCode.SIGNATURE_OVER_GLUE),
                bad(
                        "an NSEC at an empty non-terminal",
                        () -> extraNsec("ent.example."),
                        ProblemCode.NSEC_UNEXPECTED,
                        ProblemCode.NSEC_CHAIN),
                bad(
                        "the wrong next name",
                        () -> changedNsec(mail, data -> flip(data, 1)),
                        ProblemCode.NSEC_CHAIN),
                bad(
                        "a chain that skips a name",
                        () -> changedNsec(mail, data -> next(data, "zz.example.")),
                        ProblemCode.NSEC_CHAIN),
                bad(
                        "a chain that does not close",
                        () -> changedNsec("zz.example.", data -> next(data, "zzz.example.")),
                        ProblemCode.NSEC_CHAIN),
                bad(
                        "a next name outside the zone",
                        () -> changedNsec(mail, data -> next(data, "example.other.")),
                        ProblemCode.NSEC_CHAIN),
                bad(
                        "a next name that only ends like the apex",
                        () -> changedNsec("zz.example.", data -> next(data, "myexample.")),
                        ProblemCode.NSEC_CHAIN),
                bad(
                        "a type that is not there",
                        () -> changedNsec(mail, data -> flip(data, -1)),
                        ProblemCode.NSEC_TYPES),
                bad(
                        "a type that is left out",
                        () -> changedNsec(mail, BadZonesTest::withoutTxt),
                        ProblemCode.NSEC_TYPES),
                bad(
                        "a bitmap that is broken",
                        () -> changedNsec(mail, data -> Arrays.copyOf(data, data.length + 1)),
                        ProblemCode.NSEC_MALFORMED),
                bad(
                        "two NSEC at one name",
                        () -> {
                            TestZone zone = nsec();
                            zone.add(
                                    zone.apex.child(new byte[] {'z', 'z'}),
                                    nsec,
                                    300,
                                    next(new byte[] {0, 0, 1, 1}, "mail.example."));
                            return zone.sign();
                        },
                        ProblemCode.NSEC_MALFORMED),
                bad(
                        "another TTL",
                        () -> nsec().ttl(rec -> rec.is(mail, nsec), 301).sign(),
                        ProblemCode.DENIAL_TTL),
                bad(
                        "an NSEC3 among NSECs",
                        () -> {
                            TestZone zone = nsec();
                            TestZone other = nsec3();
                            zone.records.add(
                                    other.records.stream()
                                            .filter(rec -> rec.type() == RecordType.NSEC3)
                                            .findFirst()
                                            .orElseThrow());
                            return zone.sign();
                        },
                        ProblemCode.DENIAL_MIXED));
    }

    private static TestZone changedNsec(String name, UnaryOperator<byte[]> change) {
        return nsec().change(rec -> rec.is(name, RecordType.NSEC), change).sign();
    }

    private static byte[] next(byte[] nsec, String name) {
        byte[] next = Name.parse(name).toWire();
        int old = Name.wireLength(nsec, 0, nsec.length);
        byte[] made = Arrays.copyOf(next, next.length + nsec.length - old);
        System.arraycopy(nsec, old, made, next.length, nsec.length - old);
        return made;
    }

    /** With an NSEC that leads to where the chain leads anyway. */
    private static TestZone extraNsec(String name) {
        TestZone zone = nsec();
        zone.add(
                Name.parse(name),
                RecordType.NSEC,
                300,
                next(new byte[] {0, 0, 6, 0, 0, 0, 0, 0, 3}, "zz.example."));
        return zone.sign().resign(name, RecordType.NSEC);
    }

    static Stream<Bad> nsec3s() {
        return Stream.of(
                bad(
                        "an NSEC3 is missing",
                        () -> without(nsec3(), "mail.example."),
                        ProblemCode.NSEC3_MISSING,
                        ProblemCode.NSEC3_CHAIN),
                bad(
                        "the chain closed over a missing name",
                        () -> nsec3(name -> !name.equals(Name.parse("mail.example."))),
                        ProblemCode.NSEC3_MISSING),
                bad(
                        "the chain closed over a missing empty non-terminal",
                        () -> closedOver(nsec3(), "ent.example."),
                        ProblemCode.NSEC3_MISSING),
                bad(
                        "an unsigned delegation left out without opt-out",
                        () -> nsec3(name -> !name.equals(Name.parse("unsigned.example."))),
                        ProblemCode.NSEC3_MISSING),
                bad(
                        "a signed delegation left out under opt-out",
                        () -> closedOver(optOut(), "signed.example."),
                        ProblemCode.NSEC3_MISSING),
                bad(
                        "an empty non-terminal above names with data left out under opt-out",
                        () -> closedOver(optOut(), "ent.example."),
                        ProblemCode.NSEC3_MISSING),
                bad(
                        "an NSEC3 of no name",
                        () -> {
                            TestZone zone = plain().keys().add("ghost A 192.0.2.7");
                            zone.nsec3(PARAMETERS)
                                    .remove(rec -> rec.is("ghost.example.", RecordType.A));
                            return zone.sign();
                        },
                        ProblemCode.NSEC3_EXTRA),
                bad(
                        "the wrong next hash",
                        () -> changed("mail.example.", data -> flip(data, 12)),
                        ProblemCode.NSEC3_CHAIN),
                bad(
                        "a type that is not there",
                        () -> changed("mail.example.", data -> flip(data, -1)),
                        ProblemCode.NSEC3_TYPES),
                bad(
                        "other iterations",
                        () -> changed("mail.example.", data -> flip(data, 3)),
                        ProblemCode.NSEC3_PARAMETERS),
                bad(
                        "another salt",
                        () -> changed("mail.example.", data -> flip(data, 5)),
                        ProblemCode.NSEC3_PARAMETERS),
                bad(
                        "an unknown flag",
                        () ->
                                changed(
                                        "mail.example.",
                                        data -> {
                                            data[1] = 2;
                                            return data;
                                        }),
                        ProblemCode.NSEC3_FLAGS),
                bad(
                        "another TTL",
                        () -> {
                            TestZone zone = nsec3();
                            Name owner = hashed(zone, "mail.example.");
                            return zone.ttl(rec -> rec.owner().equals(owner), 299).sign();
                        },
                        ProblemCode.DENIAL_TTL),
                bad(
                        "no signature",
                        () -> {
                            TestZone zone = nsec3();
                            String owner = hashed(zone, "mail.example.").toString();
                            return zone.sign().remove(rec -> rec.signs(owner, RecordType.NSEC3));
                        },
                        ProblemCode.UNSIGNED),
                bad(
                        "an owner that is no hash",
                        () -> {
                            TestZone zone = nsec3();
                            byte[] data =
                                    zone.records.stream()
                                            .filter(rec -> rec.type() == RecordType.NSEC3)
                                            .findFirst()
                                            .orElseThrow()
                                            .rdata();
                            return zone.add(
                                            Name.parse("nohash.example."),
                                            RecordType.NSEC3,
                                            300,
                                            data)
                                    .sign();
                        },
                        ProblemCode.NSEC3_OWNER),
                bad(
                        "data that is cut short",
                        () -> changed("mail.example.", data -> Arrays.copyOf(data, 20)),
                        ProblemCode.NSEC3_MALFORMED),
                bad(
                        "an NSEC among NSEC3s",
                        () -> {
                            TestZone zone = nsec3();
                            zone.add(
                                    Name.parse("mail.example."),
                                    RecordType.NSEC,
                                    300,
                                    next(new byte[] {0, 0, 1, 1}, "zz.example."));
                            return zone.sign();
                        },
                        ProblemCode.DENIAL_MIXED),
                bad(
                        "no NSEC3PARAM",
                        () -> {
                            TestZone zone =
                                    nsec3().remove(rec -> rec.type() == RecordType.NSEC3PARAM);
                            zone.remove(rec -> rec.type() == RecordType.NSEC3);
                            zone.nsec3(PARAMETERS)
                                    .remove(rec -> rec.type() == RecordType.NSEC3PARAM);
                            return zone.sign();
                        },
                        ProblemCode.NSEC3PARAM_MISSING,
                        ProblemCode.NSEC3_TYPES),
                bad(
                        "two NSEC3PARAM",
                        () ->
                                nsec3().add(
                                                Name.parse("example."),
                                                RecordType.NSEC3PARAM,
                                                0,
                                                Nsec3Param.RECOMMENDED.rdata())
                                        .sign(),
                        ProblemCode.NSEC3PARAM_MALFORMED));
    }

    private static TestZone nsec3(Predicate<Name> which) {
        return plain().keys().nsec3(PARAMETERS, 0, which).sign();
    }

    private static TestZone changed(String name, UnaryOperator<byte[]> change) {
        TestZone zone = nsec3();
        Name owner = hashed(zone, name);
        return zone.change(
                        rec -> rec.owner().equals(owner) && rec.type() == RecordType.NSEC3, change)
                .sign();
    }

    private static TestZone without(TestZone zone, String name) {
        Name owner = hashed(zone, name);
        return zone.remove(rec -> rec.owner().equals(owner)).sign();
    }

    /** Without the NSEC3 of a name, the one before it leading to the one behind. */
    private static TestZone closedOver(TestZone zone, String name) {
        Name owner = hashed(zone, name);
        byte[] hash = TestZone.hash(PARAMETERS, Name.parse(name));
        Rec gone =
                zone.records.stream()
                        .filter(rec -> rec.owner().equals(owner))
                        .findFirst()
                        .orElseThrow();
        zone.records.remove(gone);
        return zone.change(
                        rec ->
                                rec.type() == RecordType.NSEC3
                                        && Arrays.equals(rec.rdata(), 9, 29, hash, 0, 20),
                        data -> {
                            System.arraycopy(gone.rdata(), 9, data, 9, 20);
                            return data;
                        })
                .sign();
    }

    static Stream<Bad> others() {
        return Stream.of(
                // The KSK comes last in canonical order, so that it is one of those not looked at.
                bad(
                        "too many keys",
                        BadZonesTest::manyKeys,
                        ProblemCode.KEYS_TOO_MANY,
                        ProblemCode.SIGNATURE_EXTRA,
                        ProblemCode.ALGORITHM_MISSING),
                bad(
                        "too many signatures over one RRset",
                        BadZonesTest::manySignatures,
                        ProblemCode.SIGNATURES_TOO_MANY),
                bad(
                        "too many iterations",
                        () -> plain().keys().nsec3(new Nsec3Param(1, 0, 501, new byte[0])).sign(),
                        ProblemCode.NSEC3_ITERATIONS),
                bad(
                        "a DS where no cut is",
                        () -> plain().add("mail DS 1 13 2 " + "00".repeat(32)).keys().nsec().sign(),
                        ProblemCode.DS_NOT_AT_CUT),
                bad(
                        "a CDS below the apex",
                        () -> plain().add("mail CDS 0 0 0 00").keys().nsec().sign(),
                        ProblemCode.CDS_NOT_AT_APEX),
                bad(
                        "a ZONEMD with another digest",
                        () -> withZonemd(1, flip(new byte[48], 0)),
                        ProblemCode.ZONEMD_DIGEST),
                bad(
                        "a ZONEMD with another serial",
                        () -> withZonemd(2, new byte[48]),
                        ProblemCode.ZONEMD_SERIAL),
                bad(
                        "two ZONEMD of one scheme and hash",
                        () -> {
                            TestZone zone = plain().keys();
                            zone.zonemd(new Zonemd(1, 1, 1, new byte[48]));
                            zone.zonemd(new Zonemd(1, 1, 1, flip(new byte[48], 0)));
                            return zone.nsec().sign();
                        },
                        ProblemCode.ZONEMD_MALFORMED),
                new Bad(
                        "no ZONEMD where one is asked for",
                        () -> nsec().sign(),
                        options().withZonemd(ProofOptions.ZonemdDemand.REQUIRED),
                        ProblemCode.ZONEMD_MISSING),
                bad(
                        "a CDS of a key that is not there",
                        () -> withCds(TestKey.ed25519(257), TestKey.ed25519(257)),
                        ProblemCode.CDS_CDNSKEY_DIFFER),
                bad(
                        "CDS and CDNSKEY of a key that is not there",
                        () -> {
                            TestKey key = TestKey.ed25519(257);
                            return withCds(key, key);
                        },
                        ProblemCode.CDS_BREAKS_DELEGATION),
                bad(
                        "a CDS signed by the ZSK",
                        () -> {
                            TestZone zone = plain().keys();
                            Ds ds = Ds.of(zone.apex, zone.ksks.getFirst().dnskey(), 2);
                            zone.add(zone.apex, RecordType.CDS, 3600, ds.rdata());
                            return zone.nsec().sign().resign("example.", RecordType.CDS);
                        },
                        ProblemCode.CDS_NOT_SIGNED_BY_SEP),
                bad(
                        "a delete CDS beside another",
                        () -> {
                            TestZone zone = plain().keys();
                            Ds ds = Ds.of(zone.apex, zone.ksks.getFirst().dnskey(), 2);
                            zone.add(zone.apex, RecordType.CDS, 3600, ds.rdata());
                            zone.add(zone.apex, RecordType.CDS, 3600, Ds.delete().rdata());
                            return zone.nsec().sign();
                        },
                        ProblemCode.CDS_MALFORMED));
    }

    private static TestZone manyKeys() {
        TestZone zone = plain().keys();
        for (int i = 0; i < ZoneFacts.MAX_KEYS; i++) {
            zone.publish(TestKey.ed25519(256));
        }
        return zone.nsec().sign();
    }

    private static TestZone manySignatures() {
        TestZone zone = nsec().sign();
        List<Rec> recs =
                zone.records.stream().filter(rec -> rec.is("mail.example.", RecordType.A)).toList();
        for (int i = 0; i < RrsetProver.MAX_SIGNATURES; i++) {
            TestZone.Fields fields =
                    new TestZone.Fields(
                            zone,
                            Name.parse("mail.example."),
                            RecordType.A,
                            3600,
                            zone.zsks.getFirst());
            fields.expiration += i + 1;
            zone.records.add(zone.sign(fields, recs));
        }
        return zone;
    }

    private static TestZone withZonemd(long serial, byte[] digest) {
        return plain().keys().zonemd(new Zonemd(serial, 1, 1, digest)).nsec().sign();
    }

    private static TestZone withCds(TestKey cds, TestKey cdnskey) {
        TestZone zone = plain().keys();
        zone.add(zone.apex, RecordType.CDS, 3600, Ds.of(zone.apex, cds.dnskey(), 2).rdata());
        zone.add(zone.apex, RecordType.CDNSKEY, 3600, cdnskey.dnskey().rdata());
        return zone.nsec().sign();
    }

    @Test
    void cds_ofThePublishedKey_isProved() {
        TestZone zone = plain().keys();
        TestKey ksk = zone.ksks.getFirst();
        zone.add(zone.apex, RecordType.CDS, 3600, Ds.of(zone.apex, ksk.dnskey(), 2).rdata());
        zone.add(zone.apex, RecordType.CDS, 3600, Ds.of(zone.apex, ksk.dnskey(), 4).rdata());
        zone.add(zone.apex, RecordType.CDNSKEY, 3600, ksk.dnskey().rdata());
        zone.nsec().sign();
        ProofOptions options = options().withAnchors(List.of(anchor(ksk)));
        assertThat(prove(zone, options).problems()).isEmpty();
        TestZone leaving = plain().keys();
        leaving.add(leaving.apex, RecordType.CDS, 3600, Ds.delete().rdata());
        leaving.add(leaving.apex, RecordType.CDNSKEY, 3600, Dnskey.delete().rdata());
        assertThat(prove(leaving.nsec().sign(), options()).problems()).isEmpty();
    }

    @Test
    void zonemd_ofUnknownSchemeOrHash_isPassedOver() {
        for (Zonemd zonemd :
                List.of(new Zonemd(1, 1, 240, new byte[20]), new Zonemd(1, 2, 1, new byte[48]))) {
            ProofReport report = prove(plain().keys().zonemd(zonemd).nsec().sign(), options());
            assertThat(report.problems()).isEmpty();
            assertThat(report.zonemd()).isEqualTo(ZonemdStatus.UNSUPPORTED);
            assertThat(ZonemdDigest.isSupported(zonemd.scheme(), zonemd.hash())).isFalse();
        }
    }
}
