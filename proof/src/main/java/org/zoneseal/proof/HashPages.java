package org.zoneseal.proof;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * The NSEC3 pages of a zone by number, from version to version: which lookups of a hash would find
 * something else than they did in the version before. Pages are told apart by identity.
 */
final class HashPages {

    private IdentityHashMap<byte[], Integer> numbers = new IdentityHashMap<>();
    private List<byte[]> pages = List.of();
    private int next;

    /**
     * Goes over to the pages of another version.
     *
     * @return the numbers of pages that are gone, and of those behind which a page is new: a hash
     *     that was found to follow one of them may be found there now
     */
    BitSet turnTo(List<byte[]> version) {
        IdentityHashMap<byte[], Integer> before = numbers;
        numbers = new IdentityHashMap<>(version.size());
        BitSet isNew = new BitSet();
        for (int i = 0; i < version.size(); i++) {
            Integer number = before.remove(version.get(i));
            if (number == null) {
                isNew.set(i);
                number = next++;
            }
            numbers.put(version.get(i), number);
        }
        pages = List.copyOf(version);
        BitSet changed = new BitSet();
        before.values().forEach(changed::set);
        for (int i = isNew.nextSetBit(0); i >= 0; i = isNew.nextSetBit(i + 1)) {
            changed.set(number(pages.get(i == 0 ? pages.size() - 1 : i - 1)));
        }
        return changed;
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    /** The number of a page of the present version. */
    int number(byte[] page) {
        return Objects.requireNonNull(numbers.get(page), "a page of another version");
    }

    int first() {
        return number(pages.getFirst());
    }

    int last() {
        return number(pages.getLast());
    }
}
