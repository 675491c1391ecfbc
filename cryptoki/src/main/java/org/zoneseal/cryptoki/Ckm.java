package org.zoneseal.cryptoki;

/** Mechanism types (CKM_) of PKCS#11 3.2. */
public final class Ckm {

    public static final long RSA_PKCS_KEY_PAIR_GEN = 0x0L;
    public static final long RSA_PKCS = 0x1L;
    public static final long RSA_X_509 = 0x3L;
    public static final long SHA1_RSA_PKCS = 0x6L;
    public static final long RSA_PKCS_OAEP = 0x9L;
    public static final long RSA_PKCS_PSS = 0xdL;
    public static final long SHA1_RSA_PKCS_PSS = 0xeL;
    public static final long ML_DSA_KEY_PAIR_GEN = 0x1cL;
    public static final long ML_DSA = 0x1dL;
    public static final long SHA256_RSA_PKCS = 0x40L;
    public static final long SHA384_RSA_PKCS = 0x41L;
    public static final long SHA512_RSA_PKCS = 0x42L;
    public static final long SHA256_RSA_PKCS_PSS = 0x43L;
    public static final long SHA384_RSA_PKCS_PSS = 0x44L;
    public static final long SHA512_RSA_PKCS_PSS = 0x45L;
    public static final long SHA224_RSA_PKCS = 0x46L;
    public static final long SHA224_RSA_PKCS_PSS = 0x47L;
    public static final long SHA512_224 = 0x48L;
    public static final long SHA512_224_HMAC = 0x49L;
    public static final long SHA512_224_HMAC_GENERAL = 0x4aL;
    public static final long SHA512_256 = 0x4cL;
    public static final long SHA512_256_HMAC = 0x4dL;
    public static final long SHA512_256_HMAC_GENERAL = 0x4eL;
    public static final long SHA_1 = 0x220L;
    public static final long SHA_1_HMAC = 0x221L;
    public static final long SHA_1_HMAC_GENERAL = 0x222L;
    public static final long SHA256 = 0x250L;
    public static final long SHA256_HMAC = 0x251L;
    public static final long SHA256_HMAC_GENERAL = 0x252L;
    public static final long SHA224 = 0x255L;
    public static final long SHA224_HMAC = 0x256L;
    public static final long SHA224_HMAC_GENERAL = 0x257L;
    public static final long SHA384 = 0x260L;
    public static final long SHA384_HMAC = 0x261L;
    public static final long SHA384_HMAC_GENERAL = 0x262L;
    public static final long SHA512 = 0x270L;
    public static final long SHA512_HMAC = 0x271L;
    public static final long SHA512_HMAC_GENERAL = 0x272L;
    public static final long GENERIC_SECRET_KEY_GEN = 0x350L;
    public static final long PKCS5_PBKD2 = 0x3b0L;
    public static final long EC_KEY_PAIR_GEN = 0x1040L;
    public static final long ECDSA = 0x1041L;
    public static final long ECDSA_SHA1 = 0x1042L;
    public static final long ECDSA_SHA224 = 0x1043L;
    public static final long ECDSA_SHA256 = 0x1044L;
    public static final long ECDSA_SHA384 = 0x1045L;
    public static final long ECDSA_SHA512 = 0x1046L;
    public static final long ECDH1_DERIVE = 0x1050L;
    public static final long ECDH1_COFACTOR_DERIVE = 0x1051L;
    public static final long ECDH_AES_KEY_WRAP = 0x1053L;
    public static final long RSA_AES_KEY_WRAP = 0x1054L;
    public static final long EC_EDWARDS_KEY_PAIR_GEN = 0x1055L;
    public static final long EDDSA = 0x1057L;
    public static final long AES_KEY_GEN = 0x1080L;
    public static final long AES_ECB = 0x1081L;
    public static final long AES_CBC = 0x1082L;
    public static final long AES_CBC_PAD = 0x1085L;
    public static final long AES_CTR = 0x1086L;
    public static final long AES_GCM = 0x1087L;
    public static final long AES_CCM = 0x1088L;
    public static final long AES_CMAC = 0x108aL;
    public static final long AES_CMAC_GENERAL = 0x108bL;
    public static final long AES_ECB_ENCRYPT_DATA = 0x1104L;
    public static final long AES_CBC_ENCRYPT_DATA = 0x1105L;
    public static final long AES_KEY_WRAP = 0x2109L;
    public static final long AES_KEY_WRAP_PAD = 0x210aL;
    public static final long AES_KEY_WRAP_KWP = 0x210bL;

    private Ckm() {}
}
