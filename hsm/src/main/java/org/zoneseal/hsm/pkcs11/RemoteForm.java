package org.zoneseal.hsm.pkcs11;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.zoneseal.client.slot.ObjectAttributes;
import org.zoneseal.cryptoki.AttributeForm;

/**
 * Attributes between the two forms that they have here: bytes as a C program sees them, and values
 * with a type as the wire has them. So keys are described in one place, however the token is
 * reached.
 */
final class RemoteForm {

    private RemoteForm() {}

    /** A template for the wire; its arrays are those of the given one. */
    static org.zoneseal.client.slot.Template of(Template template) {
        org.zoneseal.client.slot.Template remote = org.zoneseal.client.slot.Template.any();
        template.forEach((type, value) -> {
            switch (AttributeForm.of(type)) {
                case FLAG -> remote.flag(type, value[0] != 0);
                case NUMBER -> remote.number(type, number(value));
                case BYTES, NUMBERS, TEMPLATE -> remote.bytes(type, value);
            }
        });
        return remote;
    }

    private static long number(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
    }

    /** What an object answered, as a module would have. */
    static Attributes of(ObjectAttributes answered, List<Long> types) {
        Map<Long, byte[]> values = new HashMap<>();
        for (long type : types) {
            switch (AttributeForm.of(type)) {
                case FLAG -> values.put(type, new byte[] {(byte) (answered.flag(type) ? 1 : 0)});
                case NUMBER -> answered.number(type).ifPresent(n -> values.put(type, bytes(n)));
                case BYTES, NUMBERS, TEMPLATE ->
                        answered.bytes(type).ifPresent(b -> values.put(type, b));
            }
        }
        return Attributes.of(values);
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(number)
                .array();
    }
}
