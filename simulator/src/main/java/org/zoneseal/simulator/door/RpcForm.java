package org.zoneseal.simulator.door;

import java.util.Set;
import org.zoneseal.cryptoki.Cka;

/**
 * How p11-kit writes the value of an attribute: its own table, which decides by number alone.
 *
 * <p>What it does not list travels as the bytes that the client has in memory, so a newer CK_ULONG
 * comes as eight bytes, little end first.
 */
enum RpcForm {
    BYTE,
    NUMBER,
    NUMBERS,
    TEMPLATE,
    BYTES;

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
                    Cka.ALWAYS_AUTHENTICATE,
                    Cka.WRAP_WITH_TRUSTED,
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
                    Cka.VALUE_BITS,
                    Cka.VALUE_LEN,
                    Cka.KEY_GEN_MECHANISM,
                    0x201L,
                    0x300L,
                    0x400L,
                    0x401L,
                    0x402L,
                    0x403L,
                    0x404L,
                    0x406L,
                    0x500L);

    static RpcForm of(long type) {
        if (FLAGS.contains(type)) {
            return BYTE;
        }
        if (NUMBERS_ALONE.contains(type)) {
            return NUMBER;
        }
        if (type == Cka.ALLOWED_MECHANISMS) {
            return NUMBERS;
        }
        return isTemplate(type) ? TEMPLATE : BYTES;
    }

    static boolean isTemplate(long type) {
        return type == Cka.WRAP_TEMPLATE
                || type == Cka.UNWRAP_TEMPLATE
                || type == Cka.DERIVE_TEMPLATE;
    }
}
