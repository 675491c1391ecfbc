package org.zoneseal.jce;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.Arrays;

/**
 * What an operation is fed until it ends: a hash is made here and only that travels; whatever needs
 * the data itself keeps it. Mutable, for one thread.
 */
abstract sealed class DataCollector {

    abstract void add(byte[] data, int offset, int length);

    /** What was collected; begins anew. */
    abstract byte[] take();

    /** How much there is to take. */
    abstract int size();

    /** Forgets what was collected. */
    abstract void reset();

    static DataCollector hash(String algorithm) {
        try {
            return new Hash(MessageDigest.getInstance(algorithm));
        } catch (NoSuchAlgorithmException e) {
            throw new ProviderException(e);
        }
    }

    static DataCollector plain() {
        return new Plain();
    }

    private static final class Hash extends DataCollector {

        private final MessageDigest digest;

        Hash(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        void add(byte[] data, int offset, int length) {
            digest.update(data, offset, length);
        }

        @Override
        byte[] take() {
            return digest.digest();
        }

        @Override
        int size() {
            return digest.getDigestLength();
        }

        @Override
        void reset() {
            digest.reset();
        }
    }

    private static final class Plain extends DataCollector {

        private final Buffer buffer = new Buffer();

        @Override
        void add(byte[] data, int offset, int length) {
            buffer.write(data, offset, length);
        }

        @Override
        byte[] take() {
            byte[] all = buffer.toByteArray();
            reset();
            return all;
        }

        @Override
        int size() {
            return buffer.size();
        }

        @Override
        void reset() {
            buffer.wipe();
        }
    }

    /** May hold plaintext, so it is overwritten. */
    private static final class Buffer extends ByteArrayOutputStream {

        void wipe() {
            Arrays.fill(buf, 0, count, (byte) 0);
            reset();
        }
    }
}
