package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.zones.Publication;

/**
 * The answers of RFC 4035 Appendix B and RFC 5155 Appendix B, section by section as sets, from the
 * zones of their Appendices A, with full responses.
 *
 * <p>Where we differ from the printed text: RFC 4035 B.6 and RFC 5155 B.4 leave out the addresses
 * of ns1 and ns2, which stand in the authority section there as they do in RFC 4035 B.1, which has
 * them. What is useful is the server's choice (RFC 1034 §4.3.2 step 6); we add them each time.
 */
class RfcExamplesTest {

    private static final String SOA_4035 =
            "example. 3600 SOA ns1.example. bugs.x.w.example. 1081539377 3600 300 3600000 3600";
    private static final String SOA_5155 =
            "example. 3600 SOA ns1.example. bugs.x.w.example. 1 3600 300 3600000 3600";

    private static Asking rfc4035() {
        return new Asking()
                .version(Asking.shared("example.", "rfc4035-appA.zone"), Publication.NEVER)
                .full()
                .limit(4096);
    }

    private static Asking rfc5155() {
        return new Asking()
                .version(Asking.shared("example.", "rfc5155-appA.zone"), Publication.NEVER)
                .full()
                .limit(4096);
    }

    @Test
    void rfc4035_b1_answer() {
        Answer answer = rfc4035().askDnssec("x.w.example. MX");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer())
                .containsExactlyInAnyOrder(
                        "x.w.example. 3600 MX 1 xx.example.",
                        "x.w.example. 3600 RRSIG MX 5 3 3600");
        assertThat(answer.authority()).containsExactlyInAnyOrderElementsOf(servers(5));
        assertThat(answer.additional())
                .containsExactlyInAnyOrderElementsOf(
                        with(
                                serverAddresses(5),
                                "xx.example. 3600 A 192.0.2.10",
                                "xx.example. 3600 RRSIG A 5 2 3600",
                                "xx.example. 3600 AAAA 2001:db8::f00:baaa",
                                "xx.example. 3600 RRSIG AAAA 5 2 3600"));
    }

    @Test
    void rfc4035_b2_nameError() {
        denied(
                rfc4035().askDnssec("ml.example. A"),
                "NXDOMAIN AA",
                SOA_4035,
                "example. 3600 RRSIG SOA 5 1 3600",
                "b.example. 3600 NSEC ns1.example. NS RRSIG NSEC",
                "b.example. 3600 RRSIG NSEC 5 2 3600",
                "example. 3600 NSEC a.example. NS SOA MX RRSIG NSEC DNSKEY",
                "example. 3600 RRSIG NSEC 5 1 3600");
    }

    @Test
    void rfc4035_b3_noData() {
        denied(
                rfc4035().askDnssec("ns1.example. MX"),
                "NOERROR AA",
                SOA_4035,
                "example. 3600 RRSIG SOA 5 1 3600",
                "ns1.example. 3600 NSEC ns2.example. A RRSIG NSEC",
                "ns1.example. 3600 RRSIG NSEC 5 2 3600");
    }

    @Test
    void rfc4035_b4_referralToSignedZone() {
        Answer answer = rfc4035().askDnssec("mc.a.example. MX");
        assertThat(answer.status()).isEqualTo("NOERROR");
        assertThat(answer.answer()).isEmpty();
        assertThat(answer.authority())
                .containsExactlyInAnyOrder(
                        "a.example. 3600 NS ns1.a.example.",
                        "a.example. 3600 NS ns2.a.example.",
                        "a.example. 3600 DS 57855 5 1 B6DCD485719ADCA18E5F3D48A2331627FDD3636B",
                        "a.example. 3600 RRSIG DS 5 2 3600");
        assertThat(answer.additional())
                .containsExactlyInAnyOrder(
                        "ns1.a.example. 3600 A 192.0.2.5", "ns2.a.example. 3600 A 192.0.2.6");
    }

    @Test
    void rfc4035_b5_referralToUnsignedZone() {
        Answer answer = rfc4035().askDnssec("mc.b.example. MX");
        assertThat(answer.status()).isEqualTo("NOERROR");
        assertThat(answer.answer()).isEmpty();
        assertThat(answer.authority())
                .containsExactlyInAnyOrder(
                        "b.example. 3600 NS ns1.b.example.",
                        "b.example. 3600 NS ns2.b.example.",
                        "b.example. 3600 NSEC ns1.example. NS RRSIG NSEC",
                        "b.example. 3600 RRSIG NSEC 5 2 3600");
        assertThat(answer.additional())
                .containsExactlyInAnyOrder(
                        "ns1.b.example. 3600 A 192.0.2.7", "ns2.b.example. 3600 A 192.0.2.8");
    }

    @Test
    void rfc4035_b6_wildcardExpansion() {
        Answer answer = rfc4035().askDnssec("a.z.w.example. MX");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer())
                .containsExactlyInAnyOrder(
                        "a.z.w.example. 3600 MX 1 ai.example.",
                        "a.z.w.example. 3600 RRSIG MX 5 2 3600");
        assertThat(answer.authority())
                .containsExactlyInAnyOrderElementsOf(
                        with(
                                servers(5),
                                "x.y.w.example. 3600 NSEC xx.example. MX RRSIG NSEC",
                                "x.y.w.example. 3600 RRSIG NSEC 5 4 3600"));
        assertThat(answer.additional())
                .containsExactlyInAnyOrderElementsOf(with(serverAddresses(5), ai(5)));
    }

    @Test
    void rfc4035_b7_wildcardNoData() {
        denied(
                rfc4035().askDnssec("a.z.w.example. AAAA"),
                "NOERROR AA",
                SOA_4035,
                "example. 3600 RRSIG SOA 5 1 3600",
                "x.y.w.example. 3600 NSEC xx.example. MX RRSIG NSEC",
                "x.y.w.example. 3600 RRSIG NSEC 5 4 3600",
                "*.w.example. 3600 NSEC x.w.example. MX RRSIG NSEC",
                "*.w.example. 3600 RRSIG NSEC 5 2 3600");
    }

    @Test
    void rfc4035_b8_dsAtTheChild() {
        denied(
                rfc4035().askDnssec("example. DS"),
                "NOERROR AA",
                SOA_4035,
                "example. 3600 RRSIG SOA 5 1 3600",
                "example. 3600 NSEC a.example. NS SOA MX RRSIG NSEC DNSKEY",
                "example. 3600 RRSIG NSEC 5 1 3600");
    }

    @Test
    void rfc5155_b1_nameError() {
        denied(
                rfc5155().askDnssec("a.c.x.w.example. A"),
                "NXDOMAIN AA",
                SOA_5155,
                "example. 3600 RRSIG SOA 7 1 3600",
                nsec3("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
                nsec3Signature("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
                nsec3("b4um86eghhds6nea196smvmlo4ors995"),
                nsec3Signature("b4um86eghhds6nea196smvmlo4ors995"),
                nsec3("35mthgpgcu1qg68fab165klnsnk3dpvl"),
                nsec3Signature("35mthgpgcu1qg68fab165klnsnk3dpvl"));
    }

    @Test
    void rfc5155_b2_noData() {
        denied(
                rfc5155().askDnssec("ns1.example. MX"),
                "NOERROR AA",
                SOA_5155,
                "example. 3600 RRSIG SOA 7 1 3600",
                nsec3("2t7b4g4vsa5smi47k61mv5bv1a22bojr"),
                nsec3Signature("2t7b4g4vsa5smi47k61mv5bv1a22bojr"));
    }

    @Test
    void rfc5155_b21_noDataAtEmptyNonTerminal() {
        denied(
                rfc5155().askDnssec("y.w.example. A"),
                "NOERROR AA",
                SOA_5155,
                "example. 3600 RRSIG SOA 7 1 3600",
                nsec3("ji6neoaepv8b5o6k4ev33abha8ht9fgc"),
                nsec3Signature("ji6neoaepv8b5o6k4ev33abha8ht9fgc"));
    }

    @Test
    void rfc5155_b3_referralToOptedOutZone() {
        Answer answer = rfc5155().askDnssec("mc.c.example. MX");
        assertThat(answer.status()).isEqualTo("NOERROR");
        assertThat(answer.answer()).isEmpty();
        assertThat(answer.authority())
                .containsExactlyInAnyOrder(
                        "c.example. 3600 NS ns1.c.example.",
                        "c.example. 3600 NS ns2.c.example.",
                        nsec3("35mthgpgcu1qg68fab165klnsnk3dpvl"),
                        nsec3Signature("35mthgpgcu1qg68fab165klnsnk3dpvl"),
                        nsec3("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
                        nsec3Signature("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"));
        assertThat(answer.additional())
                .containsExactlyInAnyOrder(
                        "ns1.c.example. 3600 A 192.0.2.7", "ns2.c.example. 3600 A 192.0.2.8");
    }

    @Test
    void rfc5155_b4_wildcardExpansion() {
        Answer answer = rfc5155().askDnssec("a.z.w.example. MX");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer())
                .containsExactlyInAnyOrder(
                        "a.z.w.example. 3600 MX 1 ai.example.",
                        "a.z.w.example. 3600 RRSIG MX 7 2 3600");
        assertThat(answer.authority())
                .containsExactlyInAnyOrderElementsOf(
                        with(
                                servers(7),
                                nsec3("q04jkcevqvmu85r014c7dkba38o0ji5r"),
                                nsec3Signature("q04jkcevqvmu85r014c7dkba38o0ji5r")));
        assertThat(answer.additional())
                .containsExactlyInAnyOrderElementsOf(with(serverAddresses(7), ai(7)));
    }

    @Test
    void rfc5155_b5_wildcardNoData() {
        denied(
                rfc5155().askDnssec("a.z.w.example. AAAA"),
                "NOERROR AA",
                SOA_5155,
                "example. 3600 RRSIG SOA 7 1 3600",
                nsec3("k8udemvp1j2f7eg6jebps17vp3n8i58h"),
                nsec3Signature("k8udemvp1j2f7eg6jebps17vp3n8i58h"),
                nsec3("q04jkcevqvmu85r014c7dkba38o0ji5r"),
                nsec3Signature("q04jkcevqvmu85r014c7dkba38o0ji5r"),
                nsec3("r53bq7cc2uvmubfu5ocmm6pers9tk9en"),
                nsec3Signature("r53bq7cc2uvmubfu5ocmm6pers9tk9en"));
    }

    @Test
    void rfc5155_b6_dsAtTheChild() {
        denied(
                rfc5155().askDnssec("example. DS"),
                "NOERROR AA",
                SOA_5155,
                "example. 3600 RRSIG SOA 7 1 3600",
                nsec3("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
                nsec3Signature("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"));
    }

    private static void denied(Answer answer, String status, String... authority) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.answer()).isEmpty();
        assertThat(answer.authority()).containsExactlyInAnyOrder(authority);
        assertThat(answer.additional()).isEmpty();
    }

    private static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private static List<String> servers(int algorithm) {
        return List.of(
                "example. 3600 NS ns1.example.",
                "example. 3600 NS ns2.example.",
                "example. 3600 RRSIG NS " + algorithm + " 1 3600");
    }

    private static List<String> serverAddresses(int algorithm) {
        return List.of(
                "ns1.example. 3600 A 192.0.2.1",
                "ns1.example. 3600 RRSIG A " + algorithm + " 2 3600",
                "ns2.example. 3600 A 192.0.2.2",
                "ns2.example. 3600 RRSIG A " + algorithm + " 2 3600");
    }

    private static String[] ai(int algorithm) {
        return new String[] {
            "ai.example. 3600 A 192.0.2.9",
            "ai.example. 3600 RRSIG A " + algorithm + " 2 3600",
            "ai.example. 3600 AAAA 2001:db8::f00:baa9",
            "ai.example. 3600 RRSIG AAAA " + algorithm + " 2 3600"
        };
    }

    private static String nsec3Signature(String hash) {
        return hash + ".example. 3600 RRSIG NSEC3 7 2 3600";
    }

    private static String nsec3(String hash) {
        String rest =
                switch (hash.substring(0, 4)) {
                    case "0p9m" ->
                            "2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA MX RRSIG DNSKEY NSEC3PARAM";
                    case "2t7b" -> "2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG";
                    case "35mt" -> "b4um86eghhds6nea196smvmlo4ors995 NS DS RRSIG";
                    case "b4um" -> "gjeqe526plbf1g8mklp59enfd789njgi MX RRSIG";
                    case "ji6n" -> "k8udemvp1j2f7eg6jebps17vp3n8i58h";
                    case "k8ud" -> "kohar7mbb8dc2ce8a9qvl8hon4k53uhi";
                    case "q04j" -> "r53bq7cc2uvmubfu5ocmm6pers9tk9en A RRSIG";
                    case "r53b" -> "t644ebqk9bibcna874givr6joj62mlhv MX RRSIG";
                    default -> throw new IllegalArgumentException(hash);
                };
        return hash + ".example. 3600 NSEC3 1 1 12 AABBCCDD " + rest;
    }
}
