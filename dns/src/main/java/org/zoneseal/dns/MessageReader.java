package org.zoneseal.dns;

/**
 * Reads a message where it lies (RFC 1035 §4); mutable, reused from message to message, for one
 * thread.
 *
 * <p>{@link #wrap} looks at the header alone; {@link #next} then steps through the entries of all
 * sections, and the other methods tell about the entry that it stands on:
 *
 * <pre>{@code
 * reader.wrap(packet, 0, length);
 * while (reader.next()) {
 *     int owner = reader.name(scratch, 0);
 *     …
 * }
 * }</pre>
 *
 * <p>Nothing is allocated, everything is checked before it is touched: whatever the bytes, nothing
 * is thrown but {@link MalformedMessageException}. Types that are not known are opaque bytes (RFC
 * 3597).
 */
public final class MessageReader {

    /** Bytes of a header. */
    public static final int HEADER_LENGTH = 12;

    /** The largest message that a 16-bit length can announce (RFC 1035 §4.2.2). */
    public static final int MAX_LENGTH = 65535;

    private static final int FIXED_LENGTH = 10;

    private byte[] bytes = new byte[HEADER_LENGTH];
    private int start;
    private int end = HEADER_LENGTH;
    private int position;
    private Section section = Section.QUESTION;
    private int left;
    private int nameOffset;
    private int fixedOffset;
    private int rdataOffset;
    private int rdataLength;

    /**
     * Turns to a message; the reader stands before its first question.
     *
     * @throws MalformedMessageException if there is no whole header
     */
    public MessageReader wrap(byte[] message, int offset, int length) {
        if (length < HEADER_LENGTH) {
            throw new MalformedMessageException(
                    "a message has a header of 12 bytes, this one has " + length + " in all");
        }
        bytes = message;
        start = offset;
        end = offset + length;
        rewind();
        return this;
    }

    /** Stands before the first question again. */
    public void rewind() {
        position = start + HEADER_LENGTH;
        section = Section.QUESTION;
        left = count(Section.QUESTION);
    }

    /** The message's bytes; offsets that this reader tells count from the array's begin. */
    public byte[] bytes() {
        return bytes;
    }

    public int id() {
        return unsigned16(start);
    }

    /** The 16 bits of {@link MessageFlags}, the opcode and the lower response code among them. */
    public int flags() {
        return unsigned16(start + 2);
    }

    /** Whether a bit of {@link MessageFlags} is set. */
    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /** One of {@link Opcode}. */
    public int opcode() {
        return flags() >> MessageFlags.OPCODE_SHIFT & MessageFlags.OPCODE_MASK;
    }

    /**
     * The four bits of the {@link ResponseCode} that the header has; {@link Edns#responseCode}
     * joins them with the eight others.
     */
    public int responseCode() {
        return flags() & MessageFlags.RESPONSE_CODE_MASK;
    }

    /** How many entries the header announces for a section. */
    public int count(Section of) {
        return unsigned16(start + of.countOffset());
    }

    /**
     * Steps to the next entry, a question or a record.
     *
     * @return false behind the last one
     * @throws MalformedMessageException if the entry is not whole
     */
    public boolean next() {
        while (left == 0) {
            if (section == Section.ADDITIONAL) {
                return false;
            }
            section = section.following();
            left = count(section);
        }
        left--;
        nameOffset = position;
        fixedOffset = MessageNames.skip(bytes, position, end);
        if (section == Section.QUESTION) {
            position = inside(fixedOffset + 4);
            rdataOffset = position;
            rdataLength = 0;
        } else {
            rdataOffset = inside(fixedOffset + FIXED_LENGTH);
            rdataLength = unsigned16(fixedOffset + 8);
            position = inside(rdataOffset + rdataLength);
        }
        return true;
    }

    /**
     * Steps to the end, checking every entry on the way, and turns {@code edns} to the OPT record.
     *
     * @return false if there is no OPT record; {@code edns} is then that of a sender without EDNS
     * @throws MalformedMessageException if there are two, or one outside of the additional section,
     *     or it is broken (RFC 6891 §6.1.1: to be answered with FORMERR), or bytes follow the last
     *     entry
     */
    public boolean readEdns(Edns edns) {
        edns.clear();
        while (next()) {
            if (section != Section.QUESTION && type() == RecordType.OPT) {
                if (section != Section.ADDITIONAL || edns.isPresent()) {
                    throw new MalformedMessageException(
                            "one OPT record may be in the additional section, none elsewhere");
                }
                edns.wrap(this);
            }
        }
        requireEnd();
        return edns.isPresent();
    }

    /** The section of the entry. */
    public Section section() {
        return section;
    }

    /** Where the entry's name begins; it may be compressed. */
    public int nameOffset() {
        return nameOffset;
    }

    /**
     * Writes the entry's name in uncompressed wire form, its case kept.
     *
     * @param out has 255 bytes left
     * @return the length of the wire form
     */
    public int name(byte[] out, int outOffset) {
        return MessageNames.expand(bytes, start, end, nameOffset, out, outOffset);
    }

    /** The entry's name. */
    public Name name() {
        byte[] wire = new byte[Name.MAX_WIRE_LENGTH];
        name(wire, 0);
        return Name.fromWire(wire, 0);
    }

    public int type() {
        return unsigned16(fixedOffset);
    }

    public int recordClass() {
        return unsigned16(fixedOffset + 2);
    }

    /** Seconds; a value with its highest bit set counts as 0 (RFC 2181 §8). 0 for a question. */
    public long ttl() {
        int ttl = section == Section.QUESTION ? 0 : fixed32();
        return Math.max(ttl, 0);
    }

    /** The four bytes of the TTL field of a record, whatever they mean. */
    int fixed32() {
        return unsigned16(fixedOffset + 4) << 16 | unsigned16(fixedOffset + 6);
    }

    /** Where the record's data begins, as sent: names in it may be compressed. */
    public int rdataOffset() {
        return rdataOffset;
    }

    /** Bytes of the record's data as sent; 0 for a question. */
    public int rdataLength() {
        return rdataLength;
    }

    /**
     * Writes the record's data, checked against its type's shape, with its names in full.
     *
     * <p>An update has records without data, of class ANY or NONE (RFC 2136 §2.4): they pass.
     *
     * @param out has 512 bytes more than {@link #rdataLength} left, or 65535
     * @return the length of the data there
     * @throws MalformedMessageException if the data has not the shape of its type
     */
    public int rdata(byte[] out, int outOffset) {
        if (rdataLength == 0 && recordClass() >= RecordClass.NONE) {
            return 0;
        }
        try {
            return RecordForm.of(type())
                    .fromMessage(bytes, start, rdataOffset, rdataLength, out, outOffset);
        } catch (InvalidRdataException e) {
            throw new MalformedMessageException(
                    "the data of a record of type "
                            + RecordTypes.name(type())
                            + " is malformed: "
                            + e.getMessage());
        }
    }

    /**
     * @throws MalformedMessageException if bytes follow the entry, which is taken to be the last
     */
    public void requireEnd() {
        if (position != end) {
            throw new MalformedMessageException(
                    (end - position) + " bytes follow the last entry of the message");
        }
    }

    private int inside(int at) {
        if (at > end) {
            throw new MalformedMessageException(
                    "the message ends inside an entry of its section " + section);
        }
        return at;
    }

    private int unsigned16(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
