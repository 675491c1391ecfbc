package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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
    @ValueSource(ints = {1, 2, 7, 8, 9, 17, 64, 1000})
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
            expectPeek(cursor, wanted, higher);
            assertThat(cursor.next()).isEqualTo(higher != null);
            if (higher != null) {
                assertThat(VersionLines.owner(cursor)).isEqualTo(higher);
            }
        }
    }

    private static boolean seek(NodeCursor cursor, Name name) {
        byte[] key = key(name);
        return cursor.seek(key, 0, key.length);
    }

    private static byte[] key(Name name) {
        byte[] key = new byte[CanonicalKey.MAX_LENGTH];
        int length = CanonicalKey.encodeBelow(name.toWire(), 0, APEX.wireLength(), key, 0);
        return Arrays.copyOf(key, length);
    }

    private static void expectPeek(NodeCursor cursor, Name wanted, @Nullable Name higher) {
        byte[] key = key(wanted);
        int common = -1;
        if (higher != null) {
            int mismatch = Arrays.mismatch(key, key(higher));
            common = mismatch < 0 ? key.length : mismatch;
        }
        assertThat(cursor.commonWithNext(key, 0, key.length)).isEqualTo(common);
        assertThat(cursor.nextStartsWith(key, 0, key.length))
                .isEqualTo(higher != null && higher.isAtOrBelow(wanted));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 100})
    void seek_namesThatShareMuch_findsEach(int nodesAPage) {
        List<Entry> entries = new ArrayList<>();
        Name deep = APEX;
        for (int i = 0; i < 30; i++) {
            deep = deep.child(new byte[] {(byte) (i % 2), (byte) 'x', (byte) (i % 3)});
            entries.add(new Entry(deep, RecordType.A, 60, new byte[4]));
        }
        for (int i = 0; i < 100; i++) {
            byte[] label = new byte[1 + i % 20];
            Arrays.fill(label, (byte) (i / 20));
            entries.add(new Entry(deep.child(label), RecordType.A, 60, new byte[4]));
        }
        ZoneVersion version =
                Pages.of(GeneratedRecords.builder(APEX, entries).build(1), nodesAPage);
        NodeCursor cursor = version.nodeCursor();
        for (Entry entry : entries) {
            assertThat(seek(cursor, entry.owner())).isTrue();
            assertThat(VersionLines.owner(cursor)).isEqualTo(entry.owner());
        }
        assertThat(seek(cursor, Name.parse("z.zone.test."))).isFalse();
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void open_oneVersionAfterTheOther_standsBeforeTheFirstNodeOfEach() {
        ZoneVersion one = ZoneTexts.zone(APEX, "a A 192.0.2.1\nb A 192.0.2.1\n");
        ZoneVersion other = ZoneTexts.zone(Name.parse("else.test."), "c A 192.0.2.1\n");
        NodeCursor cursor = new NodeCursor();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.last()).isFalse();
        cursor.openNames(one);
        assertThat(cursor.last()).isTrue();
        assertThat(VersionLines.owner(cursor)).isEqualTo(Name.parse("b.zone.test."));
        cursor.openNames(other);
        assertThat(cursor.next()).isTrue();
        assertThat(VersionLines.owner(cursor)).isEqualTo(Name.parse("c.else.test."));
        cursor.openHashes(one);
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void cutDepths_nsAndDname_areWhereTheyAreBelowTheApex() {
        assertThat(ZoneTexts.zone(APEX, "@ NS a\nb A 192.0.2.1\n").cutDepths()).isZero();
        assertThat(ZoneTexts.zone(APEX, "@ DNAME a\n").cutDepths()).isEqualTo(1);
        assertThat(ZoneTexts.zone(APEX, "a NS x\nb.c.d NS x\ne.f.g.h DNAME x\n").cutDepths())
                .isEqualTo(0b11010);
        String deep = "a.".repeat(70);
        assertThat(ZoneTexts.zone(APEX, deep.substring(0, 139) + " NS x\n").cutDepths())
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void find_anyType_isThereOrNot() {
        ZoneVersion version =
                ZoneTexts.zone(APEX, "a A 192.0.2.1\na MX 1 x\na TXT x\na AAAA ::1\n");
        NodeCursor node = version.nodeCursor();
        assertThat(node.next()).isTrue();
        RrsetCursor rrsets = node.rrsets();
        for (int type = 0; type < 300; type++) {
            boolean there =
                    type == RecordType.A
                            || type == RecordType.MX
                            || type == RecordType.TXT
                            || type == RecordType.AAAA;
            assertThat(rrsets.find(type)).isEqualTo(there);
            if (there) {
                assertThat(rrsets.type()).isEqualTo(type);
                assertThat(rrsets.count()).isOne();
            }
        }
        assertThat(rrsets.next()).isFalse();
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
        byte[][] pages = version.names.pages;
        int moved = changed.names.pages.length - pages.length;
        for (int i = 1; i < pages.length; i++) {
            assertThat(changed.names.pages[i + moved]).isSameAs(pages[i]);
        }
        assertThat(changed.hashes).isSameAs(version.hashes);
    }

    private static List<String> linesOfFirstNode(ZoneVersion version) {
        return VersionLines.of(Pages.of(version, 1).nodes(0, 1));
    }
}
