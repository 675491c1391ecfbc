package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordForm;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.SourcePosition;

/** A zone of ten million names: built, searched, changed. */
class LargeZoneTest {

    private static final Name APEX = Name.parse("example.");
    private static final int NAMES = 10_000_000;
    private static final byte[] SERVER = Name.parse("ns.example.").toWire();

    /** In canonical order by number. */
    private static String label(int number) {
        return "d" + (100_000_000 + number);
    }

    private static void add(ZoneBuilder builder, Name owner, int type, byte[] rdata) {
        byte[] wire = owner.toWire();
        builder.record(
                wire,
                0,
                wire.length,
                type,
                1,
                60,
                rdata,
                0,
                rdata.length,
                new SourcePosition("test", 1));
    }

    private static ZoneVersion change(int serial, int number, boolean with) {
        ZoneBuilder builder = new ZoneBuilder(APEX);
        add(builder, APEX, RecordType.SOA, soa(serial));
        if (with) {
            add(builder, Name.parse(label(number) + ".example."), RecordType.NS, SERVER);
        }
        return builder.build(1);
    }

    private static byte[] soa(int serial) {
        return RecordForm.of(RecordType.SOA)
                .fromText("ns.example. h.example. " + serial + " 1 1 1 1", Name.ROOT);
    }

    private static ZoneVersion tenMillion() {
        ZoneBuilder builder = new ZoneBuilder(APEX);
        add(builder, APEX, RecordType.SOA, soa(1));
        byte[] owner = Name.parse(label(0) + ".example.").toWire();
        SourcePosition position = new SourcePosition("test", 1);
        for (int i = 0; i < NAMES; i++) {
            // The label is a length, a "d", a "1", and eight digits.
            int rest = i;
            for (int digit = 10; digit > 2; digit--) {
                owner[digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            builder.record(
                    owner,
                    0,
                    owner.length,
                    RecordType.NS,
                    1,
                    60,
                    SERVER,
                    0,
                    SERVER.length,
                    position);
        }
        return builder.build(2);
    }

    @Test
    @Tag("long")
    void version_tenMillionNames_isSearchedAndChangedLikeASmallOne() {
        ZoneVersion version = tenMillion();
        assertThat(version.nodes()).isEqualTo(NAMES + 1);
        assertThat(version.packedBytes()).isLessThan(60L * NAMES);
        NodeCursor cursor = version.nodeCursor();
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            expectFound(cursor, random.nextInt(NAMES), true);
        }
        expectFound(cursor, NAMES, false);
        ZoneVersion changed = version;
        for (int serial = 1; serial <= 100; serial++) {
            int gone = serial * 99_000;
            changed =
                    ZoneDelta.of(change(serial, gone, true), change(serial + 1, gone, false))
                            .applyTo(changed);
            NodeCursor later = changed.nodeCursor();
            expectFound(later, gone, false);
            expectFound(later, gone + 1, true);
        }
        assertThat(changed.nodes()).isEqualTo(NAMES + 1 - 100);
        assertThat(ZoneDelta.between(version, changed).records()).isEqualTo(102);
    }

    private static void expectFound(NodeCursor cursor, int number, boolean there) {
        byte[] wire = Name.parse(label(number) + ".example.").toWire();
        byte[] key = new byte[CanonicalKey.MAX_LENGTH];
        int length = CanonicalKey.encodeBelow(wire, 0, APEX.wireLength(), key, 0);
        assertThat(cursor.seek(key, 0, length)).isEqualTo(there);
    }
}
