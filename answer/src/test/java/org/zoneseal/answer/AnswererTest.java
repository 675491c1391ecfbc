package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.ExtendedError;

class AnswererTest {

    private static final String ZONE =
            """
            @ SOA ns1 host 1 2 3 4 300
            @ NS ns1
            ns1 A 192.0.2.1
            a CNAME b
            b CNAME www
            www A 192.0.2.2
            www TXT "t"
            www TYPE65280 \\# 1 00
            out CNAME www.else.test.
            gone CNAME nope
            one CNAME two
            two CNAME one
            over CNAME target.second.test.
            overgone CNAME nope.second.test.
            cut NS ns.else.test.
            tocut CNAME x.cut
            deep.er.ent A 192.0.2.3
            *.wild A 192.0.2.4
            sub.*.wildent A 192.0.2.5
            *.wc CNAME www
            d DNAME www
            d TXT "beside"
            hidden.d A 192.0.2.6
            long DNAME %1$s.%1$s.%1$s.test.
            loop1 DNAME loop2
            loop2 DNAME loop1
            """
                    .formatted("x".repeat(60));

    private static final String SECOND =
            """
            @ 60 SOA ns host 1 2 3 4 300
            @ 60 NS ns
            target 60 A 192.0.2.9
            """;

    private final Asking server =
            new Asking()
                    .zone("example.", ZONE)
                    .zone("second.test.", SECOND)
                    .emptyZone("empty.test.");

    private static final String SOA = "example. 300 SOA ns1.example. host.example. 1 2 3 4 300";

