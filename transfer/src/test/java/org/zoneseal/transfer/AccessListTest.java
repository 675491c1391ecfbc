package org.zoneseal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;

class AccessListTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.77");
    private static final Name KEY = Name.parse("transfer.key.");
    private static final String FINGERPRINT = "ab".repeat(32);
    private static final ClientCertificate CERTIFICATE =
            new ClientCertificate(FINGERPRINT, Set.of("secondary.example"));

    private static Peer tls(ClientCertificate certificate) {
        return Peer.tls(HERE, 1024, Channel.XOT, certificate);
    }

    @Test
    void emptyList_admitsNobody() {
        assertThat(AccessList.NOBODY.admits(Peer.tcp(HERE, 1024))).isFalse();
        assertThat(AccessList.NOBODY.refusal(Peer.tcp(HERE, 1024)))
                .contains("no rule admits anybody");
    }

    /** NSD's CVE-2026-12490: what a certificate was demanded for came over plain TCP. */
    @Test
    void ruleWithCertificate_overPlainTcpOrUdp_admitsNobodyWhateverElseIsRight() {
        AccessRule from = AccessRule.from(AddressPrefix.of(HERE)).withKeys(KEY);
        List<AccessRule> demanding =
                List.of(
                        from.withFingerprints(FINGERPRINT),
                        from.withNames("secondary.example"),
                        from.withNames("secondary.example").overTls());
        for (AccessRule rule : demanding) {
            AccessList list = AccessList.of(rule);
            assertThat(list.admits(Peer.tcp(HERE, 1024).signedWith(KEY))).isFalse();
            assertThat(list.admits(Peer.udp(HERE, 1024).signedWith(KEY))).isFalse();
            assertThat(list.admits(tls(ClientCertificate.NONE).signedWith(KEY))).isFalse();
            assertThat(list.admits(tls(CERTIFICATE))).isFalse();
            assertThat(list.admits(tls(CERTIFICATE).signedWith(KEY))).isTrue();
        }
    }

    @Test
    void peerWithCertificate_inTheClear_cannotBeMade() {
        assertThatThrownBy(() -> Peer.tls(HERE, 1024, Channel.TCP, CERTIFICATE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void certificateNobodyVouchesFor_hasNoNames_andCountsByItsFingerprint() {
        Peer peer = tls(new ClientCertificate(FINGERPRINT, Set.of()));
        assertThat(AccessList.of(AccessRule.ANYBODY.withNames("secondary.example")).admits(peer))
                .isFalse();
        assertThat(AccessList.of(AccessRule.ANYBODY.withFingerprints(FINGERPRINT)).admits(peer))
                .isTrue();
    }

    @Test
    void ruleWithTls_inTheClear_isRefused() {
        AccessList list = AccessList.of(AccessRule.ANYBODY.overTls());
        assertThat(list.refusal(Peer.tcp(HERE, 1024))).contains("rule 1: it did not come over TLS");
        assertThat(list.admits(tls(ClientCertificate.NONE))).isTrue();
    }

    @Test
    void rule_demandsAllOfItsConditions_andOneRuleIsEnough() {
        AccessList list =
                AccessList.of(
                        AccessRule.from(AddressPrefix.parse("198.51.100.0/24")),
                        AccessRule.from(AddressPrefix.parse("192.0.2.0/24")).withKeys(KEY));
        assertThat(list.admits(Peer.tcp(HERE, 1024))).isFalse();
        assertThat(list.admits(Peer.tcp(HERE, 1024).signedWith(Name.parse("TRANSFER.Key."))))
                .isTrue();
        assertThat(list.admits(Peer.tcp(HERE, 1024).signedWith(Name.parse("other.key."))))
                .isFalse();
        assertThat(list.admits(Peer.tcp(InetAddress.ofLiteral("198.51.100.9"), 1024))).isTrue();
        assertThat(list.admits(Peer.tcp(InetAddress.ofLiteral("203.0.113.9"), 1).signedWith(KEY)))
                .isFalse();
        assertThat(list.refusal(Peer.tcp(HERE, 1024)).orElseThrow())
                .contains("rule 1: its address is not among")
                .contains("rule 2: it did not sign with a TSIG key");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 192.0.2.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::1, 2001:db8::1, true",
        "2001:db8::1, 2001:db8::2, false"
    })
    void prefix_containsWhatBeginsLikeIt(String prefix, String address, boolean isIn) {
        assertThat(AddressPrefix.parse(prefix).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(isIn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.1/24", "192.0.2.0/33", "::/129", "192.0.2.0/", "example.", "1.2.3"})
    void prefix_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> AddressPrefix.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fingerprint_isTakenWithColonsAndInUpperCase_andNothingElse() {
        String colons = "AB:".repeat(31) + "AB";
        assertThat(AccessRule.ANYBODY.withFingerprints(colons).fingerprints())
                .containsExactly(FINGERPRINT);
        assertThatThrownBy(() -> AccessRule.ANYBODY.withFingerprints("abcd"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
