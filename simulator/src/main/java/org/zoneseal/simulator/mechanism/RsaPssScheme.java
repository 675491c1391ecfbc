package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.security.SignatureException;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/** RSASSA-PSS (RFC 8017, section 8.1) over a hash; Bouncy Castle makes the padding. */
public record RsaPssScheme(Hash hash, Hash maskHash, int saltLength, int modulusLength)
        implements SigningScheme {

    @Override
    public int sign(PrivateWorker worker, byte[] data, int offset, int length, byte[] signature)
            throws GeneralSecurityException {
        checkLength(length);
        RsaWorker key = (RsaWorker) worker;
        PSSSigner signer = signer(new RsaBlockCipher(key));
        signer.init(true, key.half().parameters());
        signer.update(data, offset, length);
        try {
            byte[] made = signer.generateSignature();
            System.arraycopy(made, 0, signature, 0, made.length);
            return made.length;
        } catch (CryptoException e) {
            throw new SignatureException(e);
        }
    }

    @Override
    public boolean verify(byte[] publicInfo, byte[] data, byte[] signature)
            throws GeneralSecurityException {
        checkLength(data.length);
        PSSSigner verifier = signer(new RSAEngine());
        verifier.init(false, RsaPublic.of(publicInfo).parameters());
        verifier.update(data, 0, data.length);
        return verifier.verifySignature(signature);
    }

    @Override
    public int signatureLength() {
        return modulusLength;
    }

    private PSSSigner signer(AsymmetricBlockCipher cipher) {
        return PSSSigner.createRawSigner(
                cipher,
                hash.lightweight(),
                maskHash.lightweight(),
                saltLength,
                PSSSigner.TRAILER_IMPLICIT);
    }

    private void checkLength(int length) {
        if (length != hash.length()) {
            throw new CryptokiException(
                    Ckr.DATA_LEN_RANGE,
                    "PSS with " + hash + " signs hashes of " + hash.length() + " bytes");
        }
    }
}
