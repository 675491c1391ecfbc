package org.zoneseal.storage;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** How a log knows its records again: a tag over each record and its place. For one thread. */
public sealed interface FrameCheck {

    /** Length of a tag in bytes. */
    int length();

    /** The tag of a record at a place. */
    byte[] tag(ByteBuffer place, ByteBuffer record);

    /** CRC-32C: finds what a disk or a crash does. */
    static FrameCheck checksum() {
        return new Checksum();
    }

    /** HMAC-SHA256: finds what anybody without the key does, but for a cut at the end. */
    static FrameCheck authenticated(SecretKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return new Authenticated(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a key for HMAC-SHA256", e);
        }
    }

    /** See {@link #checksum}. */
    final class Checksum implements FrameCheck {

        private final CRC32C crc = new CRC32C();

        private Checksum() {}

        @Override
        public int length() {
            return Integer.BYTES;
        }

        @Override
        public byte[] tag(ByteBuffer place, ByteBuffer record) {
            crc.reset();
            crc.update(place.duplicate());
            crc.update(record.duplicate());
            return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        }
    }

    /** See {@link #authenticated}. */
    final class Authenticated implements FrameCheck {

        private final Mac mac;

        private Authenticated(Mac mac) {
            this.mac = mac;
        }

        @Override
        public int length() {
            return mac.getMacLength();
        }

        @Override
        public byte[] tag(ByteBuffer place, ByteBuffer record) {
            mac.update(place.duplicate());
            mac.update(record.duplicate());
            return mac.doFinal();
        }
    }
}