    @Test
    void chain_inOneZone_isFollowedToItsEnd() {
        Answer answer = server.ask("a.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer())
                .containsExactly(
                        "a.example. 3600 CNAME b.example.",
                        "b.example. 3600 CNAME www.example.",
                        "www.example. 3600 A 192.0.2.2");
        assertThat(answer.authority()).isEmpty();
    }

    @Test
    void chain_toAnotherZoneOfThisServer_isFollowedThere() {
        assertThat(server.ask("over.example. A").answer())
                .containsExactly(
                        "over.example. 3600 CNAME target.second.test.",
                        "target.second.test. 60 A 192.0.2.9");
    }

    @Test
    void chain_toNameThatIsAbsent_hasItsCodeAndItsZonesSoa() {
        Answer answer = server.ask("overgone.example. A");
        assertThat(answer.status()).isEqualTo("NXDOMAIN AA");
        assertThat(answer.authority())
                .containsExactly(
                        "second.test. 60 SOA ns.second.test. host.second.test. 1 2 3 4 300");
        assertThat(server.ask("gone.example. A").authority()).containsExactly(SOA);
    }

    @Test
    void chain_outOfAllZones_endsThere() {
        Answer answer = server.ask("out.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer()).hasSize(1);
        assertThat(answer.authority()).isEmpty();
    }

    @Test
    void chain_belowCut_isAuthoritativeAndRefers() {
        Answer answer = server.ask("tocut.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer()).hasSize(1);
        assertThat(answer.authority()).containsExactly("cut.example. 3600 NS ns.else.test.");
    }

    @Test
    void loopOfAliases_isGivenOnce() {
        Answer answer = server.ask("one.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer())
                .containsExactly(
                        "one.example. 3600 CNAME two.example.",
                        "two.example. 3600 CNAME one.example.");
    }

    @Test
    void cname_asked_isNotFollowed() {
        assertThat(server.ask("a.example. CNAME").answer())
                .containsExactly("a.example. 3600 CNAME b.example.");
        assertThat(server.ask("a.example. ANY").answer())
                .containsExactly("a.example. 3600 CNAME b.example.");
    }

    @Test
    void emptyNonTerminal_isNoData() {
        Answer answer = server.ask("er.ent.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.authority()).containsExactly(SOA);
        assertThat(server.ask("nope.er.ent.example. A").status()).isEqualTo("NXDOMAIN AA");
    }

    @Test
    void wildcard_isExpandedBelowItsParentOnly() {
        assertThat(server.ask("a.b.wild.example. A").answer())
                .containsExactly("a.b.wild.example. 3600 A 192.0.2.4");
        assertThat(server.ask("x.wild.example. TXT").status()).isEqualTo("NOERROR AA");
        assertThat(server.ask("wild.example. A").answer()).isEmpty();
        assertThat(server.ask("*.wild.example. A").answer()).hasSize(1);
        assertThat(server.ask("x.*.wild.example. A").status()).isEqualTo("NXDOMAIN AA");
    }

    @Test
    void wildcard_thatIsEmptyNonTerminal_isNoData() {
        assertThat(server.ask("x.wildent.example. A").status()).isEqualTo("NOERROR AA");
        assertThat(server.ask("x.wildent.example. A").authority()).containsExactly(SOA);
    }

    @Test
    void wildcardCname_isExpandedAndFollowed() {
        assertThat(server.ask("q.wc.example. A").answer())
                .containsExactly(
                        "q.wc.example. 3600 CNAME www.example.", "www.example. 3600 A 192.0.2.2");
    }

    @Test
    void dname_redirectsWhatIsBelow() {
        Answer answer = server.ask("x.d.example. A");
        assertThat(answer.status()).isEqualTo("NXDOMAIN AA");
        assertThat(answer.answer())
                .containsExactly(
                        "d.example. 3600 DNAME www.example.",
                        "x.d.example. 3600 CNAME x.www.example.");
        assertThat(server.ask("d.example. TXT").answer()).hasSize(1);
    }

    @Test
    void dname_hidesDataBelow() {
        assertThat(server.ask("hidden.d.example. A").answer())
                .containsExactly(
                        "d.example. 3600 DNAME www.example.",
                        "hidden.d.example. 3600 CNAME hidden.www.example.");
    }

    @Test
    void dname_toNameTooLong_isYxdomain() {
        Answer answer = server.ask("k".repeat(63) + "." + "l".repeat(30) + ".long.example. A");
        assertThat(answer.status()).isEqualTo("YXDOMAIN AA");
        assertThat(answer.answer()).hasSize(1);
    }

    @Test
    void loopOfDnames_ends() {
        Answer answer = server.ask("x.loop1.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.answer()).hasSize(4);
    }

    @Test
    void any_byUdp_isOneRrset_andAllOfThemByTcp() {
        assertThat(server.ask("www.example. ANY").answer())
                .containsExactly("www.example. 3600 TYPE65280 \\# 1 00");
        assertThat(server.stream().ask("www.example. ANY").answer()).hasSize(3);
    }

    /** RFC 8482 §4.1: to amplify little; but what a client may want of a CNAME is the CNAME. */
    @Test
    void any_byUdp_isTheSmallestRrset() {
        StringBuilder zone = new StringBuilder(ZONE);
        for (int i = 0; i < 60; i++) {
            zone.append("big A 198.51.100.").append(i).append('\n');
        }
        zone.append("big TXT ").append("x".repeat(255)).append('\n');
        zone.append("big NSEC c A TXT NSEC\n");
        zone.append("alias CNAME ").append("y".repeat(60)).append(".else.test.\n");
        zone.append("alias NSEC b CNAME NSEC\n");
        zone.append("denied NSEC e NSEC\n");
        Asking many = new Asking().zone("example.", zone.toString());
        assertThat(many.ask("big.example. ANY").answer())
                .hasSize(1)
                .first()
                .asString()
                .contains("TXT");
        assertThat(many.ask("alias.example. ANY").answer())
                .hasSize(1)
                .first()
                .asString()
                .contains("CNAME");
        assertThat(many.ask("denied.example. ANY").answer()).hasSize(1);
    }

    @Test
    void apex_isNoCut() {
        assertThat(server.ask("example. NS").answer())
                .containsExactly("example. 3600 NS ns1.example.");
        assertThat(server.ask("example. NS").additional())
                .containsExactly("ns1.example. 3600 A 192.0.2.1");
    }

    @Test
    void nameOutsideAllZones_isRefused() {
        assertThat(server.ask("www.else.test. A").status()).isEqualTo("REFUSED");
        assertThat(server.answerer.extendedError()).isEqualTo(ExtendedError.NOT_AUTHORITATIVE);
    }

    @Test
    void zoneWithoutData_isServfail() {
        assertThat(server.ask("www.empty.test. A").status()).isEqualTo("SERVFAIL");
        assertThat(server.answerer.extendedError()).isEqualTo(ExtendedError.NOT_READY);
    }

    @Test
    void zoneThatHasExpired_isServfail() {
        Asking expired = new Asking().version(Asking.version("example.", ZONE), Asking.NOW - 1);
        assertThat(expired.ask("www.example. A").status()).isEqualTo("SERVFAIL");
        assertThat(expired.answerer.extendedError()).isEqualTo(ExtendedError.INVALID_DATA);
    }

    @Test
    void zoneWithoutApex_isAnsweredWithoutComplaint() {
        Asking broken = new Asking().brokenZone("example.", "www A 192.0.2.1\n");
        assertThat(broken.ask("example. A").status()).isEqualTo("SERVFAIL");
        assertThat(broken.ask("a.example. A").status()).isEqualTo("SERVFAIL");
        assertThat(broken.askDnssec("www.example. A").answer()).hasSize(1);
        assertThat(broken.full().askDnssec("zzz.example. A").authority()).isEmpty();
    }

    @Test
    void ds_ofApexWhoseParentIsNotServed_isNoData() {
        Answer answer = server.ask("example. DS");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.authority()).containsExactly(SOA);
    }

    @Test
    void ds_ofZoneWithParentBeside_isTheParents() {
        String child = "@ 60 SOA ns host 1 2 3 4 5\n@ 60 NS ns.else.test.\n";
        Asking both = new Asking().zone("example.", ZONE).zone("cut.example.", child);
        assertThat(both.ask("cut.example. DS").authority()).containsExactly(SOA);
        assertThat(both.ask("cut.example. NS").answer())
                .containsExactly("cut.example. 60 NS ns.else.test.");
    }

    @Test
    void ds_ofZoneWithGrandparentBeside_isTheChilds() {
        String child = "@ 60 SOA ns host 1 2 3 4 5\n@ 60 NS ns.else.test.\n";
        Asking both = new Asking().zone("example.", ZONE).zone("x.cut.example.", child);
        Answer answer = both.ask("x.cut.example. DS");
        assertThat(answer.status()).isEqualTo("NOERROR AA");
        assertThat(answer.authority())
                .containsExactly(
                        "x.cut.example. 5 SOA ns.x.cut.example. host.x.cut.example. 1 2 3 4 5");
    }

    @Test
    void rrsetThatDoesNotFit_truncatesWhole() {
        StringBuilder zone = new StringBuilder(ZONE);
        for (int i = 0; i < 40; i++) {
            zone.append("big A 198.51.100.").append(i).append('\n');
        }
        Answer answer =
                new Asking().zone("example.", zone.toString()).limit(512).ask("big.example. A");
        assertThat(answer.status()).isEqualTo("NOERROR AA TC");
        assertThat(answer.answer()).isEmpty();
    }

    /** RFC 9460 §4.1. */
    @Test
    void services_haveTheirTargetsInFullAnswers() {
        String zone =
                """
                @ SOA ns host 1 2 3 4 300
                @ NS ns.else.test.
                @ HTTPS 0 svc
                svc HTTPS 1 . alpn=h2
                svc A 192.0.2.1
                svc AAAA 2001:db8::1
                _s.svc SVCB 1 svc
                none HTTPS 0 .
                none A 192.0.2.2
                far HTTPS 1 x.cut
                cut NS x.cut
                x.cut A 192.0.2.3
                x.cut HTTPS 1 .
                """;
        Asking full = new Asking().zone("example.", zone).full();
        String four = "svc.example. 3600 A 192.0.2.1";
        String six = "svc.example. 3600 AAAA 2001:db8::1";
        String service = "svc.example. 3600 HTTPS 1 . alpn=\"h2\"";
        assertThat(full.ask("example. HTTPS").additional()).containsExactly(four, six, service);
        assertThat(full.ask("svc.example. HTTPS").additional()).containsExactly(four, six);
        assertThat(full.ask("_s.svc.example. SVCB").additional()).containsExactly(four, six);
        assertThat(full.ask("none.example. HTTPS").additional()).isEmpty();
        assertThat(full.ask("far.example. HTTPS").additional())
                .containsExactly("x.cut.example. 3600 A 192.0.2.3");
        Asking minimal = new Asking().zone("example.", zone);
        assertThat(minimal.ask("example. HTTPS").additional()).isEmpty();
    }

    /** RFC 2181 §5: an RRset is in a message once. */
    @Test
    void addresses_ofVeryManyNames_areThereOnce() {
        StringBuilder zone = new StringBuilder(ZONE);
        for (int i = 0; i < 150; i++) {
            zone.append("mail MX ").append(i).append(" m").append(i).append('\n');
            zone.append("mail MX ").append(1000 + i).append(" m").append(i).append('\n');
            zone.append("m").append(i).append(" A 192.0.2.1\n");
            zone.append("m").append(i).append(" AAAA 2001:db8::1\n");
        }
        Asking full = new Asking().zone("example.", zone.toString()).full().stream();
        assertThat(full.ask("mail.example. MX").additional())
                .hasSizeGreaterThan(100)
                .doesNotHaveDuplicates();
    }

    /** RFC 2181 §9: TC is not for what nobody asked for. */
    @Test
    void serversOfTheZone_thatDoNotFit_areLeftOutOfFullAnswers() {
        String zone = ZONE + "long TXT " + "x".repeat(200) + '\n';
        Asking full = new Asking().zone("example.", zone).full();
        int address = 16;
        int withServers = full.ask("long.example. TXT").length() - address;
        Answer small = full.limit(withServers - 1).ask("long.example. TXT");
        assertThat(small.status()).isEqualTo("NOERROR AA");
        assertThat(small.answer()).hasSize(1);
        assertThat(small.authority()).isEmpty();
        assertThat(full.limit(withServers).ask("long.example. TXT").authority()).hasSize(1);
        assertThat(full.limit(200).ask("long.example. TXT").status()).isEqualTo("NOERROR AA TC");
    }

    @Test
    void glueOfTheCut_thatDoesNotFit_truncates_andSiblingGlueDoesNot() {
        StringBuilder zone = new StringBuilder(ZONE);
        for (int i = 0; i < 9; i++) {
            zone.append("in NS a").append(i).append(".in\n");
            zone.append("sib NS a").append(i).append(".in\n");
            zone.append("a").append(i).append(".in A 192.0.2.1\n");
            zone.append("a").append(i).append(".in AAAA 2001:db8::1\n");
        }
        Asking small = new Asking().zone("example.", zone.toString()).limit(400);
        assertThat(small.ask("x.in.example. A").status()).isEqualTo("NOERROR TC");
        Answer sibling = small.ask("x.sib.example. A");
        assertThat(sibling.status()).isEqualTo("NOERROR");
        assertThat(sibling.authority()).hasSize(9);
        assertThat(sibling.additional()).isNotEmpty().hasSizeLessThan(18);
    }

    @Test
    void answers_takeNoMemory() {
        List<String> questions =
                List.of(
                        "www.example. A",
                        "x.cut.example. A",
                        "nope.example. A",
                        "a.example. A",
                        "x.d.example. A",
                        "q.wc.example. A",
                        "example. NS",
                        "www.else.test. A");
        for (int i = 0; i < 300; i++) {
            questions.forEach(server::prepare);
        }
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String question : questions) {
            Runnable ask = server.prepare(question);
            for (int i = 0; i < 300; i++) {
                ask.run();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                ask.run();
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as(question)
                    .isLessThan(1000);
        }
    }
}
