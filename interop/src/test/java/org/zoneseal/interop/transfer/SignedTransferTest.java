package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.dnssec.ZonemdDigest;
import org.zoneseal.interop.ZoneText;
import org.zoneseal.interop.transfer.PrimaryServer.Offer;
import org.zoneseal.proof.TrustAnchor;
import org.zoneseal.signer.Denial;
import org.zoneseal.signer.SigningPolicy;
import org.zoneseal.signer.TestKeys;
import org.zoneseal.signer.ZoneKeys;
import org.zoneseal.transfer.secondary.Failure;
import org.zoneseal.transfer.secondary.Primary;
import org.zoneseal.transfer.secondary.SecondaryEvent.Failed;
import org.zoneseal.transfer.secondary.SecondaryEvent.SignaturesRunOut;
import org.zoneseal.transfer.secondary.SecondaryZone;
import org.zoneseal.transfer.secondary.VerificationRule;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.Verification;
import org.zoneseal.zones.ZoneVersion;

/**
 * A primary, or whoever sits between it and us, changes a signed zone: what each way of verifying
 * makes of it. NSD plays the primary, because it serves what it is given.
 */
class SignedTransferTest {

    private static final Name ZONE = Name.parse("example.org.");
    private static final Set<Integer> SHA384 = Set.of(1);

    @TempDir static Path store;
    private static TestKeys token;
    private static ZoneKeys keys;
    private static ZoneKeys otherKeys;

    @TempDir Path folder;
    private OurSecondary ours;
    private PrimaryServer server;

    @BeforeAll
    static void makeKeys() {
        token = new TestKeys(store, ZONE);
        keys = token.pair();
        otherKeys = token.pair();
    }

    @AfterAll
    static void forgetKeys() {
        token.close();
    }

    @BeforeEach
    void begin() throws IOException {
        ours = new OurSecondary(folder.resolve("ours"), TsigKeys.NONE);
        server = new NsdPrimary(folder.resolve("theirs"), Offer.of(ZONE), signed(1));
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        ours.close();
    }

    private static ZoneVersion source(long serial) {
        return ChangingZone.version(
                ZONE,
                """
                $ORIGIN example.org.
                $TTL 300
                @ SOA ns hostmaster %d 3600 600 86400 60
                @ NS ns
                ns A 192.0.2.1
                www A 192.0.2.2
                * TXT "anything"
                child NS ns.child
                child NS ns.elsewhere.test.
                ns.child A 192.0.2.53
                safe NS ns.child
                safe DS 12345 13 2 0000000000000000000000000000000000000000000000000000000000000000
                """
                        .formatted(serial));
    }

    private static String signed(long serial) throws IOException {
        return signed(serial, keys, new Denial.Nsec(), Instant.now().getEpochSecond(), SHA384);
    }

    private static String signed(
            long serial, ZoneKeys by, Denial denial, long at, Set<Integer> zonemd)
            throws IOException {
        SigningPolicy plain = TestKeys.policy(denial, at);
        SigningPolicy policy =
                new SigningPolicy(plain.denial(), plain.times(), plain.serial(), zonemd, false, -1);
        return ZoneText.of(TestKeys.signer(policy, by).sign(source(serial)).version());
    }

    private static List<TrustAnchor> anchors() {
        List<TrustAnchor> anchors = new ArrayList<>();
        keys.secureEntryPoints().forEach(key -> anchors.add(new TrustAnchor.ByKey(key)));
        return anchors;
    }

    private static VerificationRule rule(String mode) {
        return switch (mode) {
            case "none" -> VerificationRule.NONE;
            case "digest" -> VerificationRule.digest();
            case "dnssec" -> VerificationRule.dnssec(anchors());
            case "full" -> VerificationRule.full(anchors());
            default -> throw new IllegalArgumentException(mode);
        };
    }

