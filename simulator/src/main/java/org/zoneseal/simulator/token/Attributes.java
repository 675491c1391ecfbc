package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;

/**
 * The attributes of an object, each at most once.
 *
 * <p>A sorted array and not a map: there may be 100 000 objects with thirty attributes each.
 * Immutable.
 */
final class Attributes {

    static final Attributes NONE = new Attributes(new Attribute[0]);

    private static final byte[] NO_BYTES = {};

    private final Attribute[] sorted;

    private Attributes(Attribute[] sorted) {
        this.sorted = sorted;
    }

    /** Of attributes that occur once each. */
    static Attributes of(List<Attribute> attributes) {
        Attribute[] sorted = attributes.toArray(Attribute[]::new);
        Arrays.sort(sorted, Comparator.comparingLong(Attribute::type));
        return new Attributes(sorted);
    }

    List<Attribute> list() {
        return Arrays.asList(sorted);
    }

    @Nullable AttributeValue get(long type) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = sorted[middle].type();
            if (found == type) {
                return sorted[middle].value();
            }
            if (found < type) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    boolean has(long type) {
        return get(type) != null;
    }

    /** A flag; false where there is none. */
    boolean flag(long type) {
        return get(type) instanceof AttributeValue.Flag flag && flag.value();
    }

    /** A number, or {@code otherwise} where there is none. */
    long number(long type, long otherwise) {
        return get(type) instanceof AttributeValue.Unsigned number ? number.value() : otherwise;
    }

    /** Bytes, lent; empty where there are none. */
    byte[] bytes(long type) {
        return get(type) instanceof AttributeValue.Bytes bytes ? bytes.value() : NO_BYTES;
    }

    /** These, with others in addition or instead. */
    Attributes with(List<Attribute> changes) {
        List<Attribute> merged = new ArrayList<>(sorted.length + changes.size());
        Attributes changed = of(changes);
        for (Attribute attribute : sorted) {
            if (!changed.has(attribute.type())) {
                merged.add(attribute);
            }
        }
        merged.addAll(changes);
        return of(merged);
    }
}
