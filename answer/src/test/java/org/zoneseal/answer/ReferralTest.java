package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReferralTest {

    private static final String ZONE =
            """
            @ SOA ns1 host 1 2 3 4 300
            @ NS ns1
            ns1 A 192.0.2.1
            in NS ns.in
            in NS ns.sib
            in NS NS1
            in NS ns.other.test.
            in DS 1 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF
            ns.in A 192.0.2.2
            ns.in AAAA 2001:db8::2
            sib NS ns.sib
            ns.sib A 192.0.2.3
            """;

    private final Asking server = new Asking().zone("example.", ZONE);

    @Test
    void nameBelowCut_isReferredWithAllAddressesOfTheZone() {
        Answer answer = server.ask("www.In.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR");
        assertThat(answer.answer()).isEmpty();
        assertThat(answer.authority())
                .containsExactlyInAnyOrder(
                        "In.example. 3600 NS ns.In.example.",
                        "In.example. 3600 NS ns.sib.example.",
                        "In.example. 3600 NS NS1.example.",
                        "In.example. 3600 NS ns.other.test.");
        assertThat(answer.additional())
                .containsExactlyInAnyOrder(
                        "ns.In.example. 3600 A 192.0.2.2",
                        "ns.In.example. 3600 AAAA 2001:db8::2",
                        "ns.sib.example. 3600 A 192.0.2.3",
                        "NS1.example. 3600 A 192.0.2.1");
    }

    /** Of a signed zone; where signatures would stand does not matter here. */
    private static final String ALIASES =
            """
            @ SOA ns1 host 1 2 3 4 300
            @ NS ns1
            @ NSEC ns1 NS SOA NSEC
            ns1 A 192.0.2.1
            ns1 NSEC sub A NSEC
            sub NS ns.sub
            sub DS 1 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF
            sub NSEC *.v NS DS NSEC
            ns.sub A 192.0.2.7
            *.v CNAME mail.second.test.
            *.v NSEC *.w CNAME NSEC
            *.w CNAME www.sub
            *.w NSEC @ CNAME NSEC
            """;

    @Test
    void wildcardAliasToNameBelowCut_isProvedBeforeTheGlue() {
        Answer answer = new Asking().zone("example.", ALIASES).askDnssec("q.w.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer()).containsExactly("q.w.example. 3600 CNAME www.sub.example.");
        assertThat(answer.authority())
                .containsExactlyInAnyOrder(
                        "sub.example. 3600 NS ns.sub.example.",
                        "sub.example. 3600 DS 1 13 2"
                                + " 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
                        "*.w.example. 3600 NSEC example. CNAME NSEC");
        assertThat(answer.additional()).containsExactly("ns.sub.example. 3600 A 192.0.2.7");
    }

    @Test
    void wildcardAliasToAnotherZone_fullResponse_hasTheAddressesOfThatZone() {
        String second =
                """
                @ SOA ns host 1 2 3 4 300
                @ NS ns
                ns A 192.0.2.8
                mail MX 1 mx
                mx A 192.0.2.9
                """;
        Asking both = new Asking().zone("example.", ALIASES).zone("second.test.", second).full();
        Answer answer = both.askDnssec("q.v.example. MX");
        assertThat(answer.authority())
                .containsExactlyInAnyOrder(
                        "second.test. 3600 NS ns.second.test.",
                        "*.v.example. 3600 NSEC *.w.example. CNAME NSEC");
        assertThat(answer.additional())
                .containsExactlyInAnyOrder(
                        "mx.second.test. 3600 A 192.0.2.9", "ns.second.test. 3600 A 192.0.2.8");
    }

    @Test
    void dsAtCut_isAnsweredByTheParent() {
        Answer answer = server.ask("in.example. DS");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer()).hasSize(1);
        assertThat(answer.authority()).isEmpty();
    }

    @Test
    void unsignedZone_nameThatIsAbsent_isDeniedBySoa() {
        Answer answer = server.askDnssec("nope.example. A");
        assertThat(answer.status()).isEqualTo("NXDOMAIN AA");
        assertThat(answer.authority())
                .containsExactly("example. 300 SOA ns1.example. host.example. 1 2 3 4 300");
    }
}
