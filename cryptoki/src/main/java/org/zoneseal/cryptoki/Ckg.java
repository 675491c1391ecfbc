package org.zoneseal.cryptoki;

/** Mask generation functions (CKG_) of PKCS#11 3.2. */
public final class Ckg {

    public static final long MGF1_SHA1 = 0x1L;
    public static final long MGF1_SHA256 = 0x2L;
    public static final long MGF1_SHA384 = 0x3L;
    public static final long MGF1_SHA512 = 0x4L;
    public static final long MGF1_SHA224 = 0x5L;

    private Ckg() {}
}
