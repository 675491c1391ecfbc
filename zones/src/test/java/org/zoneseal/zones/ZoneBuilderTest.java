package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.zones.GeneratedRecords.Entry;

class ZoneBuilderTest {

    private static final Name APEX = Name.parse("zone.test.");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void build_generatedRecordsInAnyOrder_givesThemInCanonicalOrder(long seed) {
        Name apex = seed % 2 == 0 ? Name.ROOT : APEX;
        GeneratedRecords generated = new GeneratedRecords(seed, apex);
        List<Entry> entries = generated.records(400);
        List<String> names = expected(entries, false);
        List<String> hashes = expected(entries, true);
        for (int tasks : new int[] {1, 3, 50}) {
            List<Entry> input = tasks == 1 ? sorted(entries) : generated.shuffled(entries);
            ZoneVersion version = GeneratedRecords.builder(apex, input).build(tasks);
            assertThat(VersionLines.names(version)).isEqualTo(names);
            assertThat(VersionLines.hashes(version)).isEqualTo(hashes);
            assertThat(version.records()).isEqualTo(names.size() + hashes.size());
            assertThat(version.nodes()).isEqualTo(owners(entries, false));
            assertThat(version.nsec3Owners()).isEqualTo(owners(entries, true));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 5000, 50_000})
    void build_packedWhileReading_isTheSameInOrderOrNot(int stretch) {
        GeneratedRecords generated = new GeneratedRecords(stretch, APEX);
        List<Entry> entries = generated.records(600);
        ZoneVersion expected = GeneratedRecords.builder(APEX, entries).build(1);
        List<Entry> sorted = sorted(entries);
        List<Entry> late = new ArrayList<>(sorted);
        Entry early = late.remove(3);
        late.add(late.size() - 5, early);
        List<Entry> appended = new ArrayList<>(sorted.subList(200, sorted.size()));
        appended.addAll(sorted.subList(0, 200));
        for (List<Entry> input : List.of(sorted, late, appended, generated.shuffled(entries))) {
            ZoneBuilder builder = GeneratedRecords.filled(new ZoneBuilder(APEX, stretch), input);
            ZoneVersion version = builder.build(3);
            assertThat(VersionLines.names(version)).isEqualTo(VersionLines.names(expected));
            assertThat(VersionLines.hashes(version)).isEqualTo(VersionLines.hashes(expected));
            assertThat(version.records()).isEqualTo(expected.records());
        }
    }

    @Test
    void build_nsec3RecordsBehindAllOthers_isPackedWhileReading() {
        List<Entry> entries = sorted(new GeneratedRecords(77, APEX).records(600));
        List<Entry> input = new ArrayList<>(entries);
        input.removeIf(entry -> entry.rrset() == RecordType.NSEC3);
        entries.stream().filter(entry -> entry.rrset() == RecordType.NSEC3).forEach(input::add);
        ZoneVersion expected = GeneratedRecords.builder(APEX, entries).build(1);
        ZoneVersion version = GeneratedRecords.filled(new ZoneBuilder(APEX, 1000), input).build(1);
        assertThat(VersionLines.names(version)).isEqualTo(VersionLines.names(expected));
        assertThat(VersionLines.hashes(version)).isEqualTo(VersionLines.hashes(expected));
        assertThat(version.pageCount()).isGreaterThan(10);
        assertThat(version.nsec3PageCount()).isGreaterThan(10);
    }

    @Test
    void build_duplicatesAndTtls_warnsTheSameHoweverManyTasks() {
        GeneratedRecords generated = new GeneratedRecords(9, APEX);
        List<Entry> entries = generated.records(200);
        ZoneBuilder one = GeneratedRecords.builder(APEX, entries);
        ZoneBuilder many = GeneratedRecords.builder(APEX, generated.shuffled(entries));
        one.build(1);
        many.build(16);
        assertThat(one.warnings()).hasSizeGreaterThan(10);
        assertThat(kinds(many)).isEqualTo(kinds(one));
        assertThat(many.warningCount()).isEqualTo(one.warningCount());
    }

    private static List<String> kinds(ZoneBuilder builder) {
        return builder.warnings().stream()
                .map(warning ->
                        warning.kind() + " " + warning.owner().toString() + " " + warning.type())
                .sorted()
                .toList();
    }

    @Test
    void build_oneRecordTwice_keepsOneAndWarns() {
        Entry entry = new Entry(APEX, RecordType.A, 60, new byte[] {1, 2, 3, 4});
        ZoneBuilder builder = GeneratedRecords.builder(APEX, List.of(entry, entry));
        assertThat(VersionLines.names(builder.build(2))).containsExactly(entry.line());
        assertThat(builder.warnings())
                .containsExactly(
                        new ZoneWarning(ZoneWarning.Kind.DUPLICATE_RECORD, APEX, RecordType.A));
    }

