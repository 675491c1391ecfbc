package org.zoneseal.transfer.secondary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordForm;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/** Messages of a transfer as a test wants them, and zones out of lines. */
final class Stream {

    static final Name APEX = Name.parse("example.");
    static final int ID = 4711;

    /** A record: owner, type, data, in presentation form. */
    record Line(String owner, String type, String data) {

        static Line soa(long serial) {
            return new Line("@", "SOA", "ns hostmaster " + serial + " 3600 600 86400 60");
        }

        static Line a(String owner, int last) {
            return new Line(owner, "A", "192.0.2." + last);
        }

        Name name() {
            return owner.equals("@")
                    ? APEX
                    : owner.endsWith(".") ? Name.parse(owner) : Name.parse(owner + "." + APEX);
        }

        int number() {
            return RecordTypes.parse(type);
        }

        byte[] rdata() {
            return RecordForm.of(number()).fromText(data, APEX);
        }
    }

    private final int questionType;
    private int id = ID;
    private int flags = MessageFlags.RESPONSE | MessageFlags.AUTHORITATIVE;
    private int questions = 1;
    private int recordClass = RecordClass.IN;
    private Name asked = APEX;

    private Stream(int questionType) {
        this.questionType = questionType;
    }

    static Stream axfr() {
        return new Stream(RecordType.AXFR);
    }

    static Stream ixfr() {
        return new Stream(RecordType.IXFR);
    }

    static Stream soa() {
        return new Stream(RecordType.SOA);
    }

    Stream id(int other) {
        id = other;
        return this;
    }

    Stream flags(int other) {
        flags = other;
        return this;
    }

    Stream questions(int count) {
        questions = count;
        return this;
    }

    Stream recordClass(int other) {
        recordClass = other;
        return this;
    }

    Stream asked(Name other) {
        asked = other;
        return this;
    }

    byte[] message(Line... lines) {
        return message(Section.ANSWER, lines);
    }

    byte[] message(Section section, Line... lines) {
        byte[] buffer = new byte[65535];
        MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, buffer.length, NameCompression.SAME_CASE, id, flags);
        for (int i = 0; i < questions; i++) {
            writer.question(asked.toWire(), 0, questionType, RecordClass.IN);
        }
        for (Line line : lines) {
            byte[] rdata = line.rdata();
            writer.record(
                    section,
                    line.name().toWire(),
                    0,
                    line.number(),
                    recordClass,
                    300,
                    rdata,
                    0,
                    rdata.length);
        }
        return Arrays.copyOf(buffer, writer.end());
    }

    static ZoneVersion zone(Line... lines) {
        ZoneBuilder builder = new ZoneBuilder(APEX);
        for (Line line : lines) {
            byte[] owner = line.name().toWire();
            byte[] rdata = line.rdata();
            builder.record(
                    owner,
                    0,
                    owner.length,
                    line.number(),
                    RecordClass.IN,
                    300,
                    rdata,
                    0,
                    rdata.length,
                    new SourcePosition("test", 0));
        }
        return builder.build(1);
    }

    /** All records as text, in canonical order. */
    static List<String> text(ZoneVersion version) {
        List<String> lines = new ArrayList<>();
        var node = version.allNodes();
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        while (node.next()) {
            node.owner(owner, 0);
            var rrsets = node.rrsets();
            while (rrsets.next()) {
                var rdatas = rrsets.rdatas();
                while (rdatas.next()) {
                    byte[] rdata =
                            Arrays.copyOfRange(
                                    rdatas.bytes(),
                                    rdatas.offset(),
                                    rdatas.offset() + rdatas.length());
                    lines.add(
                            Name.fromWire(owner, 0)
                                    + " "
                                    + RecordTypes.name(rrsets.type())
                                    + " "
                                    + RecordForm.of(rrsets.type()).toText(rdata));
                }
            }
        }
        return lines;
    }
}
