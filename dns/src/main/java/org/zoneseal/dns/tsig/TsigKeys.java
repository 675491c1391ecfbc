package org.zoneseal.dns.tsig;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.zoneseal.dns.Name;

/** The keys that a server knows, found by name; immutable. */
public final class TsigKeys {

    public static final TsigKeys NONE = new TsigKeys(Map.of());

    private final Map<Name, TsigKey> byName;

    private TsigKeys(Map<Name, TsigKey> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** What to do with keys of {@link TsigAlgorithm#HMAC_SHA1}. */
    public enum Sha1 {
        REFUSED,
        ALLOWED
    }

    /**
     * A set of keys without SHA-1.
     *
     * @throws IllegalArgumentException if two have the same name, or one is for SHA-1
     */
    public static TsigKeys of(Collection<TsigKey> keys) {
        return of(keys, Sha1.REFUSED);
    }

    /**
     * A set of keys.
     *
     * @throws IllegalArgumentException if two have the same name, or one is for SHA-1 and that is
     *     refused
     */
    public static TsigKeys of(Collection<TsigKey> keys, Sha1 sha1) {
        Map<Name, TsigKey> byName = new HashMap<>();
        for (TsigKey key : keys) {
            if (key.algorithm() == TsigAlgorithm.HMAC_SHA1 && sha1 == Sha1.REFUSED) {
                throw new IllegalArgumentException(
                        key + " is for SHA-1, which is off: make it a key for hmac-sha256");
            }
            if (byName.put(key.name(), key) != null) {
                throw new IllegalArgumentException("the " + key + " is there twice");
            }
        }
        return new TsigKeys(byName);
    }

    /** The key of a name. */
    public Optional<TsigKey> find(Name name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The key of a name in uncompressed wire form, in any case. */
    public Optional<TsigKey> find(byte[] name, int offset) {
        return find(Name.fromWire(name, offset));
    }

    public Collection<TsigKey> keys() {
        return byName.values();
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** The keys, without their secrets. */
    @Override
    public String toString() {
        return byName.values().toString();
    }
}
