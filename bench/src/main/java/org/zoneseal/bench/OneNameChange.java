package org.zoneseal.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneVersion;

/** The smallest change that a registry makes, and the zones to make it in. */
final class OneNameChange {

    private OneNameChange() {}

    /** One more delegation with a DS and about as much as its signature, and the next serial. */
    static ZoneDelta of(ZoneVersion version) {
        Name apex = version.apex();
        byte[] soa = version.soaRdata();
        ZoneBuilder removed = new ZoneBuilder(apex);
        add(removed, apex, RecordType.SOA, soa);
        long serial = version.serial() + 1;
        ByteBuffer.wrap(soa).putInt(soa.length - 20, (int) serial);
        ZoneBuilder added = new ZoneBuilder(apex);
        add(added, apex, RecordType.SOA, soa);
        Name name = Name.parse("new-name-" + serial * 7919 % 1_000_003 + "." + apex);
        add(added, name, RecordType.NS, Name.parse("ns1.nic." + apex).toWire());
        add(added, name, RecordType.DS, new byte[36]);
        add(added, name, RecordType.TXT, new byte[200]);
        return ZoneDelta.of(removed.build(1), added.build(1));
    }

    static ZoneVersion read(Name apex, ZoneFileSource source) throws IOException {
        ZoneBuilder builder = new ZoneBuilder(apex);
        ZoneFileReader.read(source, ZoneFileOptions.of(apex).withDefaultTtl(3600), builder);
        return builder.build(2);
    }

    private static void add(ZoneBuilder zone, Name owner, int type, byte[] rdata) {
        byte[] wire = owner.toWire();
        zone.record(
                wire,
                0,
                wire.length,
                type,
                RecordClass.IN,
                86400,
                rdata,
                0,
                rdata.length,
                new SourcePosition("made", 1));
    }
}
