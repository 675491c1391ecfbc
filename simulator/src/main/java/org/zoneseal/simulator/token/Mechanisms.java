package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.mechanism.RsaKind;

/** The mechanisms on offer: C_GetMechanismList and C_GetMechanismInfo, and who may use which. */
final class Mechanisms {

    private static final long SIGN = Ckf.SIGN | Ckf.VERIFY;
    private static final long CRYPT = Ckf.ENCRYPT | Ckf.DECRYPT;
    private static final long WRAP = Ckf.WRAP | Ckf.UNWRAP;
    private static final long CURVES = Ckf.EC_F_P | Ckf.EC_NAMEDCURVE | Ckf.EC_UNCOMPRESS;

    private final Map<Long, Cryptoki.MechanismInfo> offered = new LinkedHashMap<>();

    Mechanisms(HeapKeys heapKeys) {
        addRsa();
        addCurves(heapKeys);
        if (heapKeys == HeapKeys.ALLOWED) {
            add(Ckm.ML_DSA_KEY_PAIR_GEN, 1312, 2592, Ckf.GENERATE_KEY_PAIR);
            add(Ckm.ML_DSA, 1312, 2592, SIGN);
        }
        addAes();
        addSecrets();
    }

    List<Long> all() {
        return new ArrayList<>(offered.keySet());
    }

    Cryptoki.MechanismInfo info(long mechanism) {
        Cryptoki.MechanismInfo info = offered.get(mechanism);
        if (info == null) {
            throw invalid(mechanism);
        }
        return info;
    }

    /** Refuses a mechanism that is not there, or not for this. */
    void check(long mechanism, long flag) {
        if ((info(mechanism).flags() & flag) == 0) {
            throw new CryptokiException(
                    Ckr.MECHANISM_INVALID,
                    "the mechanism " + name(mechanism) + " is not for this function");
        }
    }

    /** Refuses a mechanism that the key's CKA_ALLOWED_MECHANISMS does not list. */
    static void checkAllowed(Attributes key, long mechanism) {
        if (key.get(Cka.ALLOWED_MECHANISMS) instanceof AttributeValue.Numbers allowed
                && !allowed.values().isEmpty()
                && !allowed.values().contains(mechanism)) {
            throw new CryptokiException(
                    Ckr.MECHANISM_INVALID,
                    "the key's CKA_ALLOWED_MECHANISMS does not list " + name(mechanism));
        }
    }

    static CryptokiException invalid(long mechanism) {
        return new CryptokiException(
                Ckr.MECHANISM_INVALID, "this device has no mechanism " + name(mechanism));
    }

    static String name(long mechanism) {
        return "0x" + Long.toHexString(mechanism);
    }

    private void addRsa() {
        int min = RsaKind.MIN_BITS;
        int max = RsaKind.MAX_BITS;
        add(Ckm.RSA_PKCS_KEY_PAIR_GEN, RsaKind.MIN_GENERATED_BITS, max, Ckf.GENERATE_KEY_PAIR);
        add(Ckm.RSA_PKCS, min, max, SIGN | CRYPT | WRAP);
        add(Ckm.RSA_X_509, min, max, SIGN | CRYPT);
        add(Ckm.RSA_PKCS_OAEP, min, max, CRYPT | WRAP);
        for (long mechanism :
                new long[] {
                    Ckm.SHA1_RSA_PKCS,
                    Ckm.SHA224_RSA_PKCS,
                    Ckm.SHA256_RSA_PKCS,
                    Ckm.SHA384_RSA_PKCS,
                    Ckm.SHA512_RSA_PKCS,
                    Ckm.RSA_PKCS_PSS,
                    Ckm.SHA1_RSA_PKCS_PSS,
                    Ckm.SHA224_RSA_PKCS_PSS,
                    Ckm.SHA256_RSA_PKCS_PSS,
                    Ckm.SHA384_RSA_PKCS_PSS,
                    Ckm.SHA512_RSA_PKCS_PSS
                }) {
            add(mechanism, min, max, SIGN);
        }
    }

    private void addCurves(HeapKeys heapKeys) {
        add(Ckm.EC_KEY_PAIR_GEN, 256, 521, Ckf.GENERATE_KEY_PAIR | CURVES);
        for (long mechanism :
                new long[] {
                    Ckm.ECDSA,
                    Ckm.ECDSA_SHA1,
                    Ckm.ECDSA_SHA224,
                    Ckm.ECDSA_SHA256,
                    Ckm.ECDSA_SHA384,
                    Ckm.ECDSA_SHA512
                }) {
            add(mechanism, 256, 521, SIGN | CURVES);
        }
        add(Ckm.ECDH1_DERIVE, 256, 521, Ckf.DERIVE | CURVES);
        int longest = heapKeys == HeapKeys.ALLOWED ? 456 : 256;
        add(Ckm.EC_EDWARDS_KEY_PAIR_GEN, 256, longest, Ckf.GENERATE_KEY_PAIR | CURVES);
        add(Ckm.EDDSA, 256, longest, SIGN | CURVES);
    }

    private void addAes() {
        add(Ckm.AES_KEY_GEN, 16, 32, Ckf.GENERATE);
        add(Ckm.AES_ECB, 16, 32, CRYPT);
        add(Ckm.AES_CBC, 16, 32, CRYPT);
        add(Ckm.AES_CBC_PAD, 16, 32, CRYPT | WRAP);
        add(Ckm.AES_CTR, 16, 32, CRYPT);
        add(Ckm.AES_GCM, 16, 32, CRYPT);
        add(Ckm.AES_KEY_WRAP, 16, 32, WRAP);
        add(Ckm.AES_KEY_WRAP_PAD, 16, 32, WRAP);
        add(Ckm.AES_KEY_WRAP_KWP, 16, 32, WRAP);
        add(Ckm.AES_CMAC, 16, 32, SIGN);
        add(Ckm.AES_CMAC_GENERAL, 16, 32, SIGN);
    }

    private void addSecrets() {
        add(Ckm.GENERIC_SECRET_KEY_GEN, 1, 512, Ckf.GENERATE);
        for (long mechanism :
                new long[] {
                    Ckm.SHA_1_HMAC,
                    Ckm.SHA_1_HMAC_GENERAL,
                    Ckm.SHA224_HMAC,
                    Ckm.SHA224_HMAC_GENERAL,
                    Ckm.SHA256_HMAC,
                    Ckm.SHA256_HMAC_GENERAL,
                    Ckm.SHA384_HMAC,
                    Ckm.SHA384_HMAC_GENERAL,
                    Ckm.SHA512_HMAC,
                    Ckm.SHA512_HMAC_GENERAL
                }) {
            add(mechanism, 1, 512, SIGN);
        }
        for (long mechanism :
                new long[] {Ckm.SHA_1, Ckm.SHA224, Ckm.SHA256, Ckm.SHA384, Ckm.SHA512}) {
            add(mechanism, 0, 0, Ckf.DIGEST);
        }
    }

    private void add(long mechanism, long min, long max, long flags) {
        offered.put(mechanism, new Cryptoki.MechanismInfo(min, max, flags));
    }
}
