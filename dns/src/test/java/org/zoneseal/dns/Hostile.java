package org.zoneseal.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What must hold whatever bytes come in: nothing is thrown but what is declared, and what was
 * accepted can be written and comes back the same.
 *
 * <p>Each method is one target, for the fuzzer as for our own seeded mutations.
 */
final class Hostile {

    private static final Name ORIGIN = Name.parse("example.");
    private static final int SCANNER_BUFFER = 1 << 16;

    private Hostile() {}

    /** Bytes as the text of a name, and as its wire form. */
    static void name(byte[] input) {
        byte[] out = new byte[Name.MAX_WIRE_LENGTH];
        try {
            int length = NameText.parse(input, 0, input.length, ORIGIN, out);
            Name name = Name.fromWire(out, 0);
            assertThat(name.wireLength()).isEqualTo(length);
            assertComesBack(name);
        } catch (InvalidNameException expected) {
            // The text is no name.
        }
        try {
            assertComesBack(Name.fromWire(input, 0));
        } catch (InvalidNameException expected) {
            // The bytes are no name.
        }
    }

    private static void assertComesBack(Name name) {
        assertThat(Name.parse(name.toString()).toWire()).isEqualTo(name.toWire());
        byte[] key = new byte[CanonicalKey.MAX_LENGTH];
        byte[] wire = new byte[Name.MAX_WIRE_LENGTH];
        int keyLength = CanonicalKey.encode(name.toWire(), 0, key, 0);
        int length = CanonicalKey.decode(key, 0, keyLength, new byte[1], wire, 0);
        assertThat(Arrays.copyOf(wire, length)).isEqualTo(name.toCanonicalWire());
    }

    /** A type in two bytes, and record data as text. */
    static void recordText(byte[] input) {
        if (input.length < 2) {
            return;
        }
        RecordForm form = formOf(input);
        String text = new String(input, 2, input.length - 2, ISO_8859_1);
        byte[] rdata;
        try {
            rdata = form.fromText(text, ORIGIN);
        } catch (InvalidRdataException expected) {
            return;
        }
        assertComesBack(form, rdata);
    }

    /** A type in two bytes, and record data in wire form. */
    static void recordWire(byte[] input) {
        if (input.length < 2) {
            return;
        }
        RecordForm form = formOf(input);
        byte[] rdata = Arrays.copyOfRange(input, 2, input.length);
        try {
            form.check(rdata, 0, rdata.length);
        } catch (InvalidRdataException expected) {
            return;
        }
        assertComesBack(form, rdata);
    }

    private static RecordForm formOf(byte[] input) {
        return RecordForm.of((input[0] & 0xff) << 8 | input[1] & 0xff);
    }

    private static void assertComesBack(RecordForm form, byte[] rdata) {
        form.check(rdata, 0, rdata.length);
        String text = form.toText(rdata);
        byte[] again = form.fromText(text, Name.ROOT);
        if (!Arrays.equals(again, rdata)) {
            throw new AssertionError(
                    RecordTypes.name(form.type())
                            + " "
                            + HexFormat.of().formatHex(rdata)
                            + " as "
                            + text
                            + " came back as "
                            + HexFormat.of().formatHex(again));
        }
        byte[] canonical = new byte[rdata.length];
        assertThat(form.canonical(rdata, 0, rdata.length, canonical, 0)).isEqualTo(rdata.length);
        form.check(canonical, 0, canonical.length);
        byte[] twice = new byte[rdata.length];
        form.canonical(canonical, 0, canonical.length, twice, 0);
        assertThat(twice).isEqualTo(canonical);
    }

    /** A zone file. */
    static void zoneText(byte[] input) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        TextOutput records;
        try (ZoneFileWriter writer = new ZoneFileWriter(written)) {
            records = read(new ByteArrayInputStream(input), recordsTo(writer));
        } catch (ZoneFileException expected) {
            assertThat(expected.problems()).hasSizeBetween(1, 20);
            assertThat(expected.getMessage()).isNotEmpty();
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertSame(read(new ByteArrayInputStream(written.toByteArray()), ignored()), records);
        if (input.length > 0 && !hasMark(input)) {
            assertSame(read(acrossTheBuffersEnd(input), ignored()), records);
        }
    }

