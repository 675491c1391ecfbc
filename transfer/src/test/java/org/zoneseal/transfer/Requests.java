package org.zoneseal.transfer;

import java.util.Arrays;
import org.zoneseal.dns.EdnsOptions;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;

/** Requests as clients send them, put together piece by piece. */
final class Requests {

    static final int ID = 0x1234;

    private final byte[] buffer = new byte[4096];
    private final Name zone;
    private final MessageWriter writer;

    private Requests(Name zone, int opcode) {
        this.zone = zone;
        this.writer =
                new MessageWriter()
                        .begin(
                                buffer,
                                0,
                                buffer.length,
                                NameCompression.NONE,
                                ID,
                                MessageFlags.opcode(opcode));
    }

    static byte[] axfr(Name zone) {
        return of(zone, Opcode.QUERY).question(RecordType.AXFR).bytes();
    }

    static byte[] ixfr(Name zone, long serial) {
        return of(zone, Opcode.QUERY)
                .question(RecordType.IXFR)
                .soa(Section.AUTHORITY, serial)
                .edns()
                .bytes();
    }

    static byte[] notify(Name zone, long serial) {
        return of(zone, Opcode.NOTIFY).question(RecordType.SOA).soa(Section.ANSWER, serial).bytes();
    }

    static Requests of(Name zone, int opcode) {
        return new Requests(zone, opcode);
    }

    Requests question(int type) {
        return question(type, RecordClass.IN);
    }

    Requests question(int type, int recordClass) {
        writer.question(zone.toWire(), 0, type, recordClass);
        return this;
    }

    Requests soa(Section section, long serial) {
        byte[] rdata = new byte[22];
        for (int i = 0; i < 4; i++) {
            rdata[2 + i] = (byte) (serial >> 24 - 8 * i);
        }
        return record(section, RecordType.SOA, rdata);
    }

    Requests record(Section section, int type, byte[] rdata) {
        writer.record(section, zone.toWire(), 0, type, RecordClass.IN, 0, rdata, 0, rdata.length);
        return this;
    }

    Requests edns() {
        return edns(new EdnsOptions());
    }

    Requests edns(EdnsOptions options) {
        writer.opt(1232, 0, 0, options);
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer, writer.end());
    }
}
