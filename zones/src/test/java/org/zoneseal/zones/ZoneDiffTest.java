package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.GeneratedRecords.Entry;

class ZoneDiffTest {

    private static final Name APEX = Name.parse("zone.test.");

    private static final class Collected implements ZoneDiff.Sink {

        private final List<String> removed = new ArrayList<>();
        private final List<String> added = new ArrayList<>();
        private final List<Name> owners = new ArrayList<>();

        @Override
        public void record(
                ZoneDiff.Change change,
                byte[] owner,
                int ownerLength,
                int type,
                long ttl,
                byte[] rdata,
                int rdataOffset,
                int rdataLength) {
            Name name = Name.fromWire(owner, 0);
            assertThat(name.wireLength()).isEqualTo(ownerLength);
            owners.add(name);
            byte[] copy = Arrays.copyOfRange(rdata, rdataOffset, rdataOffset + rdataLength);
            (change == ZoneDiff.Change.ADDED ? added : removed)
                    .add(new Entry(name, type, ttl, copy).line());
        }
    }

    private static Collected diff(ZoneVersion before, ZoneVersion after) {
        Collected collected = new Collected();
        ZoneDiff.between(before, after, collected);
        return collected;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 1000", "4, 5"})
    void between_versionsWithManyChanges_isTheDifferenceOfTheirSets(long seed, int nodesAPage) {
        GeneratedRecords generated = new GeneratedRecords(seed, APEX);
        List<Entry> entries = generated.records(300);
        List<Entry> others = new ArrayList<>(entries);
        others.removeIf(entry -> entry.rdata().length > 0 && entry.rdata()[0] % 5 == 0);
        generated.records(40).stream().limit(60).forEach(others::add);
        others.replaceAll(entry ->
                entry.rdata().length % 7 == 1
                        ? new Entry(entry.owner(), entry.type(), 7, entry.rdata())
                        : entry);
        ZoneVersion before = Pages.of(GeneratedRecords.builder(APEX, entries).build(1), nodesAPage);
        ZoneVersion after = GeneratedRecords.builder(APEX, others).build(2);
        expectSetDifference(before, after);
        expectSetDifference(after, before);
        assertThat(diff(before, before).owners).isEmpty();
        assertThat(diff(before, Pages.of(before, 2)).owners).isEmpty();
    }

    private static void expectSetDifference(ZoneVersion before, ZoneVersion after) {
        Set<String> old = lines(before);
        Set<String> fresh = lines(after);
        Set<String> removed = new HashSet<>(old);
        removed.removeAll(fresh);
        Set<String> added = new HashSet<>(fresh);
        added.removeAll(old);
        Collected diff = diff(before, after);
        assertThat(diff.removed).containsExactlyInAnyOrderElementsOf(removed);
        assertThat(diff.added).containsExactlyInAnyOrderElementsOf(added);
    }

    private static Set<String> lines(ZoneVersion version) {
        Set<String> lines = new HashSet<>(VersionLines.names(version));
        lines.addAll(VersionLines.hashes(version));
        return lines;
    }

    @Test
    void between_twoZones_ownersComeInCanonicalOrder() {
        ZoneVersion before = ZoneTexts.zone(APEX, "@ NS a\nx A 192.0.2.1\nc A 192.0.2.1\n");
        ZoneVersion after = ZoneTexts.zone(APEX, "@ NS b\nx A 192.0.2.2\na A 192.0.2.1\n");
        assertThat(diff(before, after).owners).isSorted().hasSize(6);
    }

    @Test
    void between_newApexAlone_readsOnlyTheFirstPage() {
        ZoneVersion before =
                Pages.of(
                        GeneratedRecords.builder(APEX, new GeneratedRecords(5, APEX).records(200))
                                .build(1),
                        4);
        PageWriter writer = new PageWriter();
        writer.beginNode(new byte[0], 0, 0, new byte[0], 0, 0);
        writer.beginRrset(RecordType.A, 5);
        writer.rdata(new byte[4], 0, 4);
        writer.endRrset();
        writer.endNode();
        ZoneVersion after = before.withApex(writer.finish());
        // A page that is shared may hold anything: who reads it would tell.
        for (int i = 1; i < before.names.pages.length; i++) {
            byte[] page = before.names.pages[i];
            int first = Page.firstNode(page);
            int second = first + PageFormat.NODE_HEADER + PageFormat.u24(page, first);
            Arrays.fill(page, Math.min(second, page.length), page.length, (byte) 0x7f);
        }
        expectApexChange(diff(before, after));
    }

    private static void expectApexChange(Collected diff) {
        assertThat(diff.owners).containsOnly(APEX);
        assertThat(diff.added)
                .containsExactly(new Entry(APEX, RecordType.A, 5, new byte[4]).line());
    }

    @Test
    void between_ownersInOtherCase_isNoDifference() {
        ZoneVersion before = ZoneTexts.zone(APEX, "www A 192.0.2.1\n");
        ZoneVersion after = ZoneTexts.zone(APEX, "WWW A 192.0.2.1\n");
        assertThat(diff(before, after).owners).isEmpty();
    }

    @Test
    void between_rdataInOtherCase_isADifference() {
        ZoneVersion before = ZoneTexts.zone(APEX, "@ NS ns.else.test.\n");
        ZoneVersion after = ZoneTexts.zone(APEX, "@ NS NS.else.test.\n");
        Collected diff = diff(before, after);
        assertThat(diff.removed).hasSize(1);
        assertThat(diff.added).hasSize(1);
    }

    @Test
    void between_otherZone_isRefused() {
        ZoneVersion one = ZoneTexts.zone(APEX, "www A 192.0.2.1\n");
        ZoneVersion other = ZoneTexts.zone(Name.parse("else.test."), "www A 192.0.2.1\n");
        assertThatThrownBy(() -> diff(one, other)).hasMessageContaining("else.test.");
    }

    @Test
    void between_twoDaysOfTheRootZone_isTheDifferenceOfTheirSets() {
        expectSetDifference(
                ZoneTexts.shared(Name.ROOT, "root-2026080600.zone"),
                ZoneTexts.shared(Name.ROOT, "root-2026082201.zone"));
    }
}