    private void take(String mode) {
        ours.take(
                SecondaryZone.of(ZONE, List.of(Primary.plain(server.address())))
                        .withVerification(rule(mode)));
        ours.await("the first version", () -> ours.holds(ZONE, 1));
    }

    private void serve(String text) throws IOException {
        server.write(text);
        server.reload();
    }

    private void isTaken(long serial) {
        ours.await(
                "serial " + serial,
                () -> {
                    ours.secondaries.refresh(ZONE);
                    return ours.holds(ZONE, serial);
                });
    }

    private void isRefused(String... reasons) {
        ours.await(
                "a refusal",
                () -> {
                    ours.secondaries.refresh(ZONE);
                    return refusals().findAny().isPresent();
                });
        assertThat(ours.holds(ZONE, 1)).isTrue();
        assertThat(refusals().findFirst().orElseThrow().sentence()).contains(reasons);
        assertThat(ours.status(ZONE).verdict().orElseThrow().isGood()).isFalse();
    }

    private java.util.stream.Stream<Failed> refusals() {
        return ours.events.stream()
                .filter(Failed.class::isInstance)
                .map(Failed.class::cast)
                .filter(failed -> failed.failure().kind() == Failure.Kind.NOT_VERIFIED);
    }

    private static String changed(String text, UnaryOperator<String> line) {
        StringBuilder changed = new StringBuilder();
        text.lines()
                .map(line)
                .filter(one -> !one.isEmpty())
                .forEach(one -> {
                    changed.append(one).append('\n');
                });
        assertThat(changed.toString()).isNotEqualTo(text);
        return changed.toString();
    }

    private static String withOtherGlue(String text) {
        return changed(text, line -> line.replace("192.0.2.53", "198.51.100.66"));
    }

    /** The digest made anew, as anybody can; its signature cannot be. */
    private static String withOtherZonemd(String text) throws IOException {
        ZoneVersion version = ChangingZone.version(ZONE, text);
        ZonemdDigest digest = new ZonemdDigest(1);
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        NodeCursor nodes = version.nodeCursor();
        while (nodes.next()) {
            int length = nodes.owner(owner, 0);
            RrsetCursor rrsets = nodes.rrsets();
            add(digest, nodes, owner, length, rrsets, 0, RecordType.RRSIG - 1);
            while (rrsets.next()) {
                if (!isZonemd(nodes, rrsets)) {
                    add(
                            digest,
                            owner,
                            length,
                            RecordType.RRSIG,
                            rrsets.signatureTtl(),
                            rrsets.signatures());
                }
            }
            add(digest, nodes, owner, length, rrsets, RecordType.RRSIG + 1, 0xffff);
        }
        String hex = HexFormat.of().formatHex(digest.finish());
        return changed(
                text,
                line ->
                        line.matches(".*\\sZONEMD\\s+\\d+ 1 1 .*")
                                ? line.replaceAll("( 1 1 ).*", "$1" + hex)
                                : line);
    }

    private static boolean isZonemd(NodeCursor nodes, RrsetCursor rrsets) {
        return nodes.isApex() && rrsets.type() == RecordType.ZONEMD;
    }

    private static void add(
            ZonemdDigest digest,
            NodeCursor nodes,
            byte[] owner,
            int length,
            RrsetCursor rrsets,
            int from,
            int to) {
        rrsets.rewind();
        while (rrsets.next()) {
            if (rrsets.type() >= from && rrsets.type() <= to && !isZonemd(nodes, rrsets)) {
                add(digest, owner, length, rrsets.type(), rrsets.ttl(), rrsets.rdatas());
            }
        }
        rrsets.rewind();
    }