    private static void assertSame(TextOutput actual, TextOutput expected) {
        if (!Arrays.equals(
                actual.bytes(), 0, actual.length(), expected.bytes(), 0, expected.length())) {
            assertThat(actual.toString()).isEqualTo(expected.toString());
        }
    }

    /** Whether it begins like gzip or with a byte order mark, which count at the begin alone. */
    private static boolean hasMark(byte[] input) {
        return (input[0] & 0xff) == 0x1f || (input[0] & 0xff) == 0xef;
    }

    /** The same text behind a comment so long that the reader's buffer ends inside the text. */
    private static InputStream acrossTheBuffersEnd(byte[] input) {
        byte[] comment = new byte[SCANNER_BUFFER - 1 - input.length / 2 % SCANNER_BUFFER];
        Arrays.fill(comment, (byte) ';');
        comment[comment.length - 1] = '\n';
        return new SequenceInputStream(
                new ByteArrayInputStream(comment), new Dribble(new ByteArrayInputStream(input)));
    }

    /** All records in wire form, one behind the other; each is handed on too. */
    private static TextOutput read(InputStream in, RecordSink next) {
        ZoneFileOptions options = ZoneFileOptions.of(ORIGIN).withGenerateCount(500);
        TextOutput records = new TextOutput(4096);
        try {
            ZoneFileReader.read(
                    ZoneFileSource.of(in, "fuzz.zone"),
                    options,
                    (owner, at, length, type, recordClass, ttl, rdata, from, count, position) -> {
                        RecordForm.of(type).check(rdata, from, count);
                        records.put(owner, at, length);
                        records.put(" " + type + " " + ttl + " " + count + " ");
                        records.put(rdata, from, count);
                        next.record(
                                owner,
                                at,
                                length,
                                type,
                                recordClass,
                                ttl,
                                rdata,
                                from,
                                count,
                                position);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    private static RecordSink ignored() {
        return (owner, at, length, type, recordClass, ttl, rdata, from, count, position) -> {};
    }

    private static RecordSink recordsTo(ZoneFileWriter writer) {
        return (owner, at, length, type, recordClass, ttl, rdata, from, count, position) -> {
            try {
                writer.record(owner, at, type, ttl, rdata, from, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Hands out a few bytes at a time. */
    private static final class Dribble extends java.io.FilterInputStream {

        private int turn;

        Dribble(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            turn++;
            return super.read(bytes, offset, Math.min(length, 1 + turn % 3));
        }
    }

    /** A message. */
    static void message(byte[] input) {
        MessageReader reader = new MessageReader();
        Edns edns = new Edns();
        byte[] first;
        try {
            reader.wrap(input, 0, input.length);
            first = rewriteMessage(reader);
            reader.rewind();
            reader.readEdns(edns);
            while (edns.nextOption()) {
                assertThat(edns.optionOffset() + edns.optionLength())
                        .isLessThanOrEqualTo(input.length);
            }
        } catch (MalformedMessageException expected) {
            return;
        }
        if (first.length > 0) {
            byte[] second = rewriteMessage(new MessageReader().wrap(first, 0, first.length));
            assertThat(second).isEqualTo(first);
        }
    }

    /** Writes what the reader reads; empty if it got too long. */
    private static byte[] rewriteMessage(MessageReader reader) {
        byte[] buffer = new byte[MessageReader.MAX_LENGTH];
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        MessageWriter writer = new MessageWriter();
        writer.begin(
                buffer, 0, buffer.length, NameCompression.SAME_CASE, reader.id(), reader.flags());
        while (reader.next()) {
            int length = reader.name(owner, 0);
            assertThat(Name.fromWire(owner, 0).wireLength()).isEqualTo(length);
            if (!copyEntry(reader, owner, writer)) {
                return new byte[0];
            }
        }
        reader.requireEnd();
        return Arrays.copyOf(buffer, writer.end());
    }

    private static boolean copyEntry(MessageReader reader, byte[] owner, MessageWriter writer) {
        if (reader.section() == Section.QUESTION) {
            return writer.question(owner, 0, reader.type(), reader.recordClass());
        }
        byte[] rdata = new byte[reader.rdataLength() + 512];
        int length = reader.rdata(rdata, 0);
        return writer.record(
                reader.section(),
                owner,
                0,
                reader.type(),
                reader.recordClass(),
                reader.ttl(),
                rdata,
                0,
                length);
    }
}
