package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.simulator.device.StoredObject;
import org.zoneseal.simulator.device.VendorAttribute;

/**
 * The objects of a slot (or the session objects of an application), found by id, label, unique id
 * or request id in constant time, by anything else in one pass.
 *
 * <p>Thread-safe by its own lock, under which nothing is called.
 */
final class ObjectIndex {

    private static final long[] INDEXED = {Cka.ID, Cka.LABEL, VendorAttribute.REQUEST_ID};

    private record Entry(long type, AttributeValue value) {}

    /** By unique id, in the order of birth. */
    private final Map<String, TokenObject> objects = new LinkedHashMap<>();

    private final Map<Entry, Set<TokenObject>> byValue = new HashMap<>();

    /** An object is new or was written again. */
    synchronized TokenObject put(StoredObject stored) {
        TokenObject known = objects.get(stored.place().id());
        if (known == null) {
            TokenObject added = TokenObject.of(stored);
            objects.put(added.id(), added);
            index(added);
            return added;
        }
        unindex(known);
        known.update(stored);
        index(known);
        return known;
    }

    synchronized @Nullable TokenObject remove(String id) {
        TokenObject removed = objects.remove(id);
        if (removed != null) {
            unindex(removed);
        }
        return removed;
    }

    synchronized List<TokenObject> removeAll() {
        List<TokenObject> all = new ArrayList<>(objects.values());
        objects.clear();
        byValue.clear();
        return all;
    }

    synchronized @Nullable TokenObject byId(String id) {
        return objects.get(id);
    }

    synchronized int size() {
        return objects.size();
    }

    synchronized List<TokenObject> all() {
        return new ArrayList<>(objects.values());
    }

    /** A few objects among which are all that have these attributes. */
    synchronized List<TokenObject> candidates(List<Attribute> template) {
        Collection<TokenObject> fewest = objects.values();
        for (Attribute attribute : template) {
            Collection<TokenObject> found = candidates(attribute);
            if (found != null && found.size() <= fewest.size()) {
                fewest = found;
            }
        }
        return new ArrayList<>(fewest);
    }

    private @Nullable Collection<TokenObject> candidates(Attribute attribute) {
        if (attribute.type() == Cka.UNIQUE_ID
                && attribute.value() instanceof AttributeValue.Bytes id) {
            TokenObject found =
                    objects.get(
                            new String(id.value(), java.nio.charset.StandardCharsets.ISO_8859_1));
            return found == null ? List.of() : List.of(found);
        }
        boolean isIndexed =
                attribute.value() instanceof AttributeValue.Bytes value
                        && value.value().length > 0
                        && isIndexed(attribute.type());
        return isIndexed
                ? byValue.getOrDefault(new Entry(attribute.type(), attribute.value()), Set.of())
                : null;
    }

    private static boolean isIndexed(long type) {
        for (long indexed : INDEXED) {
            if (indexed == type) {
                return true;
            }
        }
        return false;
    }

    private void index(TokenObject object) {
        for (long type : INDEXED) {
            AttributeValue value = object.attributes().get(type);
            if (value != null) {
                byValue.computeIfAbsent(new Entry(type, value), _ -> new LinkedHashSet<>(2))
                        .add(object);
            }
        }
    }

    private void unindex(TokenObject object) {
        for (long type : INDEXED) {
            AttributeValue value = object.attributes().get(type);
            if (value != null) {
                byValue.computeIfPresent(
                        new Entry(type, value),
                        (_, set) -> set.remove(object) && set.isEmpty() ? null : set);
            }
        }
    }
}
