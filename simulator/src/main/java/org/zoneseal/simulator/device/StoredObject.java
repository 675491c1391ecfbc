package org.zoneseal.simulator.device;

import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;

/**
 * An object as the vault holds it: what may be shown in the clear, what may not sealed.
 *
 * @param slot the slot (group of keys) that it belongs to
 * @param place its identity for ever and the version of this write
 * @param attributes everything but secret values; includes the device's own (vendor) attributes
 * @param sealedSecret the secret part, encrypted and bound to place and attributes; empty if none
 */
public record StoredObject(
        int slot, ObjectPlace place, List<Attribute> attributes, byte[] sealedSecret) {

    /** About how many bytes it takes. */
    long roughLength() {
        return sealedSecret.length + roughLength(attributes);
    }

    /** About how many bytes attributes take. */
    static long roughLength(List<Attribute> attributes) {
        long length = 0;
        for (Attribute attribute : attributes) {
            length +=
                    switch (attribute.value()) {
                        case AttributeValue.Bytes(byte[] bytes) -> bytes.length + 16L;
                        case AttributeValue.Numbers(List<Long> numbers) -> 8L * numbers.size() + 16;
                        case AttributeValue.Template(List<Attribute> inner) ->
                                roughLength(inner) + 16;
                        case AttributeValue.Flag _,
                                AttributeValue.Unsigned _,
                                AttributeValue.Absent _ ->
                                16;
                    };
        }
        return length;
    }

    @Override
    public String toString() {
        return "StoredObject[" + place + "]";
    }
}
