package org.zoneseal.cryptoki;

/** Certificate types (CKC_) of PKCS#11 3.2. */
public final class Ckc {

    public static final long X_509 = 0x0L;
    public static final long X_509_ATTR_CERT = 0x1L;
    public static final long WTLS = 0x2L;

    private Ckc() {}
}
