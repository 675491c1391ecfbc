package org.zoneseal.simulator;

import java.security.spec.PKCS8EncodedKeySpec;

/**
 * A PKCS#8 encoding handed to a key factory without being copied.
 *
 * <p>The platform's class clones the array once when it is made and once for each reader, and none
 * of these can be wiped. This one lends the array itself, which its owner wipes.
 */
public final class TransientSpec extends PKCS8EncodedKeySpec {

    private final byte[] lent;

    /** Lends {@code lent}, which its owner wipes. */
    public TransientSpec(byte[] lent) {
        super(new byte[0]);
        this.lent = lent;
    }

    @Override
    public byte[] getEncoded() {
        return lent;
    }
}
