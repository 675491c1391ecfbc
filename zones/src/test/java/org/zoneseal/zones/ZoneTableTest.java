package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;

class ZoneTableTest {

    private static @Nullable PublishedZone match(ZoneTable table, String name, int skipped) {
        byte[] wire = Name.parse(name).toWire();
        byte[] padded = new byte[wire.length + 3];
        System.arraycopy(wire, 0, padded, 3, wire.length);
        return table.longestMatch(padded, 3, wire.length, skipped);
    }

    private static @Nullable String apexOf(@Nullable PublishedZone zone) {
        return zone == null ? null : zone.apex().toString();
    }

    private static ZoneTable table(String... apexes) {
        return new ZoneTable(
                List.of(apexes).stream().map(Name::parse).map(PublishedZone::new).toList());
    }

    @Test
    void longestMatch_hundredThousandZones_isThatOfAMap() {
        Random random = new Random(1);
        Map<String, PublishedZone> zones = new HashMap<>();
        while (zones.size() < 100_000) {
            String apex = name(random, 1 + random.nextInt(4));
            zones.put(apex, new PublishedZone(Name.parse(apex)));
        }
        ZoneTable table = new ZoneTable(zones.values());
        int matches = 0;
        for (int i = 0; i < 200_000; i++) {
            String name = name(random, 1 + random.nextInt(6));
            int skipped = random.nextInt(4) == 0 ? 1 : 0;
            PublishedZone expected = longest(zones, name, skipped);
            assertThat(match(table, name.toUpperCase(Locale.ROOT), skipped)).isSameAs(expected);
            assertThat(table.exact(Name.parse(name))).isSameAs(zones.get(name));
            matches += expected == null ? 0 : 1;
        }
        assertThat(matches).isBetween(50_000, 199_000);
        assertThat(table.zones()).hasSize(100_000);
    }

    /** Few letters, so that zones lie below each other and names below zones. */
    private static String name(Random random, int labels) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < labels; i++) {
            int letters = i == labels - 1 ? 1 : 2 + random.nextInt(2);
            for (int j = 0; j < letters; j++) {
                name.append((char) ('a' + random.nextInt(20)));
            }
            name.append('.');
        }
        return name.toString();
    }

    private static @Nullable PublishedZone longest(
            Map<String, PublishedZone> zones, String name, int skipped) {
        String rest = name;
        for (int i = 0; !rest.isEmpty(); i++) {
            PublishedZone found = i < skipped ? null : zones.get(rest);
            if (found != null) {
                return found;
            }
            rest = rest.substring(rest.indexOf('.') + 1);
        }
        return null;
    }

    @Test
    void longestMatch_rootZone_matchesEverything() {
        ZoneTable table = table(".", "example.");
        assertThat(apexOf(match(table, ".", 0))).isEqualTo(".");
        assertThat(apexOf(match(table, "a.test.", 0))).isEqualTo(".");
        assertThat(apexOf(match(table, "a.example.", 0))).isEqualTo("example.");
        assertThat(apexOf(match(table, "example.", 1))).isEqualTo(".");
        assertThat(match(table, ".", 1)).isNull();
    }

    @Test
    void longestMatch_nameOfMostLabels_isFound() {
        ZoneTable table = table("a.".repeat(127));
        assertThat(match(table, "a.".repeat(127), 0)).isNotNull();
        assertThat(match(table, "a.".repeat(126), 0)).isNull();
        assertThat(match(ZoneTable.EMPTY, "a.".repeat(127), 0)).isNull();
    }

    @Test
    void zoneTable_sameApexTwice_isRefused() {
        assertThatThrownBy(() -> table("example.", "EXAMPLE."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }
}
