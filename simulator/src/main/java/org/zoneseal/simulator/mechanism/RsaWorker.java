package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import javax.crypto.Cipher;
import org.zoneseal.simulator.Providers;

/**
 * A working RSA key: one operation, a block to the power of d.
 *
 * <p>All paddings are made and checked in front of it. It is as fast as the provider's own
 * signatures, and does those that the provider lacks.
 */
final class RsaWorker extends PrivateWorker {

    private final RsaPublic half;
    private final PrivateKey key;
    private final Cipher cipher;
    private final byte[] block;

    RsaWorker(RsaPublic half, PrivateKey key) throws GeneralSecurityException {
        this.half = half;
        this.key = key;
        this.cipher = Cipher.getInstance("RSA/ECB/NoPadding", Providers.rsaCipher());
        this.block = new byte[half.length()];
        cipher.init(Cipher.DECRYPT_MODE, key);
    }

    RsaPublic half() {
        return half;
    }

    /** A block as long as the modulus, to be filled and given to {@link #transform}. */
    byte[] block() {
        return block;
    }

    /** Raises {@link #block} to the power of d. */
    int transform(byte[] out) throws GeneralSecurityException {
        return cipher.doFinal(block, 0, block.length, out, 0);
    }

    @Override
    public void close() {
        destroy(key);
    }
}
