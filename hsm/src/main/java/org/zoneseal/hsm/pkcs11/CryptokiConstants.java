package org.zoneseal.hsm.pkcs11;

/** The numbers of PKCS#11 3.2 that we use: mechanisms, attributes, classes, key types, flags. */
final class CryptokiConstants {

    static final long CKM_RSA_PKCS_KEY_PAIR_GEN = 0x0;
    static final long CKM_RSA_PKCS = 0x1;
    static final long CKM_ML_DSA_KEY_PAIR_GEN = 0x1c;
    static final long CKM_ML_DSA = 0x1d;
    static final long CKM_SHA256_RSA_PKCS = 0x40;
    static final long CKM_SHA512_RSA_PKCS = 0x42;
    static final long CKM_EC_KEY_PAIR_GEN = 0x1040;
    static final long CKM_ECDSA = 0x1041;
    static final long CKM_ECDSA_SHA256 = 0x1044;
    static final long CKM_ECDSA_SHA384 = 0x1045;
    static final long CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055;
    static final long CKM_EDDSA = 0x1057;

    static final long CKA_CLASS = 0x0;
    static final long CKA_TOKEN = 0x1;
    static final long CKA_PRIVATE = 0x2;
    static final long CKA_LABEL = 0x3;
    static final long CKA_VALUE = 0x11;
    static final long CKA_KEY_TYPE = 0x100;
    static final long CKA_ID = 0x102;
    static final long CKA_SENSITIVE = 0x103;
    static final long CKA_SIGN = 0x108;
    static final long CKA_VERIFY = 0x10a;
    static final long CKA_MODULUS = 0x120;
    static final long CKA_MODULUS_BITS = 0x121;
    static final long CKA_PUBLIC_EXPONENT = 0x122;
    static final long CKA_PRIVATE_EXPONENT = 0x123;
    static final long CKA_PRIME_1 = 0x124;
    static final long CKA_PRIME_2 = 0x125;
    static final long CKA_EXPONENT_1 = 0x126;
    static final long CKA_EXPONENT_2 = 0x127;
    static final long CKA_COEFFICIENT = 0x128;
    static final long CKA_EXTRACTABLE = 0x162;
    static final long CKA_EC_PARAMS = 0x180;
    static final long CKA_EC_POINT = 0x181;
    static final long CKA_PARAMETER_SET = 0x61d;
    static final long CKA_SEED = 0x637;

    static final long CKO_PUBLIC_KEY = 2;
    static final long CKO_PRIVATE_KEY = 3;

    static final long CKK_RSA = 0x0;
    static final long CKK_EC = 0x3;
    static final long CKK_EC_EDWARDS = 0x40;
    static final long CKK_ML_DSA = 0x4a;

    static final long CKP_ML_DSA_44 = 1;

    static final long CKU_USER = 1;

    static final long CKF_OS_LOCKING_OK = 0x2;
    static final long CKF_RW_SESSION = 0x2;
    static final long CKF_SERIAL_SESSION = 0x4;

    static final long CKS_RO_USER_FUNCTIONS = 1;
    static final long CKS_RW_USER_FUNCTIONS = 3;

    /** Flags of a mechanism (CK_MECHANISM_INFO). */
    static final long CKF_SIGN = 0x800;

    static final long CKF_GENERATE_KEY_PAIR = 0x10000;

    /** Flags of a token (CK_TOKEN_INFO). */
    static final long CKF_USER_PIN_INITIALIZED = 0x8;

    static final long CKF_TOKEN_INITIALIZED = 0x400;
    static final long CKF_USER_PIN_COUNT_LOW = 0x10000;
    static final long CKF_USER_PIN_FINAL_TRY = 0x20000;
    static final long CKF_USER_PIN_LOCKED = 0x40000;

    /** What a token gives as the length of an attribute that it does not have or does not show. */
    static final long CK_UNAVAILABLE_INFORMATION = -1L;

    private CryptokiConstants() {}
}
