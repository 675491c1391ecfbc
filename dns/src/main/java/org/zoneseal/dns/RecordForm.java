package org.zoneseal.dns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The form of a type's record data: from text, to text, checked, and canonical.
 *
 * <p>A form is a row of {@link Field}s, and one loop reads, checks or writes them in turn. Adding a
 * type is adding a row to {@link RecordForms}; only a field of a new kind needs code. Types without
 * a row, and types whose row is empty because no presentation form was ever defined, are opaque and
 * written as RFC 3597 §5 says, which is read for every type and then checked against its fields.
 *
 * <p>Immutable, shared by all threads.
 */
public final class RecordForm {

    /** Longest record data (RFC 1035 §3.2.1). */
    public static final int MAX_LENGTH = 0xffff;

    /** What a buffer needs that record data is read into: a field may write a little too far. */
    static final int BUFFER_LENGTH = MAX_LENGTH + 1024;

    private final int type;
    private final Field[] fields;
    private final boolean lowersNames;

    RecordForm(int type, boolean lowersNames, Field... fields) {
        this.type = type;
        this.lowersNames = lowersNames;
        this.fields = fields;
    }

    /** The form of a type, known or unknown. */
    public static RecordForm of(int type) {
        return RecordForms.of(type);
    }

    /**
     * Whether the canonical form has the names in the record data in lower case (RFC 4034 §6.2 as
     * corrected by RFC 6840 §5.1).
     */
    public boolean lowersNames() {
        return lowersNames;
    }

    /**
     * Checks uncompressed wire form against the type's shape.
     *
     * @throws InvalidRdataException if it is malformed
     */
    public void check(byte[] rdata, int offset, int length) {
        if (length > MAX_LENGTH) {
            throw new InvalidRdataException("it has " + length + " bytes; the most is 65535");
        }
        int end = offset + length;
        int at = offset;
        for (Field field : fields) {
            at = field.check(rdata, at, end);
        }
        if (at < end && fields.length > 0) {
            throw new InvalidRdataException("it has " + (end - at) + " bytes too many");
        }
    }

    /**
     * Writes the canonical form (RFC 4034 §6.2) of record data that {@link #check} accepts.
     *
     * @return its length, which is {@code length}
     */
    public int canonical(byte[] rdata, int offset, int length, byte[] out, int outOffset) {
        System.arraycopy(rdata, offset, out, outOffset, length);
        if (lowersNames) {
            int end = outOffset + length;
            int at = outOffset;
            for (Field field : fields) {
                at = field.toLowerCase(out, at, end);
            }
        }
        return length;
    }

    /**
     * Copies record data out of a message, its names uncompressed, and checks it. Names are
     * expanded in the types of RFC 1035 and in those that RFC 3597 §4 names besides; in others a
     * compression pointer is an error.
     *
     * @param messageStart where the message begins: compression pointers count from here
     * @param out has 512 bytes more than {@code length} left, or 65535
     * @return the length of the uncompressed record data
     * @throws InvalidRdataException if it is malformed
     */
    public int fromMessage(
            byte[] message, int messageStart, int offset, int length, byte[] out, int outOffset) {
        if (!mayBeCompressed()) {
            check(message, offset, length);
            System.arraycopy(message, offset, out, outOffset, length);
            return length;
        }
        int end = offset + length;
        int at = offset;
        int put = outOffset;
        for (Field field : fields) {
            if (field.isName()) {
                put += expand(message, messageStart, at, end, out, put);
                at = MessageNames.skip(message, at, end);
            } else {
                int behind = field.check(message, at, end);
                System.arraycopy(message, at, out, put, behind - at);
                put += behind - at;
                at = behind;
            }
        }
        if (at < end) {
            throw new InvalidRdataException("it has " + (end - at) + " bytes too many");
        }
        return put - outOffset;
    }

    /** The types of RFC 1035, and those that old senders were known to compress (RFC 3597 §4). */
    private boolean mayBeCompressed() {
        return switch (type) {
            case RecordType.NS,
                    RecordType.MD,
                    RecordType.MF,
                    RecordType.CNAME,
                    RecordType.SOA,
                    RecordType.MB,
                    RecordType.MG,
                    RecordType.MR,
                    RecordType.PTR,
                    RecordType.MINFO,
                    RecordType.MX,
                    RecordType.RP,
                    RecordType.AFSDB,
                    RecordType.RT,
                    RecordType.SIG,
                    RecordType.PX,
                    RecordType.NXT,
                    RecordType.SRV,
                    RecordType.NAPTR ->
                    true;
            default -> false;
        };
    }

