package org.zoneseal.dnssec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The digests of DS records that we know (IANA "DS RR Type Digest Algorithms"). */
public enum DigestType {
    /** RFC 3658. To compare with what others made; we make none (RFC 9905). */
    SHA1(1, "SHA-1", 20),
    /** RFC 4509. */
    SHA256(2, "SHA-256", 32),
    /** RFC 6605. */
    SHA384(4, "SHA-384", 48);

    private static final List<DigestType> ALL = List.of(values());

    private final int number;
    private final String javaName;
    private final int length;

    DigestType(int number, String javaName, int length) {
        this.number = number;
        this.javaName = javaName;
        this.length = length;
    }

    /** The digest type of a number, or null if we do not know it. */
    public static @Nullable DigestType of(int number) {
        for (DigestType type : ALL) {
            if (type.number == number) {
                return type;
            }
        }
        return null;
    }

    public int number() {
        return number;
    }

    /** Bytes of a digest. */
    public int length() {
        return length;
    }

    /** Whether we make DS records with it. */
    public boolean mayMake() {
        return this != SHA1;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(javaName + " is part of every JDK", e);
        }
    }
}
