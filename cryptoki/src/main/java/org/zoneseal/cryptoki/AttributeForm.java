package org.zoneseal.cryptoki;

import java.util.Set;

/** Which form the value of a standard attribute has; the number alone decides (PKCS#11 3.2, B). */
public enum AttributeForm {
    FLAG,
    NUMBER,
    BYTES,
    NUMBERS,
    TEMPLATE;

    private static final Set<Long> FLAGS =
            Set.of(
                    Cka.TOKEN,
                    Cka.PRIVATE,
                    Cka.TRUSTED,
                    Cka.SENSITIVE,
                    Cka.ENCRYPT,
                    Cka.DECRYPT,
                    Cka.WRAP,
                    Cka.UNWRAP,
                    Cka.SIGN,
                    Cka.SIGN_RECOVER,
                    Cka.VERIFY,
                    Cka.VERIFY_RECOVER,
                    Cka.DERIVE,
                    Cka.EXTRACTABLE,
                    Cka.LOCAL,
                    Cka.NEVER_EXTRACTABLE,
                    Cka.ALWAYS_SENSITIVE,
                    Cka.MODIFIABLE,
                    Cka.COPYABLE,
                    Cka.DESTROYABLE,
                    Cka.ALWAYS_AUTHENTICATE,
                    Cka.WRAP_WITH_TRUSTED,
                    Cka.ENCAPSULATE,
                    Cka.DECAPSULATE,
                    0x200L,
                    0x301L,
                    0x302L,
                    0x405L);

    private static final Set<Long> NUMBERS_ALONE =
            Set.of(
                    Cka.CLASS,
                    Cka.CERTIFICATE_TYPE,
                    Cka.CERTIFICATE_CATEGORY,
                    0x88L,
                    Cka.KEY_TYPE,
                    Cka.MODULUS_BITS,
                    0x133L,
                    0x134L,
                    0x160L,
                    0x201L,
                    Cka.VALUE_LEN,
                    Cka.KEY_GEN_MECHANISM,
                    0x300L,
                    0x400L,
                    0x401L,
                    0x402L,
                    0x403L,
                    0x404L,
                    0x406L,
                    0x500L,
                    Cka.PROFILE_ID,
                    Cka.PARAMETER_SET,
                    Cka.OBJECT_VALIDATION_FLAGS);

    /** The form of an attribute; whatever the standard does not list is bytes. */
    public static AttributeForm of(long type) {
        if (FLAGS.contains(type)) {
            return FLAG;
        }
        if (NUMBERS_ALONE.contains(type)) {
            return NUMBER;
        }
        if (type == Cka.ALLOWED_MECHANISMS) {
            return NUMBERS;
        }
        return type == Cka.WRAP_TEMPLATE
                        || type == Cka.UNWRAP_TEMPLATE
                        || type == Cka.DERIVE_TEMPLATE
                ? TEMPLATE
                : BYTES;
    }
}
