package org.zoneseal.cryptoki;

/** Key types (CKK_) of PKCS#11 3.2. */
public final class Ckk {

    public static final long RSA = 0x0L;
    public static final long EC = 0x3L;
    public static final long GENERIC_SECRET = 0x10L;
    public static final long DES = 0x13L;
    public static final long DES2 = 0x14L;
    public static final long DES3 = 0x15L;
    public static final long AES = 0x1fL;
    public static final long SHA_1_HMAC = 0x28L;
    public static final long SHA256_HMAC = 0x2bL;
    public static final long SHA384_HMAC = 0x2cL;
    public static final long SHA512_HMAC = 0x2dL;
    public static final long SHA224_HMAC = 0x2eL;
    public static final long EC_EDWARDS = 0x40L;
    public static final long ML_DSA = 0x4aL;

    private Ckk() {}
}
