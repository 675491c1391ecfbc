package org.zoneseal.simulator.token;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.zoneseal.cryptoki.Cka;

/** What attributes are called, for messages. */
final class AttributeNames {

    private static final Map<Long, String> NAMES = new HashMap<>();

    static {
        for (Field field : Cka.class.getFields()) {
            try {
                NAMES.put(field.getLong(null), "CKA_" + field.getName());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private AttributeNames() {}

    static String of(long type) {
        return NAMES.getOrDefault(type, "attribute 0x" + Long.toHexString(type));
    }
}
