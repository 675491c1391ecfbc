package org.zoneseal.simulator;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with 128-bit tags (NIST SP 800-38D) under a key that is used for one write only.
 *
 * <p>That is why the nonce may be a constant: the number of the part within the write.
 */
public final class Seal {

    public static final int TAG_LENGTH = 16;

    private static final int NONCE_LENGTH = 12;

    private final Provider provider;

    public Seal(Provider provider) {
        this.provider = provider;
    }

    /** Encrypts; the result is the ciphertext and the tag. */
    public byte[] close(byte[] key, int part, byte[] associated, byte[] plain)
            throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, key, part, associated).doFinal(plain);
    }

    /**
     * Decrypts into one array, behind {@code prefix}.
     *
     * @throws javax.crypto.AEADBadTagException if any bit of key, place or content is not the one
     *     it was closed with
     */
    public byte[] open(byte[] key, int part, byte[] associated, byte[] sealed, byte[] prefix)
            throws GeneralSecurityException {
        byte[] out = Arrays.copyOf(prefix, prefix.length + sealed.length - TAG_LENGTH);
        cipher(Cipher.DECRYPT_MODE, key, part, associated)
                .doFinal(sealed, 0, sealed.length, out, prefix.length);
        return out;
    }

    private Cipher cipher(int mode, byte[] key, int part, byte[] associated)
            throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_LENGTH];
        nonce[NONCE_LENGTH - 1] = (byte) part;
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(
                mode,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
