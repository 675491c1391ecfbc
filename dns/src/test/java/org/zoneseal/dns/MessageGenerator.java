package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;

/** A message with a question and records, made up from a seed. */
final class MessageGenerator {

    private static final Section[] RECORD_SECTIONS = {
        Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL
    };

    /** A record with uncompressed data. */
    private record Entry(Section section, Name owner, int type, long ttl, byte[] rdata) {}

    private final SeededGenerator generator;
    private final List<Name> names = new ArrayList<>();
    private final Name question;
    private final List<Entry> entries = new ArrayList<>();

    MessageGenerator(SeededGenerator generator) {
        this.generator = generator;
        question = name();
        for (Section section : RECORD_SECTIONS) {
            for (int i = generator.below(6); i > 0; i--) {
                entries.add(entry(section));
            }
        }
    }

    /** Often one that was there before, or its child, in another case. */
    private Name name() {
        Name name;
        if (names.isEmpty() || generator.onceIn(4)) {
            name = generator.name();
        } else {
            Name known = names.get(generator.below(names.size()));
            name = generator.nameBelow(known, generator.below(3));
        }
        names.add(name);
        return generator.onceIn(4) ? generator.recase(name) : name;
    }

    private Entry entry(Section section) {
        int type =
                generator.oneOf(
                        RecordType.A,
                        RecordType.NS,
                        RecordType.CNAME,
                        RecordType.SOA,
                        RecordType.MINFO,
                        RecordType.MX,
                        RecordType.SRV,
                        RecordType.DNAME,
                        65280);
        return new Entry(section, name(), type, generator.unsigned(31), rdata(type));
    }

    private byte[] rdata(int type) {
        ByteArrayOutputStream rdata = new ByteArrayOutputStream();
        switch (type) {
            case RecordType.A -> rdata.writeBytes(generator.bytes(4));
            case RecordType.NS, RecordType.CNAME, RecordType.DNAME ->
                    rdata.writeBytes(name().toWire());
            case RecordType.MX -> {
                rdata.writeBytes(generator.bytes(2));
                rdata.writeBytes(name().toWire());
            }
            case RecordType.SRV -> {
                rdata.writeBytes(generator.bytes(6));
                rdata.writeBytes(name().toWire());
            }
            case RecordType.SOA, RecordType.MINFO -> {
                rdata.writeBytes(name().toWire());
                rdata.writeBytes(name().toWire());
                rdata.writeBytes(generator.bytes(type == RecordType.SOA ? 20 : 0));
            }
            default -> rdata.writeBytes(generator.bytes(generator.below(40)));
        }
        return rdata.toByteArray();
    }

    void write(MessageWriter writer) {
        assertThat(writer.question(question.toWire(), 0, RecordType.A, RecordClass.IN)).isTrue();
        for (Entry entry : entries) {
            boolean fits =
                    writer.record(
                            entry.section,
                            entry.owner.toWire(),
                            0,
                            entry.type,
                            RecordClass.IN,
                            entry.ttl,
                            entry.rdata,
                            0,
                            entry.rdata.length);
            assertThat(fits).isTrue();
        }
    }

    /**
     * @param anyCase whether names may have come back in the case of an earlier one
     */
    void assertRead(MessageReader reader, boolean anyCase) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.section()).isEqualTo(Section.QUESTION);
        assertSameName(reader.name(), question, anyCase);
        for (Entry entry : entries) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.section()).isEqualTo(entry.section);
            assertSameName(reader.name(), entry.owner, anyCase);
            assertThat(reader.type()).isEqualTo(entry.type);
            assertThat(reader.recordClass()).isEqualTo(RecordClass.IN);
            assertThat(reader.ttl()).isEqualTo(entry.ttl);
            assertThat(lower(expand(reader), anyCase)).isEqualTo(lower(entry.rdata, anyCase));
        }
        assertThat(reader.next()).isFalse();
    }

    /** Lower-cases all bytes alike: good enough to compare by. */
    private static byte[] lower(byte[] rdata, boolean anyCase) {
        byte[] copy = rdata.clone();
        if (anyCase) {
            WireNames.toLowerCase(copy, 0, copy.length);
        }
        return copy;
    }

    private static byte[] expand(MessageReader reader) {
        byte[] rdata = new byte[reader.rdataLength() + 512];
        return Arrays.copyOf(rdata, reader.rdata(rdata, 0));
    }

    private static void assertSameName(Name actual, Name expected, boolean anyCase) {
        assertThat(actual).isEqualTo(expected);
        if (!anyCase) {
            assertThat(actual.toWire()).isEqualTo(expected.toWire());
        }
    }

    Message toDnsjava() throws java.io.IOException {
        Message message = new Message(1);
        message.addRecord(
                Record.newRecord(new org.xbill.DNS.Name(question.toWire()), 1, 1),
                org.xbill.DNS.Section.QUESTION);
        for (Entry entry : entries) {
            message.addRecord(theirs(entry), entry.section.countOffset() / 2 - 2);
        }
        return message;
    }

    private static Record theirs(Entry entry) throws java.io.IOException {
        return Record.newRecord(
                new org.xbill.DNS.Name(entry.owner.toWire()),
                entry.type,
                RecordClass.IN,
                entry.ttl,
                entry.rdata.length,
                entry.rdata);
    }

    void assertSame(Message theirs) throws java.io.IOException {
        int[] next = new int[4];
        assertThat(theirs.getQuestion().getName().toWire()).isEqualTo(question.toWire());
        for (Entry entry : entries) {
            int section = entry.section.countOffset() / 2 - 2;
            List<Record> records = theirs.getSection(section);
            byte[] wire = records.get(next[section]++).toWire(section);
            assertThat(wire).isEqualTo(theirs(entry).toWire(section));
            byte[] tail = Arrays.copyOfRange(wire, wire.length - entry.rdata.length, wire.length);
            assertThat(tail).isEqualTo(entry.rdata);
        }
        for (Section section : RECORD_SECTIONS) {
            int index = section.countOffset() / 2 - 2;
            assertThat(next[index]).isEqualTo(theirs.getSection(index).size());
        }
    }
}
