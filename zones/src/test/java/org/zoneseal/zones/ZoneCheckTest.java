package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

class ZoneCheckTest {

    private static final Name APEX = Name.parse("zone.test.");

    private static final String SOUND =
            """
            @ SOA ns hostmaster 1 2 3 4 5
            @ NS ns
            ns A 192.0.2.1
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SOA_BELOW_APEX             | a.zone.test.   | a SOA ns hostmaster 1 2 3 4 5
                    CNAME_BESIDE_DATA          | a.zone.test.   | a CNAME b ; a TXT x
                    SEVERAL_ALIASES            | a.zone.test.   | a CNAME b ; a CNAME c
                    SEVERAL_ALIASES            | a.zone.test.   | a DNAME b ; a DNAME c
                    NS_WITHOUT_ADDRESS         | zone.test.     | @ NS nowhere
                    NS_WITHOUT_ADDRESS         | a.zone.test.   | a NS ns.a
                    NS_WITHOUT_ADDRESS         | a.zone.test.   | a NS a
                    SIBLING_NS_WITHOUT_ADDRESS | a.zone.test.   | a NS ns.b
                    DS_WITHOUT_NS              | a.zone.test.   | a DS 1 13 250 00 ; a A 192.0.2.1
                    DS_WITHOUT_NS              | zone.test.     | @ DS 1 13 250 00
                    DATA_BELOW_DNAME           | x.a.zone.test. | a DNAME b ; x.a A 192.0.2.1
                    WILDCARD_DELEGATION        | *.zone.test.   | * NS ns.else.test.
                    SEVERAL_SOA                | zone.test.     | @ SOA ns hostmaster 2 2 3 4 5
                    """)
    void check_oneFault_isFoundAtItsName(ZoneProblem.Kind kind, String owner, String records) {
        ZoneVersion zone = zone(SOUND + records.replace(" ; ", "\n") + "\n");
        assertThat(ZoneCheck.check(zone, 1, 10))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(kind);
                    assertThat(problem.owner()).isEqualTo(Name.parse(owner));
                });
        assertThat(kinds(Pages.of(zone, 1), 9)).containsExactly(kind);
    }

    @Test
    void check_noSoa_isFound() {
        assertThat(kinds(zone("@ NS ns.else.test.\n"), 1)).containsExactly(ZoneProblem.Kind.NO_SOA);
    }

    @Test
    void check_noNameServers_isFound() {
        assertThat(kinds(zone("@ SOA ns hostmaster 1 2 3 4 5\n"), 1))
                .containsExactly(ZoneProblem.Kind.NO_APEX_NS);
    }

    @Test
    void check_noRecordsAtAll_isFound() {
        assertThat(kinds(zone(""), 1))
                .containsExactly(ZoneProblem.Kind.NO_SOA, ZoneProblem.Kind.NO_APEX_NS);
    }

    @Test
    void check_rrsetThatFitsNoMessage_isFound() {
        GeneratedRecords generated = new GeneratedRecords(1, APEX);
        ZoneVersion fits = GeneratedRecords.builder(APEX, generated.hugeRrset(APEX, 300)).build(1);
        ZoneVersion tooLarge =
                GeneratedRecords.builder(APEX, generated.hugeRrset(APEX, 330)).build(1);
        assertThat(kinds(fits, 1)).doesNotContain(ZoneProblem.Kind.RRSET_TOO_LARGE);
        assertThat(kinds(tooLarge, 1)).contains(ZoneProblem.Kind.RRSET_TOO_LARGE);
        assertThat(ZoneCheck.check(tooLarge, 1, 9).getLast().type()).isEqualTo(RecordType.TXT);
    }

    @Test
    void check_soundZoneWithOddities_hasNothingToSay() {
        String text =
                SOUND
                        + """
                        alias CNAME alias.else.test.
                        old DNAME new
                        sub NS ns.sub
                        sub NS ns.other
                        sub DS 1 13 250 00
                        ns.sub AAAA 2001:db8::1
                        other NS ns.other
                        ns.other A 192.0.2.2
                        deep.er NS ns.starred.er
                        *.starred.er A 192.0.2.3
                        a.*.b TXT middle
                        """;
        assertThat(ZoneCheck.check(zone(text), 3, 10)).isEmpty();
    }

    @Test
    void check_nameServerBelowAnotherName_isNotAnsweredByAWildcard() {
        String text =
                SOUND
                        + """
                        * A 192.0.2.3
                        ns.sub TXT exists
                        @ NS host.ns.sub
                        """;
        assertThat(kinds(zone(text), 1)).containsExactly(ZoneProblem.Kind.NS_WITHOUT_ADDRESS);
    }

    @Test
    void check_dnameInAnotherShare_isSeenFromAllBelow() {
        String text =
                SOUND
                        + """
                        a DNAME b
                        x.a DNAME c
                        y.x.a TXT text
                        z.a TXT text
                        """;
        ZoneVersion zone = zone(text);
        List<ZoneProblem> once = ZoneCheck.check(zone, 1, 10);
        assertThat(once)
                .extracting(ZoneProblem::kind)
                .containsOnly(ZoneProblem.Kind.DATA_BELOW_DNAME)
                .hasSize(3);
        assertThat(ZoneCheck.check(Pages.of(zone, 1), 20, 10)).isEqualTo(once);
    }

    @Test
    void check_moreThanTheLimit_describesTheFirst() {
        StringBuilder text = new StringBuilder(SOUND);
        for (int i = 0; i < 30; i++) {
            text.append("n").append(i).append(" DS 1 13 250 00\n");
        }
        assertThat(ZoneCheck.check(zone(text.toString()), 4, 7)).hasSize(7);
    }

    private static List<ZoneProblem.Kind> kinds(ZoneVersion zone, int tasks) {
        return ZoneCheck.check(zone, tasks, 10).stream().map(ZoneProblem::kind).toList();
    }

    private static ZoneVersion zone(String text) {
        return ZoneTexts.zone(APEX, text);
    }
}
