package org.zoneseal.jce;

import java.security.InvalidAlgorithmParameterException;
import org.zoneseal.cryptoki.Ckg;
import org.zoneseal.cryptoki.Ckm;

/**
 * A hash as PKCS#11 names it in parameters.
 *
 * @param mechanism CKM_
 * @param maskGeneration CKG_
 */
record Hashes(long mechanism, long maskGeneration) {

    static Hashes of(String name) throws InvalidAlgorithmParameterException {
        return switch (name) {
            case "SHA-1", "SHA1", "SHA" -> new Hashes(Ckm.SHA_1, Ckg.MGF1_SHA1);
            case "SHA-224" -> new Hashes(Ckm.SHA224, Ckg.MGF1_SHA224);
            case "SHA-256" -> new Hashes(Ckm.SHA256, Ckg.MGF1_SHA256);
            case "SHA-384" -> new Hashes(Ckm.SHA384, Ckg.MGF1_SHA384);
            case "SHA-512" -> new Hashes(Ckm.SHA512, Ckg.MGF1_SHA512);
            default -> throw new InvalidAlgorithmParameterException("no hash " + name);
        };
    }
}
