package org.zoneseal.simulator.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Things by handle: read without a lock and without allocating, because each signature looks up a
 * session and a key.
 *
 * <p>Handles count up from 1 and are never used again, so an old one cannot hit another's object.
 * Pages that have been used up are dropped.
 */
final class HandleTable<T> {

    private static final int PAGE_BITS = 9;
    private static final int PAGE = 1 << PAGE_BITS;

    private volatile @Nullable Page<T>[] pages = newPages(4);
    private long next;
    private int size;

    /** What a handle stands for, or null. */
    @Nullable T get(long handle) {
        @Nullable Page<T>[] current = pages;
        long page = (handle - 1) >>> PAGE_BITS;
        if (handle < 1 || page >= current.length) {
            return null;
        }
        Page<T> found = current[(int) page];
        return found == null ? null : found.slots.get((int) ((handle - 1) & (PAGE - 1)));
    }

    /** Adds something; returns its handle. */
    synchronized long add(T value) {
        int page = (int) (next >>> PAGE_BITS);
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, pages.length * 2);
        }
        Page<T> holder = pages[page];
        if (holder == null) {
            holder = new Page<>();
            place(page, holder);
        }
        holder.slots.set((int) (next & (PAGE - 1)), value);
        holder.live++;
        size++;
        return ++next;
    }

    /** Forgets a handle; returns what it stood for, or null. */
    synchronized @Nullable T remove(long handle) {
        T value = get(handle);
        if (value != null) {
            int page = (int) ((handle - 1) >>> PAGE_BITS);
            Page<T> holder = pages[page];
            if (holder != null) {
                holder.slots.set((int) ((handle - 1) & (PAGE - 1)), null);
                holder.live--;
                if (holder.live == 0 && next >>> PAGE_BITS > page) {
                    place(page, null);
                }
            }
            size--;
        }
        return value;
    }

    synchronized int size() {
        return size;
    }

    /** The handles of what a test picks. */
    synchronized List<Long> handles(Predicate<T> picks) {
        List<Long> handles = new ArrayList<>();
        for (int page = 0; page < pages.length; page++) {
            Page<T> holder = pages[page];
            for (int i = 0; holder != null && i < PAGE; i++) {
                T value = holder.slots.get(i);
                if (value != null && picks.test(value)) {
                    handles.add(((long) page << PAGE_BITS) + i + 1);
                }
            }
        }
        return handles;
    }

    /** A new array each time, so that readers see a page whole. */
    private void place(int page, @Nullable Page<T> holder) {
        @Nullable Page<T>[] changed = pages.clone();
        changed[page] = holder;
        pages = changed;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable Page<T>[] newPages(int count) {
        return new Page[count];
    }

    private static final class Page<T> {

        private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(PAGE);
        private int live;
    }
}
