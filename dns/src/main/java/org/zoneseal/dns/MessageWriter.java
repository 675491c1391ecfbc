package org.zoneseal.dns;

/**
 * Writes a message into a buffer (RFC 1035 §4); mutable, reused from message to message, for one
 * thread.
 *
 * <p>What does not fit is not written: the method returns false and the message is as it was
 * before. Whole RRsets are left out with {@link #mark} and {@link #backTo}. Room for what comes
 * last (OPT, TSIG) is kept free with {@link #reserve}:
 *
 * <pre>{@code
 * writer.begin(buffer, 0, limit, NameCompression.ANY_CASE, id, MessageFlags.RESPONSE);
 * writer.question(name, 0, type, RecordClass.IN);
 * writer.reserve(MessageWriter.optLength(options));
 * if (!writer.record(Section.ANSWER, …)) {
 *     writer.set(MessageFlags.TRUNCATED);
 * }
 * writer.opt(1232, responseCode, Edns.DNSSEC_OK, options);
 * int end = writer.end();
 * }</pre>
 *
 * <p>Names in record data are shared for the types of RFC 1035 alone (RFC 3597 §4); data comes in
 * uncompressed and well-formed.
 */
public final class MessageWriter {

    private static final int OPT_FIXED_LENGTH = 11;

    private final NameCompressor compressor = new NameCompressor();
    private byte[] bytes = new byte[MessageReader.HEADER_LENGTH];
    private NameCompression compression = NameCompression.NONE;
    private int start;
    private int limit;
    private int reserved;
    private int position;
    private Section section = Section.QUESTION;

    /**
     * Writes a header with no entries behind it.
     *
     * @param limit where the message must end in {@code buffer}; at least 12 bytes behind {@code
     *     offset} and no more than 65535
     * @param flags an opcode and bits of {@link MessageFlags}
     */
    public MessageWriter begin(
            byte[] buffer, int offset, int limit, NameCompression compression, int id, int flags) {
        if (limit - offset < MessageReader.HEADER_LENGTH || limit > buffer.length) {
            throw new IllegalArgumentException(
                    "no header fits into bytes "
                            + offset
                            + " to "
                            + limit
                            + " of a buffer of "
                            + buffer.length);
        }
        compressor.forgetFrom(0);
        this.bytes = buffer;
        this.compression = compression;
        this.start = offset;
        this.limit = Math.min(limit, offset + MessageReader.MAX_LENGTH);
        this.reserved = 0;
        this.position = offset + MessageReader.HEADER_LENGTH;
        this.section = Section.QUESTION;
        put16(offset, id);
        put16(offset + 2, flags);
        for (int at = offset + 4; at < position; at++) {
            bytes[at] = 0;
        }
        return this;
    }

    /** Sets bits of {@link MessageFlags}. */
    public void set(int flags) {
        put16(start + 2, get16(start + 2) | flags);
    }

    /** Sets the response code, of which the header takes the lower four bits. */
    public void responseCode(int code) {
        int others = get16(start + 2) & ~MessageFlags.RESPONSE_CODE_MASK;
        put16(start + 2, others | code & MessageFlags.RESPONSE_CODE_MASK);
    }

    /** Keeps so many bytes free at the end, in place of what was kept before. */
    public void reserve(int count) {
        reserved = count;
    }

    /** Bytes that can still be written. */
    public int room() {
        return limit - reserved - position;
    }

    /**
     * Writes a question.
     *
     * @return false if it does not fit
     */
    public boolean question(byte[] name, int nameOffset, int type, int recordClass) {
        enter(Section.QUESTION);
        int at = writeName(name, nameOffset, position);
        if (at < 0 || at + 4 > limit - reserved) {
            return takeBack(position);
        }
        put16(at, type);
        put16(at + 2, recordClass);
        return written(at + 4);
    }

    /**
     * Writes a record.
     *
     * @param in where it goes; sections are written in their order
     * @param rdata uncompressed
     * @return false if it does not fit
     */
    public boolean record(
            Section in,
            byte[] owner,
            int ownerOffset,
            int type,
            int recordClass,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength) {
        enter(in);
        int fixed = writeName(owner, ownerOffset, position);
        if (fixed < 0 || fixed + 10 > limit - reserved) {
            return takeBack(position);
        }
        put16(fixed, type);
        put16(fixed + 2, recordClass);
        put16(fixed + 4, (int) (ttl >> 16));
        put16(fixed + 6, (int) ttl);
        int end = writeRdata(type, rdata, rdataOffset, rdataLength, fixed + 10);
        if (end < 0) {
            return takeBack(position);
        }
        put16(fixed + 8, end - fixed - 10);
        return written(end);
    }

