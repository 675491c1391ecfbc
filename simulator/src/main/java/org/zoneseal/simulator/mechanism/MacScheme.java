package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * A message authentication code by a secret key: HMAC (RFC 2104) or AES-CMAC (SP 800-38B).
 *
 * @param length how many bytes of it are used
 */
public record MacScheme(Algorithm algorithm, int length) {

    private static final int BLOCK = 16;

    /** A running code. */
    public sealed interface Run {

        void update(byte[] data);

        /** The code, cut to its length. */
        byte[] finish();
    }

    /** What makes the code. */
    public sealed interface Algorithm {}

    /** HMAC with a hash. */
    public record Hmac(Hash hash) implements Algorithm {}

    /** CMAC with AES. */
    public record Cmac() implements Algorithm {}

    /** Whether a mechanism is one of these. */
    public static boolean isMac(long mechanism) {
        return mechanism == Ckm.AES_CMAC
                || mechanism == Ckm.AES_CMAC_GENERAL
                || hash(mechanism) != null
                || hash(mechanism - 1) != null;
    }

    /**
     * The scheme for a mechanism and a type of key.
     *
     * @throws CryptokiException CKR_KEY_TYPE_INCONSISTENT, CKR_MECHANISM_PARAM_INVALID
     */
    public static MacScheme of(Mechanism mechanism, long keyType) {
        long type = mechanism.type();
        boolean isCmac = type == Ckm.AES_CMAC || type == Ckm.AES_CMAC_GENERAL;
        Hash plain = hash(type);
        Hash hash = plain == null && !isCmac ? hash(type - 1) : plain;
        if (isCmac != (keyType == Ckk.AES) || !isCmac && !fits(keyType, hash)) {
            throw new CryptokiException(
                    Ckr.KEY_TYPE_INCONSISTENT, "the mechanism is for another type of key");
        }
        int full = hash == null ? BLOCK : hash.length();
        Algorithm algorithm = hash == null ? new Cmac() : new Hmac(hash);
        boolean isGeneral = type == Ckm.AES_CMAC_GENERAL || !isCmac && plain == null;
        return new MacScheme(algorithm, isGeneral ? cut(mechanism, full) : full);
    }

    /** Begins with a key, which the caller wipes. */
    public Run begin(byte[] key) throws GeneralSecurityException {
        return switch (algorithm) {
            case Hmac hmac -> {
                Mac mac = Mac.getInstance(hmac.hash().hmac());
                mac.init(new SecretKeySpec(key, hmac.hash().hmac()));
                yield new HmacRun(mac, length);
            }
            case Cmac _ -> {
                CMac mac = new CMac(AESEngine.newInstance());
                mac.init(new KeyParameter(key));
                yield new CmacRun(mac, length);
            }
        };
    }

    private static int cut(Mechanism mechanism, int full) {
        if (mechanism.parameter() instanceof Mechanism.Parameter.Unsigned length
                && length.value() >= 1
                && length.value() <= full) {
            return (int) length.value();
        }
        throw new CryptokiException(
                Ckr.MECHANISM_PARAM_INVALID, "the length of the code is from 1 to " + full);
    }

    private static boolean fits(long keyType, @org.jspecify.annotations.Nullable Hash hash) {
        if (hash == null || keyType == Ckk.GENERIC_SECRET) {
            return hash != null;
        }
        return switch (hash) {
            case SHA1 -> keyType == Ckk.SHA_1_HMAC;
            case SHA224 -> keyType == Ckk.SHA224_HMAC;
            case SHA256 -> keyType == Ckk.SHA256_HMAC;
            case SHA384 -> keyType == Ckk.SHA384_HMAC;
            case SHA512 -> keyType == Ckk.SHA512_HMAC;
            case SHA512_224, SHA512_256 -> false;
        };
    }

    /** In the standard's numbering HMAC follows its hash, and its general form follows that. */
    private static @org.jspecify.annotations.Nullable Hash hash(long hmac) {
        for (Hash hash : Hash.values()) {
            if (hash.mechanism() == hmac - 1) {
                return hash;
            }
        }
        return null;
    }

    private record HmacRun(Mac mac, int length) implements Run {

        @Override
        public void update(byte[] data) {
            mac.update(data);
        }

        @Override
        public byte[] finish() {
            return java.util.Arrays.copyOf(mac.doFinal(), length);
        }
    }

    private record CmacRun(CMac mac, int length) implements Run {

        @Override
        public void update(byte[] data) {
            mac.update(data, 0, data.length);
        }

        @Override
        public byte[] finish() {
            byte[] code = new byte[BLOCK];
            mac.doFinal(code, 0);
            return java.util.Arrays.copyOf(code, length);
        }
    }
}
