package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.GeneratedRecords.Entry;

class NodeCursorTest {

    private static final Name APEX = Name.parse("zone.test.");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void seek_anyName_standsWhereATreeWould(int nodesAPage) {
        GeneratedRecords generated = new GeneratedRecords(nodesAPage, APEX);
        List<Entry> entries = generated.records(300);
        ZoneVersion version =
                Pages.of(GeneratedRecords.builder(APEX, entries).build(2), nodesAPage);
        TreeSet<Name> names = new TreeSet<>();
        NodeCursor all = version.nodeCursor();
        while (all.next()) {
            names.add(VersionLines.owner(all));
        }
        NodeCursor cursor = version.nodeCursor();
        for (int i = 0; i < 500; i++) {
            Name wanted =
                    i % 3 == 0
                            ? entries.get(i % entries.size()).owner()
                            : generated.below(entries.get(i % entries.size()).owner());
            assertThat(seek(cursor, wanted)).isEqualTo(names.contains(wanted));
            assertThat(VersionLines.owner(cursor)).isEqualTo(names.floor(wanted));
            Name higher = names.higher(wanted);
            assertThat(cursor.next()).isEqualTo(higher != null);
            if (higher != null) {
                assertThat(VersionLines.owner(cursor)).isEqualTo(higher);
            }
        }
    }

    private static boolean seek(NodeCursor cursor, Name name) {
        byte[] key = new byte[CanonicalKey.MAX_LENGTH];
        int length = CanonicalKey.encodeBelow(name.toWire(), 0, APEX.wireLength(), key, 0);
        return cursor.seek(key, 0, length);
    }

    @Test
    void seek_beforeTheFirstNode_goesOnWithTheFirst() {
        List<Entry> entries =
                List.of(
                        new Entry(Name.parse("m.zone.test."), RecordType.A, 60, new byte[4]),
                        new Entry(Name.parse("z.zone.test."), RecordType.A, 60, new byte[4]));
        ZoneVersion version = GeneratedRecords.builder(APEX, entries).build(1);
        NodeCursor cursor = version.nodeCursor();
        while (cursor.next()) {}
        assertThat(seek(cursor, Name.parse("a.zone.test."))).isFalse();
        assertThat(cursor.keyOffset()).isZero();
        assertThat(cursor.keyLength()).isZero();
        assertThat(cursor.next()).isTrue();
        assertThat(VersionLines.owner(cursor)).isEqualTo(Name.parse("m.zone.test."));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void allNodes_bothTrees_mergesThemInOrder(int nodesAPage) {
        List<Entry> entries = new GeneratedRecords(nodesAPage, APEX).records(200);
        ZoneVersion version =
                Pages.of(GeneratedRecords.builder(APEX, entries).build(1), nodesAPage);
        List<Name> merged = new ArrayList<>();
        NodeCursor cursor = version.allNodes();
        while (cursor.next()) {
            merged.add(VersionLines.owner(cursor));
        }
        assertThat(cursor.next()).isFalse();
        assertThat(merged).isSorted().hasSize((int) (version.nodes() + version.nsec3Owners()));
        List<String> parts = new ArrayList<>(VersionLines.names(version));
        parts.addAll(VersionLines.hashes(version));
        assertThat(VersionLines.of(version.allNodes())).containsExactlyInAnyOrderElementsOf(parts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 1000})
    void split_anyNumberOfParts_seesEachNodeOnce(int parts) {
        List<Entry> entries = new GeneratedRecords(3, APEX).records(100);
        ZoneVersion version = Pages.of(GeneratedRecords.builder(APEX, entries).build(1), 2);
        List<String> lines = new ArrayList<>();
        version.split(parts).forEach(cursor -> lines.addAll(VersionLines.of(cursor)));
        assertThat(lines).isEqualTo(VersionLines.names(version));
        List<String> hashes = new ArrayList<>();
        version.splitNsec3(parts).forEach(cursor -> hashes.addAll(VersionLines.of(cursor)));
        assertThat(hashes).isEqualTo(VersionLines.hashes(version));
    }

    @Test
    void withApex_otherFirstNode_sharesAllPagesButTheFirst() {
        List<Entry> entries = new GeneratedRecords(4, APEX).records(100);
        ZoneVersion version = Pages.of(GeneratedRecords.builder(APEX, entries).build(1), 4);
        PageWriter writer = new PageWriter();
        NodeCursor apex = version.nodeCursor();
        assertThat(apex.next()).isTrue();
        writer.beginNodeLike(apex);
        writer.beginRrset(RecordType.A, 5);
        writer.rdata(new byte[4], 0, 4);
        writer.endRrset();
        writer.endNode();
        ZoneVersion changed = version.withApex(writer.finish());
        List<String> expected = new ArrayList<>(VersionLines.names(version));
        expected.removeAll(linesOfFirstNode(version));
        expected.addFirst(new Entry(APEX, RecordType.A, 5, new byte[4]).line());
        assertThat(VersionLines.names(changed)).isEqualTo(expected);
        assertThat(changed.names.pages)
                .endsWith(
                        java.util.Arrays.copyOfRange(
                                version.names.pages, 1, version.names.pages.length));
        assertThat(changed.hashes).isSameAs(version.hashes);
    }

    private static List<String> linesOfFirstNode(ZoneVersion version) {
        return VersionLines.of(Pages.of(version, 1).nodes(0, 1));
    }
}
