package org.zoneseal.answer;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.zoneseal.dnssec.Base32Hex;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.zones.DenialChain;

/**
 * Hashes names as a zone's NSEC3 chain has it (RFC 5155 §5), into the key that the owner of the
 * NSEC3 record would have. Mutable, for one thread.
 */
final class NameHash {

    /** Bytes of a key: 32 digits and the end of the label. */
    static final int KEY_LENGTH = 33;

    private final MessageDigest sha1;
    private final byte[] hash = new byte[Nsec3Hash.LENGTH];

    /** The key of the name that was hashed last. */
    byte[] key = new byte[KEY_LENGTH];

    NameHash() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every JDK", e);
        }
    }

    /**
     * Makes the key of a name's hash.
     *
     * @param name a wire form in lower case
     */
    void hash(DenialChain chain, byte[] name, int offset, int length) {
        byte[] salt = chain.sharedSalt();
        sha1.update(name, offset, length);
        finish(salt);
        for (int i = chain.parameters().iterations(); i > 0; i--) {
            sha1.update(hash, 0, hash.length);
            finish(salt);
        }
        Base32Hex.encode(hash, 0, hash.length, key, 0);
    }

    /** Makes the key of the apex's hash, which the chain knows. */
    void apex(DenialChain chain) {
        Base32Hex.encode(chain.sharedApexHash(), 0, hash.length, key, 0);
    }

    /** Gives the key away, for another array to write the next one into. */
    byte[] exchangeKey(byte[] other) {
        byte[] mine = key;
        key = other;
        return mine;
    }

    private void finish(byte[] salt) {
        if (salt.length > 0) {
            sha1.update(salt, 0, salt.length);
        }
        try {
            sha1.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-1 digest has 20 bytes", e);
        }
    }
}
