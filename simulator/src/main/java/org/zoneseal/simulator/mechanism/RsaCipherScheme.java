package org.zoneseal.simulator.mechanism;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;

/** RSA encryption (RFC 8017, section 7): raw, PKCS#1 v1.5 or OAEP; padded by Bouncy Castle. */
public record RsaCipherScheme(Padding padding) implements CipherScheme {

    /** CKZ_DATA_SPECIFIED. */
    private static final long DATA_SPECIFIED = 1;

    /** What is put around the data. */
    public sealed interface Padding {}

    /** Nothing. */
    public record Bare() implements Padding {}

    /** RFC 8017, section 7.2. */
    public record Pkcs1() implements Padding {}

    /** RFC 8017, section 7.1. */
    public record Oaep(Hash hash, Hash maskHash, byte[] label) implements Padding {}

    /**
     * The scheme of a mechanism, or null if it is none of RSA.
     *
     * @throws CryptokiException CKR_MECHANISM_PARAM_INVALID
     */
    public static @Nullable RsaCipherScheme of(Mechanism mechanism) {
        if (mechanism.type() == Ckm.RSA_PKCS) {
            return new RsaCipherScheme(new Pkcs1());
        }
        if (mechanism.type() == Ckm.RSA_X_509) {
            return new RsaCipherScheme(new Bare());
        }
        return mechanism.type() == Ckm.RSA_PKCS_OAEP ? oaep(mechanism) : null;
    }

    /**
     * Encrypts.
     *
     * @throws CryptokiException CKR_DATA_LEN_RANGE
     */
    public byte[] encrypt(byte[] publicInfo, byte[] data, SecureRandom random) {
        try {
            RsaPublic key = RsaPublic.of(publicInfo);
            AsymmetricBlockCipher cipher = padded(new RSAEngine());
            cipher.init(true, new ParametersWithRandom(key.parameters(), random));
            if (data.length > cipher.getInputBlockSize() + (padding instanceof Bare ? 1 : 0)) {
                throw tooLong();
            }
            byte[] out = cipher.processBlock(data, 0, data.length);
            return Bytes.fixed(new java.math.BigInteger(1, out), key.length());
        } catch (InvalidCipherTextException | DataLengthException | InvalidKeyException e) {
            throw tooLong();
        }
    }

    /**
     * Decrypts.
     *
     * @throws CryptokiException CKR_ENCRYPTED_DATA_LEN_RANGE, CKR_ENCRYPTED_DATA_INVALID
     */
    public byte[] decrypt(PrivateWorker worker, byte[] data) {
        RsaWorker key = (RsaWorker) worker;
        if (data.length != key.half().length()) {
            throw new CryptokiException(
                    Ckr.ENCRYPTED_DATA_LEN_RANGE,
                    "what this key encrypts has " + key.half().length() + " bytes");
        }
        AsymmetricBlockCipher cipher = padded(new RsaBlockCipher(key));
        cipher.init(false, key.half().privateSide());
        try {
            byte[] out = cipher.processBlock(data, 0, data.length);
            return padding instanceof Bare && out.length < data.length
                    ? Bytes.join(new byte[data.length - out.length], out)
                    : out;
        } catch (InvalidCipherTextException | DataLengthException e) {
            throw new CryptokiException(
                    Ckr.ENCRYPTED_DATA_INVALID, "the data was not encrypted for this key");
        }
    }

    private AsymmetricBlockCipher padded(AsymmetricBlockCipher engine) {
        return switch (padding) {
            case Bare _ -> engine;
            case Pkcs1 _ -> new PKCS1Encoding(engine);
            case Oaep oaep ->
                    new OAEPEncoding(
                            engine,
                            oaep.hash().lightweight(),
                            oaep.maskHash().lightweight(),
                            oaep.label());
        };
    }

    private static RsaCipherScheme oaep(Mechanism mechanism) {
        if (!(mechanism.parameter() instanceof Mechanism.Parameter.Oaep oaep)
                || oaep.sourceType() > DATA_SPECIFIED
                || oaep.sourceType() == 0 && oaep.source().length > 0) {
            throw new CryptokiException(
                    Ckr.MECHANISM_PARAM_INVALID, "OAEP takes CK_RSA_PKCS_OAEP_PARAMS");
        }
        return new RsaCipherScheme(
                new Oaep(
                        Hash.ofMechanism(oaep.hash()),
                        Hash.ofMaskGeneration(oaep.mgf()),
                        Arrays.copyOf(oaep.source(), oaep.source().length)));
    }

    private static CryptokiException tooLong() {
        return new CryptokiException(
                Ckr.DATA_LEN_RANGE, "the data is too long for the key and the padding");
    }
}
