package org.zoneseal.client.slot;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;

/** What an object answered about itself; what it has not, or does not tell, is absent. */
public final class ObjectAttributes {

    private final Map<Long, AttributeValue> values = new HashMap<>();

    ObjectAttributes(List<Attribute> attributes) {
        attributes.forEach(attribute -> values.put(attribute.type(), attribute.value()));
    }

    /** Bytes with at least one in them. */
    public Optional<byte[]> bytes(long type) {
        return values.get(type) instanceof AttributeValue.Bytes bytes && bytes.value().length > 0
                ? Optional.of(bytes.value())
                : Optional.empty();
    }

    /** UTF-8 text; empty if there is none. */
    public String text(long type) {
        return bytes(type).map(value -> new String(value, StandardCharsets.UTF_8)).orElse("");
    }

    public Optional<Long> number(long type) {
        return values.get(type) instanceof AttributeValue.Unsigned number
                ? Optional.of(number.value())
                : Optional.empty();
    }

    /** Whether the object has the flag and it is set. */
    public boolean flag(long type) {
        return values.get(type) instanceof AttributeValue.Flag flag && flag.value();
    }
}
