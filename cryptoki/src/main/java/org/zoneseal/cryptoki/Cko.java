package org.zoneseal.cryptoki;

/** Object classes (CKO_) of PKCS#11 3.2. */
public final class Cko {

    public static final long DATA = 0x0L;
    public static final long CERTIFICATE = 0x1L;
    public static final long PUBLIC_KEY = 0x2L;
    public static final long PRIVATE_KEY = 0x3L;
    public static final long SECRET_KEY = 0x4L;
    public static final long HW_FEATURE = 0x5L;
    public static final long DOMAIN_PARAMETERS = 0x6L;
    public static final long MECHANISM = 0x7L;
    public static final long OTP_KEY = 0x8L;
    public static final long PROFILE = 0x9L;

    private Cko() {}
}
