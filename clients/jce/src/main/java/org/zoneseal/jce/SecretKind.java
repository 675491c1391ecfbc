package org.zoneseal.jce;

import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;

/** What secret keys are for; a key has one purpose, because the HSM refuses dangerous mixtures. */
enum SecretKind {
    /** Encrypts data. */
    AES("AES", Ckm.AES_KEY_GEN, 256),
    /** Wraps keys, and encrypts nothing else. */
    AES_WRAP("AES", Ckm.AES_KEY_GEN, 256),
    HMAC_SHA1("HmacSHA1", Ckm.GENERIC_SECRET_KEY_GEN, 160),
    HMAC_SHA224("HmacSHA224", Ckm.GENERIC_SECRET_KEY_GEN, 224),
    HMAC_SHA256("HmacSHA256", Ckm.GENERIC_SECRET_KEY_GEN, 256),
    HMAC_SHA384("HmacSHA384", Ckm.GENERIC_SECRET_KEY_GEN, 384),
    HMAC_SHA512("HmacSHA512", Ckm.GENERIC_SECRET_KEY_GEN, 512);

    private static final int LEAST_HMAC_BITS = 128;
    private static final int MOST_HMAC_BITS = 4096;

    private final String algorithm;
    private final long generation;
    private final int defaultBits;

    SecretKind(String algorithm, long generation, int defaultBits) {
        this.algorithm = algorithm;
        this.generation = generation;
        this.defaultBits = defaultBits;
    }

    String algorithm() {
        return algorithm;
    }

    long generation() {
        return generation;
    }

    int defaultBits() {
        return defaultBits;
    }

    boolean isAes() {
        return this == AES || this == AES_WRAP;
    }

    boolean allows(int bits) {
        return isAes()
                ? bits == 128 || bits == 192 || bits == 256
                : bits % Byte.SIZE == 0 && bits >= LEAST_HMAC_BITS && bits <= MOST_HMAC_BITS;
    }

    /** Type and usage. */
    Template template() {
        Template template =
                Template.any().number(Cka.KEY_TYPE, isAes() ? Ckk.AES : Ckk.GENERIC_SECRET);
        return switch (this) {
            case AES -> template.flag(Cka.ENCRYPT, true).flag(Cka.DECRYPT, true);
            case AES_WRAP -> template.flag(Cka.WRAP, true).flag(Cka.UNWRAP, true);
            case HMAC_SHA1, HMAC_SHA224, HMAC_SHA256, HMAC_SHA384, HMAC_SHA512 ->
                    template.flag(Cka.SIGN, true).flag(Cka.VERIFY, true);
        };
    }

    /** The kind of an algorithm's name; keys from elsewhere that nobody knows make MACs. */
    static SecretKind of(String algorithm) {
        if (algorithm.equalsIgnoreCase("AESWrap")) {
            return AES_WRAP;
        }
        for (SecretKind kind : values()) {
            if (kind.algorithm.equalsIgnoreCase(algorithm)) {
                return kind;
            }
        }
        return HMAC_SHA256;
    }
}