    private static int expand(
            byte[] message, int messageStart, int at, int end, byte[] out, int put) {
        try {
            return MessageNames.expand(message, messageStart, end, at, out, put);
        } catch (MalformedMessageException e) {
            throw new InvalidRdataException(String.valueOf(e.getMessage()));
        }
    }

    /** Writes the presentation form of record data that {@link #check} accepts. */
    public void toText(byte[] rdata, int offset, int length, TextOutput out) {
        if (fields.length == 0) {
            writeOpaque(rdata, offset, length, out);
            return;
        }
        int start = out.length;
        int end = offset + length;
        int at = offset;
        for (Field field : fields) {
            if (at == end && field.mayBeAbsent()) {
                continue;
            }
            if (at > offset) {
                out.put(' ');
            }
            at = field.write(rdata, at, end, out);
            if (at == Field.NO_TEXT) {
                out.length = start;
                writeOpaque(rdata, offset, length, out);
                return;
            }
        }
    }

    /** The presentation form of record data that {@link #check} accepts. */
    public String toText(byte[] rdata) {
        TextOutput out = new TextOutput(4 * rdata.length + 64);
        toText(rdata, 0, rdata.length, out);
        return out.toString();
    }

    private static void writeOpaque(byte[] rdata, int offset, int length, TextOutput out) {
        out.put("\\# ");
        out.putNumber(length);
        if (length > 0) {
            out.put(' ');
            HexText.write(rdata, offset, offset + length, out);
        }
    }

    /**
     * Reads presentation form.
     *
     * @param origin completes relative names
     * @return wire form
     * @throws InvalidRdataException if the text is no record data of this type
     */
    public byte[] fromText(String text, Name origin) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ZoneScanner in = new ZoneScanner(InputStream.nullInputStream(), 16);
        in.reset(bytes, bytes.length, 1);
        in.origin = origin.toWire();
        in.originLength = in.origin.length;
        byte[] out = new byte[BUFFER_LENGTH];
        try {
            int length = read(in, out);
            return Arrays.copyOf(out, length);
        } catch (EntryProblem | InvalidNameException | IOException e) {
            throw new InvalidRdataException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads the rest of an entry.
     *
     * @param out receives wire form at 0; {@link #BUFFER_LENGTH} bytes
     * @return its length
     */
    int read(ZoneScanner in, byte[] out) throws IOException {
        if (in.next()) {
            if (isOpaqueMark(in)) {
                return readOpaque(in, out);
            }
            in.pushBack();
        }
        if (fields.length == 0) {
            throw in.problem("\\# with a length and hexadecimal digits (RFC 3597)");
        }
        int at = 0;
        for (Field field : fields) {
            at = field.read(in, out, at);
        }
        if (in.next()) {
            throw in.problem("the end of the entry");
        }
        if (at > MAX_LENGTH) {
            throw in.problem("record data of " + at + " bytes", "at most 65535");
        }
        return at;
    }

    private static boolean isOpaqueMark(ZoneScanner in) {
        return in.end - in.start == 2
                && in.bytes[in.start] == '\\'
                && in.bytes[in.start + 1] == '#'
                && !in.quoted;
    }

    private int readOpaque(ZoneScanner in, byte[] out) throws IOException {
        String expected = "the length of the record data, up to 65535";
        in.need(expected);
        int length = (int) in.number(MAX_LENGTH, expected);
        int read = HexField.readRest(in, out, 0, 0, "record data in hexadecimal");
        if (read != length) {
            throw in.problem(read + " bytes", length + " bytes, as the length says");
        }
        try {
            check(out, 0, length);
        } catch (InvalidRdataException e) {
            throw in.problem(
                    "\\# with " + length + " bytes",
                    "record data of type " + RecordTypes.name(type) + " (" + e.getMessage() + ")");
        }
        return length;
    }

    /** The fields, for those that walk them in another way. */
    Field[] fields() {
        return fields;
    }

    /** The type whose form this is. */
    public int type() {
        return type;
    }
}
