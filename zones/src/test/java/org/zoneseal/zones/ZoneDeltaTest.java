package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordForm;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.GeneratedRecords.Entry;

class ZoneDeltaTest {

    private static final Name APEX = Name.parse("zone.test.");

    /** Records that change from version to version; owners are in lower case. */
    private static final class Changing {

        private final Random random;
        private final GeneratedRecords generated;
        private final List<Entry> entries;
        private long serial;

        Changing(long seed, int names) {
            random = new Random(seed);
            generated = new GeneratedRecords(seed, APEX);
            entries = new ArrayList<>(generated.records(names));
            lowerOwners();
        }

        ZoneVersion next() {
            serial++;
            List<Entry> all = new ArrayList<>(entries);
            byte[] soa =
                    RecordForm.of(RecordType.SOA)
                            .fromText("ns.test. h.test. " + serial + " 1 1 1 1", Name.ROOT);
            all.add(new Entry(APEX, RecordType.SOA, 60, soa));
            return GeneratedRecords.builder(APEX, all).build(1);
        }

        void change(int share) {
            entries.removeIf(entry -> random.nextInt(share) == 0);
            generated.records(50).stream().limit(random.nextInt(100)).forEach(entries::add);
            entries.replaceAll(entry ->
                    random.nextInt(share) == 0
                            ? new Entry(entry.owner(), entry.type(), 7, entry.rdata())
                            : entry);
            lowerOwners();
        }

        private void lowerOwners() {
            entries.replaceAll(entry ->
                    new Entry(
                            Name.fromWire(entry.owner().toCanonicalWire(), 0),
                            entry.type(),
                            entry.ttl(),
                            entry.rdata()));
        }
    }

