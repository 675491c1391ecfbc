package org.zoneseal.answer;

import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.WireNames;
import org.zoneseal.zones.ZoneVersion;

/**
 * The names that an answer has aliases for, in the order of the chain. Mutable, for one thread.
 *
 * <p>An alias that came from a wildcard has to be proved in the authority section, which begins
 * when the chain is at its end: until then the version is kept that the alias came from.
 */
final class Aliases {

    /** The longest chain: others stop after 11 to 18. */
    static final int MAX = 16;

    private final byte[][] names = new byte[MAX][Name.MAX_WIRE_LENGTH];
    private final int[] lengths = new int[MAX];
    private final @Nullable ZoneVersion[] versions = new ZoneVersion[MAX];
    private int size;
    private boolean hasProofs;

    /** Forgets all, the versions above all: kept, they would stay in memory. */
    void clear() {
        if (hasProofs) {
            for (int i = 0; i < size; i++) {
                versions[i] = null;
            }
        }
        size = 0;
        hasProofs = false;
    }

    /**
     * Adds a name.
     *
     * @param version what has to prove that it may come from a wildcard, or null
     */
    void add(SoughtName name, @Nullable ZoneVersion version) {
        System.arraycopy(name.wire, 0, names[size], 0, name.length);
        lengths[size] = name.length;
        versions[size++] = version;
        hasProofs |= version != null;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size == MAX;
    }

    int size() {
        return size;
    }

    /** Whether any has to be proved. */
    boolean hasProofs() {
        return hasProofs;
    }

    byte[] name(int index) {
        return names[index];
    }

    @Nullable ZoneVersion provedBy(int index) {
        return versions[index];
    }

    boolean contains(byte[] wire, int offset) {
        int length = Name.wireLength(wire, offset, wire.length);
        for (int i = 0; i < size; i++) {
            if (lengths[i] == length
                    && WireNames.equalsIgnoreCase(names[i], 0, wire, offset, length)) {
                return true;
            }
        }
        return false;
    }
}