    private static void add(
            ZonemdDigest digest, byte[] owner, int length, int type, long ttl, RdataCursor rdatas) {
        while (rdatas.next()) {
            digest.add(
                    owner, 0, length, type, ttl, rdatas.bytes(), rdatas.offset(), rdatas.length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "digest", "dnssec", "full"})
    void zone_asItsAuthoritySignedIt_isTakenInAnyMode(String mode) throws IOException {
        take(mode);
        serve(signed(2));
        isTaken(2);
        assertThat(ours.status(ZONE).verdict().orElseThrow().mode())
                .isEqualTo(Verification.valueOf(mode.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void nsec3Zone_asItsAuthoritySignedIt_isTaken() throws IOException {
        take("full");
        long now = Instant.now().getEpochSecond();
        serve(signed(2, keys, Denial.Nsec3.plain(true), now, SHA384));
        isTaken(2);
        serve(signed(3, keys, Denial.Nsec3.plain(false), now, SHA384));
        isTaken(3);
    }

    /** Glue is not signed: only the digest covers it. */
    @ParameterizedTest
    @CsvSource({"none, true", "dnssec, true", "digest, false", "full, false"})
    void otherGlue_isTakenOrRefused(String mode, boolean taken) throws IOException {
        take(mode);
        serve(withOtherGlue(signed(2)));
        if (taken) {
            isTaken(2);
        } else {
            isRefused("ZONEMD");
        }
    }

    /** A checksum holds only against those who cannot make another. */
    @ParameterizedTest
    @CsvSource({"digest, true", "dnssec, false", "full, false"})
    void otherGlueUnderAnotherDigest_isTakenOrRefused(String mode, boolean taken)
            throws IOException {
        take(mode);
        serve(withOtherZonemd(withOtherGlue(signed(2))));
        if (taken) {
            isTaken(2);
        } else {
            isRefused("ZONEMD", "signature");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"digest", "full"})
    void missingZonemd_isRefused(String mode) throws IOException {
        take(mode);
        serve(signed(2, keys, new Denial.Nsec(), Instant.now().getEpochSecond(), Set.of()));
        isRefused("ZONEMD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnssec", "full"})
    void zonemdTakenAway_showsInTheDenialOfIt(String mode) throws IOException {
        take(mode);
        serve(
                changed(
                        signed(2),
                        line -> line.contains("ZONEMD") && !line.contains("NSEC") ? "" : line));
        isRefused("NSEC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnssec", "full"})
    void zoneOfOtherKeys_isRefused(String mode) throws IOException {
        take(mode);
        serve(signed(2, otherKeys, new Denial.Nsec(), Instant.now().getEpochSecond(), SHA384));
        isRefused("trust anchor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnssec", "full"})
    void zoneWithoutSignatures_isRefused(String mode) throws IOException {
        take(mode);
        serve(ZoneText.of(source(2)));
        isRefused("no key is published");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnssec", "full"})
    void zoneOfExpiredSignatures_isRefused(String mode) throws IOException {
        take(mode);
        long longAgo = Instant.now().minusSeconds(100L * 86_400).getEpochSecond();
        serve(signed(2, keys, new Denial.Nsec(), longAgo, SHA384));
        isRefused("expired");
    }

    @Test
    void otherData_isRefusedAndTheNextGoodVersionTaken() throws IOException {
        take("dnssec");
        serve(changed(signed(2), line -> line.replace("192.0.2.2", "198.51.100.66")));
        isRefused("www.example.org. A");
        serve(signed(3));
        isTaken(3);
        assertThat(ours.status(ZONE).lastFailure()).isEmpty();
    }

    @Test
    void signatures_thatWillSoonExpire_areToldOfOnce() throws IOException {
        ours.take(
                SecondaryZone.of(ZONE, List.of(Primary.plain(server.address())))
                        .withVerification(rule("full").withWarnBefore(400L * 86_400)));
        ours.await("the first version", () -> ours.holds(ZONE, 1));
        ours.await(
                "a warning",
                () -> ours.events.stream().anyMatch(SignaturesRunOut.class::isInstance));
        serve(signed(2));
        isTaken(2);
        ours.await(
                "another warning",
                () -> ours.events.stream().filter(SignaturesRunOut.class::isInstance).count() == 2);
    }
}
