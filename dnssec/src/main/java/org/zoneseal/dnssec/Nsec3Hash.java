package org.zoneseal.dnssec;

import java.security.DigestException;
import java.security.MessageDigest;

/** The hash of NSEC3 (RFC 5155 §5): SHA-1 over name and salt, iterated. One thread. */
public final class Nsec3Hash {

    /** SHA-1, the only hash there is (RFC 5155 §11). */
    public static final int SHA1 = 1;

    /** Bytes of a hash. */
    public static final int LENGTH = 20;

    private final MessageDigest sha1 = DigestType.SHA1.digest();
    private final byte[] salt;
    private final int iterations;

    /**
     * @param iterations additional ones (RFC 5155 §3.1.3): 0 hashes once
     */
    public Nsec3Hash(int iterations, byte[] salt) {
        this.iterations = iterations;
        this.salt = salt.clone();
    }

    /**
     * Writes the 20 bytes of a name's hash.
     *
     * @param name wire form in lower case
     */
    public void hash(byte[] name, int offset, int length, byte[] out, int at) {
        sha1.update(name, offset, length);
        finish(out, at);
        for (int i = 0; i < iterations; i++) {
            sha1.update(out, at, LENGTH);
            finish(out, at);
        }
    }

    private void finish(byte[] out, int at) {
        sha1.update(salt);
        try {
            sha1.digest(out, at, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-1 digest has 20 bytes", e);
        }
    }
}
