package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.ExtendedError;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.dnssec.Nsec3Param;

/** Zones whose proofs cost more than one answer may: many iterations, and few NSEC3 records. */
class HashBudgetTest {

    private static final int MOST = Nsec3Param.MAX_ITERATIONS;

    /** A zone with one NSEC3 record, as if all else were opted out. */
    private static Asking zone(int iterations) {
        return new Asking()
                .zone(
                        "example.",
                        """
                        @ SOA ns host 1 2 3 4 300
                        @ NS ns
                        ns A 192.0.2.1
                        cut NS ns.cut
                        %s NS ns.else.test.
                        *.wild CNAME over
                        over CNAME nope
                        @ NSEC3PARAM 1 0 %d -
                        %s NSEC3 1 1 %d - %s NS SOA NSEC3PARAM
                        """
                                .formatted(
                                        below(120),
                                        iterations,
                                        hash(iterations),
                                        iterations,
                                        hash(iterations)));
    }

    /** A name so many labels below the apex. */
    private static String below(int labels) {
        return "x.".repeat(labels - 1) + "x";
    }

    private static String hash(int iterations) {
        byte[] name = Name.parse("example.").toWire();
        byte[] hash = new byte[Nsec3Hash.LENGTH];
        new Nsec3Hash(iterations, new byte[0]).hash(name, 0, name.length, hash, 0);
        byte[] digits = new byte[Base32Hex.encodedLength(hash.length)];
        Base32Hex.encode(hash, 0, hash.length, digits, 0);
        return new String(digits, StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 150, MOST})
    void proofs_withTheMostIterations_areGiven(int iterations) {
        Asking server = zone(iterations);
        assertThat(server.askDnssec("nope.example. A").status()).isEqualTo("NXDOMAIN AA");
        assertThat(server.askDnssec("x.nope.example. A").authority()).hasSize(2);
        assertThat(server.askDnssec("x.cut.example. A").authority()).hasSize(2);
        assertThat(server.askDnssec("q.wild.example. A").status()).isEqualTo("NXDOMAIN AA");
    }

    @ParameterizedTest
    @CsvSource({"0, NOERROR, 120", "10, NOERROR, 120", "100, SERVFAIL, 120", "500, SERVFAIL, 9"})
    void search_forTheProvableEncloser_endsWithTheBudget(int iterations, String code, int depth) {
        Asking server = zone(iterations);
        Answer answer = server.askDnssec(below(depth) + ".example. DS");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.authority()).hasSize("NOERROR".equals(code) ? 2 : 0);
        assertThat(server.ask(below(depth) + ".example. DS").code()).isEqualTo("NOERROR");
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, 2500, 65_535})
    void zone_withMoreIterations_isAnsweredAsFarAsNothingIsToBeProved(int iterations) {
        Asking server = zone(iterations);
        assertThat(server.askDnssec("ns.example. A").status()).isEqualTo("NOERROR AA");
        assertThat(server.ask("nope.example. A").status()).isEqualTo("NXDOMAIN AA");
        for (String question :
                new String[] {
                    "nope.example. A",
                    "example. A",
                    "ns.example. TXT",
                    "x.cut.example. A",
                    "q.wild.example. CNAME",
                    "q.wild.example. TXT",
                    "over.example. A"
                }) {
            Answer answer = server.askDnssec(question);
            assertThat(answer.status()).as(question).isEqualTo("SERVFAIL");
            assertThat(answer.sections()).as(question).isEmpty();
            assertThat(server.answerer.extendedError())
                    .isEqualTo(ExtendedError.UNSUPPORTED_NSEC3_ITERATIONS);
        }
    }

    @Test
    void zone_withAnotherChainOfFewerIterations_usesThat() {
        assertThat(chainBehind("@ NSEC3PARAM 1 0 2500 aa\n").status()).isEqualTo("NXDOMAIN AA");
    }

    /** Each would be hashed to see whether there is a chain. */
    @ParameterizedTest
    @CsvSource({"7, NXDOMAIN", "8, SERVFAIL", "5000, SERVFAIL"})
    void chain_isLookedForBehindAFewOthers(int others, String code) {
        StringBuilder parameters = new StringBuilder();
        for (int i = 0; i < others; i++) {
            parameters.append("@ NSEC3PARAM 1 0 0 %04x\n".formatted(i));
        }
        assertThat(chainBehind(parameters.toString()).code()).isEqualTo(code);
    }

    /** What is said of a name that is not there, in a zone with a chain of one iteration. */
    private static Answer chainBehind(String parameters) {
        return new Asking()
                .zone(
                        "example.",
                        """
                        @ SOA ns host 1 2 3 4 300
                        @ NS ns.else.test.
                        %s@ NSEC3PARAM 1 0 1 -
                        %s NSEC3 1 1 1 - %s NS SOA NSEC3PARAM
                        """
                                .formatted(parameters, hash(1), hash(1)))
                .askDnssec("nope.example. A");
    }
}
