package org.zoneseal.simulator.token;

import java.security.MessageDigest;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.simulator.mechanism.Hash;

/** An active digest. */
final class DigestOperation implements Operation {

    private final Hash hash;
    private final MessageDigest digest;
    private boolean inParts;

    DigestOperation(Hash hash) {
        this.hash = hash;
        this.digest = hash.digest();
    }

    @Override
    public long flag() {
        return Ckf.DIGEST;
    }

    boolean inParts() {
        return inParts;
    }

    int length() {
        return hash.length();
    }

    void update(byte[] part) {
        inParts = true;
        digest.update(part);
    }

    byte[] finish(byte[] last) {
        digest.update(last);
        return digest.digest();
    }
}
