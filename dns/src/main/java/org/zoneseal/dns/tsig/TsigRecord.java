package org.zoneseal.dns.tsig;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;

/**
 * The TSIG record of a message that was received (RFC 8945 §4.2).
 *
 * @param start where the record begins: the message without it ends there
 * @param time when it was signed, in seconds since 1970
 * @param error one of {@link org.zoneseal.dns.ResponseCode}
 * @param otherTime the server's time in an answer with BADTIME, else -1
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record TsigRecord(
        int start,
        Name key,
        Name algorithm,
        long time,
        int fudge,
        byte[] mac,
        int originalId,
        int error,
        byte[] otherData,
        long otherTime) {

    private static final int FIXED_LENGTH = 10;

    /**
     * The record of a message, or null if it has none.
     *
     * @throws MalformedMessageException if the message is not whole, or has a TSIG record that is
     *     not its last, or one that is malformed
     */
    static @Nullable TsigRecord find(byte[] message, int offset, int length) {
        MessageReader reader = new MessageReader().wrap(message, offset, length);
        boolean found = false;
        while (reader.next()) {
            if (found) {
                throw new MalformedMessageException("something follows the TSIG record");
            }
            found = reader.section() != Section.QUESTION && reader.type() == RecordType.TSIG;
            if (found && reader.section() != Section.ADDITIONAL) {
                throw new MalformedMessageException("a TSIG record outside of its section");
            }
        }
        reader.requireEnd();
        return found ? read(reader) : null;
    }

    private static TsigRecord read(MessageReader reader) {
        byte[] bytes = reader.bytes();
        int fixed = reader.rdataOffset() - FIXED_LENGTH;
        if (reader.recordClass() != RecordClass.ANY
                || u16(bytes, fixed + 4) != 0
                || u16(bytes, fixed + 6) != 0) {
            throw new MalformedMessageException("a TSIG record has class ANY and TTL 0");
        }
        int at = reader.rdataOffset();
        int end = at + reader.rdataLength();
        Name algorithm = algorithm(bytes, at, end);
        at += algorithm.wireLength();
        int macLength = at + FIXED_LENGTH > end ? 0 : u16(bytes, at + 8);
        int behindMac = at + FIXED_LENGTH + macLength;
        if (behindMac + 6 > end || behindMac + 6 + u16(bytes, behindMac + 4) != end) {
            throw new MalformedMessageException("a TSIG record whose lengths do not add up");
        }
        byte[] other = Arrays.copyOfRange(bytes, behindMac + 6, end);
        return new TsigRecord(
                reader.nameOffset(),
                reader.name(),
                algorithm,
                u48(bytes, at),
                u16(bytes, at + 6),
                Arrays.copyOfRange(bytes, at + FIXED_LENGTH, behindMac),
                u16(bytes, behindMac),
                u16(bytes, behindMac + 2),
                other,
                other.length == 6 ? u48(other, 0) : -1);
    }

    /** The name of the algorithm, which is not compressed (RFC 3597 §4). */
    private static Name algorithm(byte[] bytes, int at, int end) {
        int behind = at;
        while (behind < end && bytes[behind] != 0) {
            int label = bytes[behind] & 0xff;
            if (label > Name.MAX_LABEL_LENGTH) {
                break;
            }
            behind += label + 1;
        }
        if (behind >= end || bytes[behind] != 0 || behind - at >= Name.MAX_WIRE_LENGTH) {
            throw new MalformedMessageException("a TSIG record names no algorithm");
        }
        return Name.fromWire(bytes, at);
    }

    /** Whether it was signed less than its fudge away from now (RFC 8945 §5.2.3). */
    boolean isTimely(long nowSeconds) {
        return Math.abs(nowSeconds - time) <= fudge;
    }

    /** The message as it was before it was signed: without the record, with its first id. */
    static void takeOff(byte[] message, int offset) {
        int count = u16(message, offset + 10) - 1;
        message[offset + 10] = (byte) (count >> 8);
        message[offset + 11] = (byte) count;
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static long u48(byte[] bytes, int at) {
        return (long) u16(bytes, at) << 32 | (long) u16(bytes, at + 2) << 16 | u16(bytes, at + 4);
    }
}
