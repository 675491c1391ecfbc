package org.zoneseal.dns.tsig;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/** What a MAC is computed over, piece by piece (RFC 8945 §4.3); mutable, for one message. */
final class TsigMac {

    private static final int HEADER_LENGTH = 12;

    private final Mac mac;

    TsigMac(TsigKey key) {
        mac = key.newMac();
    }

    /** The MAC of the request, or of the message before in a stream, behind its length. */
    TsigMac prior(byte[] before) {
        mac.update(u16(before.length));
        mac.update(before);
        return this;
    }

    /** A message whose header already counts no TSIG record, with the id it was signed with. */
    TsigMac message(byte[] message, int offset, int length, int originalId) {
        mac.update(u16(originalId));
        mac.update(message, offset + 2, HEADER_LENGTH - 2);
        mac.update(message, offset + HEADER_LENGTH, length - HEADER_LENGTH);
        return this;
    }

    /** All variables, of a record that was received. */
    void variables(TsigKey key, TsigRecord record) {
        variables(key, record.time(), record.fudge(), record.error(), record.otherData());
    }

    /** All variables (RFC 8945 §4.3.3). */
    void variables(TsigKey key, long time, int fudge, int error, byte[] other) {
        mac.update(key.canonicalName());
        mac.update(new byte[] {0, (byte) 0xff, 0, 0, 0, 0});
        mac.update(key.algorithm().canonicalWire());
        timers(time, fudge);
        mac.update(u16(error));
        mac.update(u16(other.length));
        mac.update(other);
    }

    /** The timers alone, in all messages of a stream but the first (RFC 8945 §5.3.1). */
    void timers(long time, int fudge) {
        mac.update(u48(time));
        mac.update(u16(fudge));
    }

    /** The whole MAC. */
    byte[] value() {
        return mac.doFinal();
    }

    /** Whether a MAC, perhaps cut down, is this one; takes as long for any bytes. */
    boolean matches(byte[] given) {
        byte[] whole = mac.doFinal();
        return given.length <= whole.length
                && MessageDigest.isEqual(Arrays.copyOf(whole, given.length), given);
    }

    static byte[] u16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    static byte[] u48(long value) {
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (value >> 8 * (5 - i));
        }
        return bytes;
    }
}
