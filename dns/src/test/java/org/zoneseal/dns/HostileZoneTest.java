package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What fuzzing found in the reader of zone files: one test each. */
class HostileZoneTest {

    @Test
    void carriageReturn_betweenEntries_isAProblemOfTheFile() {
        assertThat(Zones.problems("a 1 A 192.0.2.1\n  \rx\nb 1 A 192.0.2.1\n"))
                .singleElement()
                .asString()
                .contains("carriage return");
    }

    @Test
    void comment_longerThanAnEntryBehindAProblem_isSkipped() {
        String comment = ";" + "x".repeat(3 * ZoneScanner.ENTRY_LIMIT) + "\n";
        assertThat(Zones.problems("a 1 A ( bad ( \n " + comment + ") )\nb 1 A 192.0.2.1\n"))
                .hasSize(1);
    }
}