    /** The nodes of both trees as they are packed. */
    private static byte[] content(ZoneVersion version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (PageList list : List.of(version.names, version.hashes)) {
            for (byte[] page : list.pages) {
                bytes.write(page, Page.firstNode(page), Page.nodeBytes(page));
            }
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    private static void expectSame(ZoneVersion actual, ZoneVersion expected) {
        assertThat(content(actual)).isEqualTo(content(expected));
        expectSums(actual);
        assertThat(actual.records()).isEqualTo(expected.records());
        assertThat(actual.nodes()).isEqualTo(expected.nodes());
        assertThat(actual.nsec3Owners()).isEqualTo(expected.nsec3Owners());
    }

    private static void expectSums(ZoneVersion version) {
        for (PageList list : List.of(version.names, version.hashes)) {
            PageList summed = PageList.of(List.of(list.pages));
            assertThat(list.nodes).isEqualTo(summed.nodes);
            assertThat(list.records).isEqualTo(summed.records);
            assertThat(list.bytes).isEqualTo(summed.bytes);
            assertThat(list.cutDepths).isEqualTo(summed.cutDepths);
            assertThat(list.shared).isEqualTo(summed.shared);
            assertThat(list.prefixes).isEqualTo(summed.prefixes);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 3", "2, 3, 20", "3, 7, 200", "4, 1000, 5", "5, 2, 1"})
    void applyTo_deltaBetweenTwoVersions_makesTheLaterByteForByte(
            long seed, int nodesAPage, int share) {
        Changing zone = new Changing(seed, 300);
        ZoneVersion before = Pages.of(zone.next(), nodesAPage);
        zone.change(share);
        ZoneVersion after = zone.next();
        ZoneDelta forth = ZoneDelta.between(before, after);
        expectSame(forth.applyTo(before), after);
        expectSame(ZoneDelta.between(after, before).applyTo(after), before);
        assertThat(forth.fromSerial()).isEqualTo(1);
        assertThat(forth.toSerial()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"11, 4", "12, 50", "13, 2"})
    void then_anyNumberOfDeltas_isTheDifferenceOfTheEnds(long seed, int share) {
        Changing zone = new Changing(seed, 200);
        ZoneVersion first = zone.next();
        ZoneVersion version = first;
        List<ZoneDelta> deltas = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            zone.change(share);
            ZoneVersion next = zone.next();
            deltas.add(ZoneDelta.between(version, next));
            version = next;
        }
        ZoneDelta expected = ZoneDelta.between(first, version);
        ZoneDelta folded = deltas.stream().reduce(ZoneDelta::then).orElseThrow();
        for (ZoneDelta actual : List.of(folded, ZoneDelta.condensed(deltas))) {
            expectSame(actual.removed(), expected.removed());
            expectSame(actual.added(), expected.added());
        }
    }

    @Test
    void then_changeAndItsReverse_leavesTheSoaAlone() {
        Changing zone = new Changing(21, 50);
        ZoneVersion before = zone.next();
        zone.change(3);
        ZoneVersion after = zone.next();
        ZoneDelta nothing = ZoneDelta.between(before, after).then(ZoneDelta.between(after, before));
        assertThat(nothing.records()).isEqualTo(2);
        expectSame(nothing.applyTo(before), before);
    }

    @Test
    void between_sameVersion_isItsSoaTwice() {
        ZoneVersion version = new Changing(22, 50).next();
        ZoneDelta nothing = ZoneDelta.between(version, version);
        assertThat(nothing.records()).isEqualTo(2);
        expectSame(nothing.applyTo(version), version);
    }

    @Test
    void applyTo_tenThousandSingleChanges_keepsPagesOfAGoodSize() {
        Random random = new Random(5);
        Set<Integer> there = new HashSet<>();
        ZoneVersion version = hosts(there, 1);
        for (int serial = 1; serial <= 10_000; serial++) {
            // Grows, then shrinks to little, so that pages are cut and joined.
            int host = random.nextInt(4000);
            boolean add = serial <= 6000 ? random.nextInt(4) > 0 : random.nextInt(4) == 0;
            Set<Integer> next = new HashSet<>(there);
            if (add ? !next.add(host) : !next.remove(host)) {
                host = -1;
            }
            version = single(host, add, serial).applyTo(version);
            there = next;
            if (serial % 500 == 0) {
                expectSame(version, hosts(there, serial + 1));
                expectGoodSizes(version);
            }
        }
    }

    private static void expectGoodSizes(ZoneVersion version) {
        byte[][] pages = version.names.pages;
        for (byte[] page : pages) {
            assertThat(page.length)
                    .isLessThanOrEqualTo(2 * PageFormat.PAGE_BYTES + 100)
                    .isGreaterThanOrEqualTo(pages.length == 1 ? 1 : PageFormat.PAGE_BYTES / 4);
        }
    }

    private static ZoneDelta single(int host, boolean add, int serial) {
        Set<Integer> none = Set.of();
        Set<Integer> one = host < 0 ? none : Set.of(host);
        return ZoneDelta.of(hosts(add ? none : one, serial), hosts(add ? one : none, serial + 1));
    }

    private static ZoneVersion hosts(Set<Integer> hosts, int serial) {
        StringBuilder text = new StringBuilder("@ 60 SOA a b " + serial + " 1 1 1 1\n");
        for (int host : hosts) {
            text.append('h').append(host).append(" TXT \"").append("x".repeat(100)).append("\"\n");
        }
        return ZoneTexts.zone(APEX, text.toString());
    }

    @Test
    void applyTo_oneChangedName_sharesAllPagesButItsOwnAndTheFirst() {
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            all.add(i);
        }
        ZoneVersion before = hosts(all, 1);
        ZoneVersion after = single(1234, false, 1).applyTo(before);
        Set<byte[]> shared = Collections.newSetFromMap(new IdentityHashMap<>());
        shared.addAll(Arrays.asList(before.names.pages));
        long fresh =
                Arrays.stream(after.names.pages).filter(page -> !shared.contains(page)).count();
        assertThat(before.names.pages.length).isGreaterThan(10);
        assertThat(fresh).isEqualTo(2);
        assertThat(after.hashes).isSameAs(before.hashes);
    }

    private static ZoneDelta delta(String removed, String added) {
        return ZoneDelta.of(
                ZoneTexts.zone(APEX, "@ 60 SOA a b 1 1 1 1 1\n" + removed),
                ZoneTexts.zone(APEX, "@ 60 SOA a b 2 1 1 1 1\n" + added));
    }

    private static final ZoneVersion SMALL =
            ZoneTexts.zone(
                    APEX,
                    """
                    @ 60 SOA a b 1 1 1 1 1
                    m 60 A 192.0.2.1
                    m 60 A 192.0.2.2
                    m 60 MX 1 Mail
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m 60 A 192.0.2.3 | '' | m.zone.test. A 192.0.2.3 is to be removed",
                "m 60 AAAA 2001:db8::1 | '' | m.zone.test. AAAA 2001:db8::1 is to be removed",
                "n 60 A 192.0.2.1 | '' | n.zone.test. A 192.0.2.1 is to be removed",
                "a 60 A 192.0.2.1 | '' | a.zone.test. A 192.0.2.1 is to be removed",
                "m 61 A 192.0.2.1 | '' | m.zone.test. A 192.0.2.1 has another TTL",
                "'' | m 60 A 192.0.2.1 | m.zone.test. A 192.0.2.1 is to be added",
                "'' | m 60 MX 1 mail | m.zone.test. MX 1 mail.zone.test. is to be added",
                "'' | m 61 A 192.0.2.3 | m.zone.test. A 192.0.2.3 does not have the TTL",
                "m 60 A 192.0.2.1 | m 61 A 192.0.2.0 | m.zone.test. A 192.0.2.2 does not have"
            })
    void applyTo_deltaThatDoesNotFit_namesTheRecord(String removed, String added, String message) {
        byte[] content = content(SMALL);
        assertThatThrownBy(() -> delta(removed, added).applyTo(SMALL))
                .isInstanceOf(ZoneException.class)
                .hasMessageContaining(message);
        assertThat(content(SMALL)).isEqualTo(content);
    }

    @Test
    void applyTo_removedNameInOtherCase_isTheSameRecord() {
        ZoneVersion after = delta("M 60 MX 1 mAIL", "m 60 MX 1 MAIL").applyTo(SMALL);
        expectSame(
                after,
                ZoneTexts.zone(
                        APEX,
                        """
                        @ 60 SOA a b 2 1 1 1 1
                        m 60 A 192.0.2.1
                        m 60 A 192.0.2.2
                        m 60 MX 1 MAIL
                        """));
    }

    @Test
    void applyTo_everyRecordOfAnRrsetReplaced_mayHaveAnotherTtl() {
        ZoneVersion after =
                delta("m 60 A 192.0.2.1\nm 60 A 192.0.2.2", "m 5 A 192.0.2.1\nm 5 A 192.0.2.9")
                        .applyTo(SMALL);
        expectSame(
                after,
                ZoneTexts.zone(
                        APEX,
                        """
                        @ 60 SOA a b 2 1 1 1 1
                        m 5 A 192.0.2.1
                        m 5 A 192.0.2.9
                        m 60 MX 1 Mail
                        """));
    }

    @Test
    void applyTo_otherSerial_isRefused() {
        ZoneVersion after = delta("", "").applyTo(SMALL);
        assertThatThrownBy(() -> delta("", "").applyTo(after))
                .hasMessageContaining("from serial 1")
                .hasMessageContaining("at serial 2");
    }

    @Test
    void then_deltaThatBeginsElsewhere_isRefused() {
        ZoneDelta delta = delta("", "");
        assertThatThrownBy(() -> delta.then(delta)).hasMessageContaining("do not fit");
    }

    @Test
    void of_sideWithoutSoa_isRefused() {
        ZoneVersion none = ZoneTexts.zone(APEX, "m A 192.0.2.1\n");
        assertThatThrownBy(() -> ZoneDelta.of(none, SMALL)).hasMessageContaining("SOA");
        assertThatThrownBy(() -> ZoneDelta.of(SMALL, none)).hasMessageContaining("SOA");
        assertThatThrownBy(() -> ZoneDelta.between(none, SMALL)).hasMessageContaining("SOA");
    }

    @Test
    void between_twoDaysOfTheRootZone_makesTheLater() {
        ZoneVersion before = ZoneTexts.shared(Name.ROOT, "root-2026080600.zone");
        ZoneVersion after = ZoneTexts.shared(Name.ROOT, "root-2026082201.zone");
        expectSame(ZoneDelta.between(before, after).applyTo(before), after);
    }
}
