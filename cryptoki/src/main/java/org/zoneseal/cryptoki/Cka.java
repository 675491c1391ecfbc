package org.zoneseal.cryptoki;

/** Attribute types (CKA_) of PKCS#11 3.2. */
public final class Cka {

    public static final long CLASS = 0x0L;
    public static final long TOKEN = 0x1L;
    public static final long PRIVATE = 0x2L;
    public static final long LABEL = 0x3L;
    public static final long UNIQUE_ID = 0x4L;
    public static final long APPLICATION = 0x10L;
    public static final long VALUE = 0x11L;
    public static final long OBJECT_ID = 0x12L;
    public static final long CERTIFICATE_TYPE = 0x80L;
    public static final long ISSUER = 0x81L;
    public static final long SERIAL_NUMBER = 0x82L;
    public static final long AC_ISSUER = 0x83L;
    public static final long OWNER = 0x84L;
    public static final long ATTR_TYPES = 0x85L;
    public static final long TRUSTED = 0x86L;
    public static final long CERTIFICATE_CATEGORY = 0x87L;
    public static final long URL = 0x89L;
    public static final long HASH_OF_SUBJECT_PUBLIC_KEY = 0x8aL;
    public static final long HASH_OF_ISSUER_PUBLIC_KEY = 0x8bL;
    public static final long NAME_HASH_ALGORITHM = 0x8cL;
    public static final long CHECK_VALUE = 0x90L;
    public static final long KEY_TYPE = 0x100L;
    public static final long SUBJECT = 0x101L;
    public static final long ID = 0x102L;
    public static final long SENSITIVE = 0x103L;
    public static final long ENCRYPT = 0x104L;
    public static final long DECRYPT = 0x105L;
    public static final long WRAP = 0x106L;
    public static final long UNWRAP = 0x107L;
    public static final long SIGN = 0x108L;
    public static final long SIGN_RECOVER = 0x109L;
    public static final long VERIFY = 0x10aL;
    public static final long VERIFY_RECOVER = 0x10bL;
    public static final long DERIVE = 0x10cL;
    public static final long START_DATE = 0x110L;
    public static final long END_DATE = 0x111L;
    public static final long MODULUS = 0x120L;
    public static final long MODULUS_BITS = 0x121L;
    public static final long PUBLIC_EXPONENT = 0x122L;
    public static final long PRIVATE_EXPONENT = 0x123L;
    public static final long PRIME_1 = 0x124L;
    public static final long PRIME_2 = 0x125L;
    public static final long EXPONENT_1 = 0x126L;
    public static final long EXPONENT_2 = 0x127L;
    public static final long COEFFICIENT = 0x128L;
    public static final long PUBLIC_KEY_INFO = 0x129L;
    public static final long VALUE_BITS = 0x160L;
    public static final long VALUE_LEN = 0x161L;
    public static final long EXTRACTABLE = 0x162L;
    public static final long LOCAL = 0x163L;
    public static final long NEVER_EXTRACTABLE = 0x164L;
    public static final long ALWAYS_SENSITIVE = 0x165L;
    public static final long KEY_GEN_MECHANISM = 0x166L;
    public static final long MODIFIABLE = 0x170L;
    public static final long COPYABLE = 0x171L;
    public static final long DESTROYABLE = 0x172L;
    public static final long EC_PARAMS = 0x180L;
    public static final long EC_POINT = 0x181L;
    public static final long ALWAYS_AUTHENTICATE = 0x202L;
    public static final long WRAP_WITH_TRUSTED = 0x210L;
    public static final long PROFILE_ID = 0x601L;
    public static final long PARAMETER_SET = 0x61dL;
    public static final long OBJECT_VALIDATION_FLAGS = 0x61eL;
    public static final long ENCAPSULATE = 0x633L;
    public static final long DECAPSULATE = 0x634L;
    public static final long SEED = 0x637L;
    public static final long WRAP_TEMPLATE = 0x40000211L;
    public static final long UNWRAP_TEMPLATE = 0x40000212L;
    public static final long DERIVE_TEMPLATE = 0x40000213L;
    public static final long ALLOWED_MECHANISMS = 0x40000600L;

    private Cka() {}
}