    /** Bytes that an OPT record with these options takes. */
    public static int optLength(EdnsOptions options) {
        return OPT_FIXED_LENGTH + options.length();
    }

    /**
     * Writes an OPT record of version 0 (RFC 6891 §6.1.2) and sets the response code in both
     * places. It may take what was reserved.
     *
     * @param payload bytes that the sender takes by UDP
     * @param flags such as {@link Edns#DNSSEC_OK}
     * @return false if it does not fit
     */
    public boolean opt(int payload, int responseCode, int flags, EdnsOptions options) {
        enter(Section.ADDITIONAL);
        responseCode(responseCode);
        if (position + optLength(options) > limit) {
            return false;
        }
        int at = position;
        bytes[at] = 0;
        put16(at + 1, RecordType.OPT);
        put16(at + 3, payload);
        put16(at + 5, responseCode >> 4 << 8);
        put16(at + 7, flags);
        put16(at + 9, options.length());
        System.arraycopy(options.bytes(), 0, bytes, at + OPT_FIXED_LENGTH, options.length());
        return written(at + optLength(options));
    }

    /** The state to go {@link #backTo}: behind what is written so far. */
    public long mark() {
        return (long) section.countOffset() << 48
                | (long) get16(start + section.countOffset()) << 32
                | position;
    }

    /** Takes back everything written since the mark was made, in the same section or later ones. */
    public void backTo(long mark) {
        Section to = Section.ofCountOffset((int) (mark >>> 48));
        put16(start + to.countOffset(), (int) (mark >>> 32));
        for (int at = to.countOffset() + 2; at < MessageReader.HEADER_LENGTH; at += 2) {
            put16(start + at, 0);
        }
        section = to;
        position = (int) mark;
        takeBack(position);
    }

    /** The offset behind the message, in the buffer it was begun in. */
    public int end() {
        return position;
    }

    /** Bytes of the message. */
    public int length() {
        return position - start;
    }

    private void enter(Section next) {
        if (next.compareTo(section) < 0) {
            throw new IllegalStateException(
                    "section " + next + " was over when section " + section + " began");
        }
        section = next;
    }

    private boolean written(int end) {
        int count = start + section.countOffset();
        put16(count, get16(count) + 1);
        position = end;
        return true;
    }

    private boolean takeBack(int offset) {
        compressor.forgetFrom(offset - start);
        return false;
    }

    /** The offset behind the name, or -1 if it does not fit. */
    private int writeName(byte[] name, int nameOffset, int at) {
        int end = limit - reserved;
        if (compression != NameCompression.NONE) {
            return compressor.write(name, nameOffset, bytes, start, at, end, compression);
        }
        return copy(name, nameOffset, Name.wireLength(name, nameOffset, name.length), at);
    }

    private int copy(byte[] from, int offset, int count, int at) {
        if (at + count > limit - reserved) {
            return -1;
        }
        System.arraycopy(from, offset, bytes, at, count);
        return at + count;
    }

    private int writeRdata(int type, byte[] rdata, int offset, int length, int at) {
        if (length == 0 || compression == NameCompression.NONE) {
            return copy(rdata, offset, length, at);
        }
        return switch (type) {
            case RecordType.NS,
                    RecordType.MD,
                    RecordType.MF,
                    RecordType.CNAME,
                    RecordType.MB,
                    RecordType.MG,
                    RecordType.MR,
                    RecordType.PTR ->
                    writeName(rdata, offset, at);
            case RecordType.MX -> writeMx(rdata, offset, at);
            case RecordType.SOA, RecordType.MINFO -> writeTwoNames(rdata, offset, length, at);
            default -> copy(rdata, offset, length, at);
        };
    }

    private int writeMx(byte[] rdata, int offset, int at) {
        int name = copy(rdata, offset, 2, at);
        return name < 0 ? -1 : writeName(rdata, offset + 2, name);
    }

    /** Two names and what follows them. */
    private int writeTwoNames(byte[] rdata, int offset, int length, int at) {
        int first = Name.wireLength(rdata, offset, offset + length);
        int second = Name.wireLength(rdata, offset + first, offset + length);
        int behindFirst = writeName(rdata, offset, at);
        int behindSecond = behindFirst < 0 ? -1 : writeName(rdata, offset + first, behindFirst);
        int names = first + second;
        return behindSecond < 0 ? -1 : copy(rdata, offset + names, length - names, behindSecond);
    }

    private int get16(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private void put16(int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
