package org.zoneseal.client;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.zoneseal.cryptoki.Ckr;

/** What return values are called, for messages. */
final class ReturnValueNames {

    private static final Map<Long, String> NAMES = new HashMap<>();

    static {
        try {
            for (Field constant : Ckr.class.getFields()) {
                NAMES.put(constant.getLong(null), "CKR_" + constant.getName());
            }
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ReturnValueNames() {}

    static String of(long returnValue) {
        return NAMES.getOrDefault(returnValue, "CKR_0x" + Long.toHexString(returnValue));
    }
}
