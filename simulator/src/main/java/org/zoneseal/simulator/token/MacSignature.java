package org.zoneseal.simulator.token;

import java.security.MessageDigest;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.KeyUse;
import org.zoneseal.simulator.mechanism.MacScheme;

/** A message authentication code, or its verification. */
final class MacSignature extends SignatureOperation {

    private final MacScheme scheme;
    private final MacScheme.Run run;
    private final KeyUse use;
    private final boolean isPrivate;

    MacSignature(long flag, boolean isPrivate, MacScheme scheme, MacScheme.Run run, KeyUse use) {
        super(flag, false);
        this.isPrivate = isPrivate;
        this.scheme = scheme;
        this.run = run;
        this.use = use;
    }

    @Override
    public boolean needsLogin() {
        return isPrivate;
    }

    @Override
    int signatureLength() {
        return scheme.length();
    }

    @Override
    void update(byte[] part) {
        run.update(part);
    }

    @Override
    byte[] sign(byte[] data) {
        run.update(data);
        return signParts();
    }

    @Override
    byte[] signParts() {
        use.take(1);
        return run.finish();
    }

    @Override
    boolean verify(byte[] data, byte[] signature) {
        run.update(data);
        return verifyParts(signature);
    }

    @Override
    boolean verifyParts(byte[] signature) {
        if (signature.length != scheme.length()) {
            throw new CryptokiException(
                    Ckr.SIGNATURE_LEN_RANGE, "the code has " + scheme.length() + " bytes");
        }
        use.take(1);
        return MessageDigest.isEqual(run.finish(), signature);
    }
}
