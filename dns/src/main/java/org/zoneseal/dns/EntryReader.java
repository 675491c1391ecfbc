package org.zoneseal.dns;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a zone file that are records, and hands them on. Holds what one entry leaves
 * to the next: origin, owner and TTL. Mutable, for one thread.
 *
 * <p>An owner written like the one before it is not read again: delegations come in runs.
 */
final class EntryReader {

    private static final long MAX_TTL = 0x7fffffffL;
    private static final String TTL_CLASS_OR_TYPE = "a TTL, a class or a record type";
    private static final int IN = RecordClass.IN;

    private final RecordSink sink;
    private final SourcePosition position = new SourcePosition("", 1);
    private final byte[] rdata = new byte[RecordForm.BUFFER_LENGTH];
    private final RecordForm[] forms = new RecordForm[65536];

    private byte[] owner = new byte[Name.MAX_WIRE_LENGTH + 1];
    private int ownerLength;
    private byte[] ownerText = new byte[256];
    private int ownerTextLength = -1;
    private byte[] origin = new byte[Name.MAX_WIRE_LENGTH];
    private int originLength;
    private long defaultTtl;
    private long lastTtl = -1;
    private long records;

    EntryReader(Name origin, long defaultTtl, RecordSink sink) {
        this.sink = sink;
        this.defaultTtl = defaultTtl;
        setOrigin(origin.toWire(), origin.wireLength());
    }

    void setOrigin(byte[] wire, int length) {
        System.arraycopy(wire, 0, origin, 0, length);
        originLength = length;
        ownerTextLength = -1;
    }

    /** A copy of the origin in wire form. */
    byte[] origin() {
        return Arrays.copyOf(origin, originLength);
    }

    /** A copy of the last owner in wire form, empty if there was none. */
    byte[] owner() {
        return Arrays.copyOf(owner, ownerLength);
    }

    void setOwner(byte[] wire) {
        System.arraycopy(wire, 0, owner, 0, wire.length);
        ownerLength = wire.length;
        ownerTextLength = -1;
    }

    void setDefaultTtl(long seconds) {
        defaultTtl = seconds;
    }

    long records() {
        return records;
    }

    /** Makes a scanner complete relative names with the current origin. */
    void lendOrigin(ZoneScanner in) {
        in.origin = origin;
        in.originLength = originLength;
    }

    /**
     * Reads one record.
     *
     * @param in stands on the entry's first token
     */
    void read(ZoneScanner in, String file) throws IOException {
        if (in.blankOwner) {
            if (ownerLength == 0) {
                throw in.problem("white space", "an owner name: there is none to repeat");
            }
            in.need(TTL_CLASS_OR_TYPE);
        } else {
            readOwner(in);
            in.need(TTL_CLASS_OR_TYPE);
        }
        readRecord(in, file);
    }

    private void readOwner(ZoneScanner in) {
        int length = in.end - in.start;
        if (length == ownerTextLength
                && Arrays.equals(in.bytes, in.start, in.end, ownerText, 0, length)) {
            return;
        }
        ownerTextLength = -1;
        ownerLength = NameText.parse(in.bytes, in.start, in.end, origin, originLength, owner, 0);
        if (length <= ownerText.length) {
            System.arraycopy(in.bytes, in.start, ownerText, 0, length);
            ownerTextLength = length;
        }
    }

    private void readRecord(ZoneScanner in, String file) throws IOException {
        long ttl = -1;
        boolean classSeen = false;
        int type = -1;
        while (true) {
            if (ttl < 0 && isDigit(in)) {
                ttl = readTtl(in);
            } else if (!classSeen && isClass(in)) {
                classSeen = true;
            } else {
                type = in.quoted ? -1 : RecordTypes.parse(in.bytes, in.start, in.end);
                break;
            }
            in.need("a record type");
        }
        if (type < 0) {
            throw in.problem(ttl >= 0 || classSeen ? "a record type" : TTL_CLASS_OR_TYPE);
        }
        if (RecordTypes.isMeta(type)) {
            throw in.problem("a record type that a zone can hold");
        }
        int length = form(type).read(in, rdata);
        ttl = ttl(in, ttl, type, length);
        records++;
        position.moveTo(file, in.entryLine());
        sink.record(owner, 0, ownerLength, type, IN, ttl, rdata, 0, length, position);
    }

    private RecordForm form(int type) {
        @Nullable RecordForm known = forms[type];
        if (known == null) {
            known = RecordForm.of(type);
            forms[type] = known;
        }
        return known;
    }

    private static boolean isDigit(ZoneScanner in) {
        return in.start < in.end && in.bytes[in.start] >= '0' && in.bytes[in.start] <= '9';
    }

    /** The current token as a TTL (RFC 2181 §8). */
    static long readTtl(ZoneScanner in) {
        long ttl = PeriodText.parse(in.bytes, in.start, in.end);
        if (ttl < 0 || ttl > MAX_TTL) {
            throw in.problem("a TTL up to 2147483647, or a period like 1h30m");
        }
        return ttl;
    }

    /** Whether the current token is the class IN; another class is a problem. */
    private static boolean isClass(ZoneScanner in) {
        if (in.end - in.start == 2
                && (in.bytes[in.start] & 0xdf) == 'I'
                && (in.bytes[in.start + 1] & 0xdf) == 'N') {
            return true;
        }
        byte first = in.start < in.end ? WireNames.lower(in.bytes[in.start]) : 0;
        if (first != 'c' && first != 'h') {
            return false;
        }
        int found = RecordClasses.parse(in.bytes, in.start, in.end);
        if (found >= 0 && found != IN) {
            throw in.problem("class IN");
        }
        return found == IN;
    }

    /**
     * The TTL of a record: its own, else that of {@code $TTL} (RFC 2308 §4), else that of the
     * record before (RFC 1035 §5.1), else, for the SOA, its last number.
     */
    private long ttl(ZoneScanner in, long given, int type, int length) {
        if (given >= 0) {
            lastTtl = given;
            return given;
        }
        if (defaultTtl >= 0) {
            return defaultTtl;
        }
        if (lastTtl < 0) {
            if (type != RecordType.SOA) {
                throw in.problem("no TTL", "a TTL here, in $TTL or in a record before");
            }
            lastTtl = NumberField.load(rdata, length - 4, 4) & MAX_TTL;
        }
        return lastTtl;
    }
}