    @Test
    void build_sameNameInRdataInTwoCases_isOneRecordAsFirstWritten() {
        Entry first = new Entry(APEX, RecordType.NS, 60, Name.parse("NS.Test.").toWire());
        Entry second = new Entry(APEX, RecordType.NS, 60, Name.parse("ns.test.").toWire());
        ZoneBuilder builder = GeneratedRecords.builder(APEX, List.of(first, second));
        assertThat(VersionLines.names(builder.build(1))).containsExactly(first.line());
        assertThat(builder.warningCount()).isEqualTo(1);
    }

    @Test
    void build_differentTtls_takesTheLowestAndWarns() {
        Entry high = new Entry(APEX, RecordType.A, 600, new byte[] {1, 2, 3, 4});
        Entry low = new Entry(APEX, RecordType.A, 60, new byte[] {1, 2, 3, 5});
        ZoneBuilder builder = GeneratedRecords.builder(APEX, List.of(high, low));
        assertThat(VersionLines.names(builder.build(1)))
                .containsExactly(
                        new Entry(APEX, RecordType.A, 60, high.rdata()).line(), low.line());
        assertThat(builder.warnings())
                .containsExactly(
                        new ZoneWarning(ZoneWarning.Kind.TTL_MISMATCH, APEX, RecordType.A));
    }

    @Test
    void build_ownerInMixedCase_keepsTheCaseOfTheFirst() {
        Name first = Name.parse("WWW.zone.test.");
        Entry a = new Entry(first, RecordType.A, 60, new byte[4]);
        Entry txt = new Entry(Name.parse("www.Zone.TEST."), RecordType.TXT, 60, new byte[1]);
        ZoneVersion version = GeneratedRecords.builder(APEX, List.of(a, txt)).build(1);
        assertThat(version.nodes()).isEqualTo(1);
        NodeCursor node = version.nodeCursor();
        assertThat(node.next()).isTrue();
        assertThat(VersionLines.owner(node).toString()).isEqualTo("WWW.zone.test.");
    }

    @Test
    void build_hugeRrset_isOneNodeOnOnePage() {
        GeneratedRecords generated = new GeneratedRecords(1, APEX);
        Name owner = Name.parse("huge.zone.test.");
        List<Entry> entries = generated.hugeRrset(owner, 8000);
        entries.addAll(generated.records(20));
        ZoneVersion version = GeneratedRecords.builder(APEX, generated.shuffled(entries)).build(4);
        assertThat(VersionLines.names(version)).isEqualTo(expected(entries, false));
    }

    @Test
    void record_otherClassOrOutsideTheZone_isRejectedWithItsPlace() {
        ZoneBuilder builder = new ZoneBuilder(APEX);
        byte[] outside = Name.parse("other.test.").toWire();
        byte[] lookalike = Name.parse("nozone.test.").toWire();
        byte[] inside = APEX.toWire();
        SourcePosition position = new SourcePosition("file", 7);
        builder.record(outside, 0, outside.length, 1, 1, 60, new byte[4], 0, 4, position);
        builder.record(lookalike, 0, lookalike.length, 1, 1, 60, new byte[4], 0, 4, position);
        builder.record(inside, 0, inside.length, 1, 3, 60, new byte[4], 0, 4, position);
        assertThat(builder.rejected())
                .extracting(ZoneBuilder.RejectedRecord::position)
                .containsExactly("file:7", "file:7", "file:7");
        assertThat(builder.rejectedCount()).isEqualTo(3);
        assertThat(builder.build(2).records()).isZero();
    }

    private static List<Entry> sorted(List<Entry> entries) {
        return entries.stream()
                .sorted((a, b) -> a.owner().compareTo(b.owner()))
                .collect(Collectors.toList());
    }

    private static long owners(List<Entry> entries, boolean nsec3) {
        return entries.stream()
                .filter(entry -> (entry.rrset() == RecordType.NSEC3) == nsec3)
                .map(Entry::owner)
                .distinct()
                .count();
    }

    /** What the version must hold, worked out with maps of objects. */
    private static List<String> expected(List<Entry> entries, boolean nsec3) {
        SortedMap<Name, SortedMap<Integer, List<Entry>>> zone = new TreeMap<>();
        for (Entry entry : entries) {
            if ((entry.rrset() == RecordType.NSEC3) == nsec3) {
                int rank = entry.rrset() * 2 + (entry.type() == RecordType.RRSIG ? 1 : 0);
                zone.computeIfAbsent(entry.owner(), name -> new TreeMap<>())
                        .computeIfAbsent(rank, r -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<String> lines = new ArrayList<>();
        for (Map<Integer, List<Entry>> node : zone.values()) {
            for (List<Entry> rrset : node.values()) {
                long ttl = rrset.stream().mapToLong(Entry::ttl).min().orElseThrow();
                rrset.stream()
                        .sorted((a, b) -> Arrays.compareUnsigned(a.rdata(), b.rdata()))
                        .map(e -> new Entry(e.owner(), e.type(), ttl, e.rdata()).line())
                        .distinct()
                        .forEach(lines::add);
            }
        }
        return lines;
    }
}
