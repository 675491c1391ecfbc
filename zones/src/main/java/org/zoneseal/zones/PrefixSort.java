package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;

/**
 * Sorts places of keys by key, in parallel, most comparisons by an eight-byte prefix alone.
 *
 * <p>Quicksort on two long arrays side by side, because it needs no second copy of them; the
 * comparison is by prefix, then by whole key, then by place, so that no two are equal, equal keys
 * stay in the order of their places and no input makes it quadratic through equal keys. The pivot
 * is the median of nine; short ranges are sorted by insertion; a range that has been cut badly too
 * often is sorted by heap.
 */
public final class PrefixSort {

    /** Compares two keys in full, given where they are. */
    public interface Whole {
        int compare(long placeA, long placeB);
    }

    private static final int INSERTION = 24;
    private static final int PARALLEL = 8192;

    private final Whole whole;
    private final long[] prefixes;
    private final long[] places;

    public PrefixSort(Whole whole, long[] prefixes, long[] places) {
        this.whole = whole;
        this.prefixes = prefixes;
        this.places = places;
    }

    /** Sorts the first {@code count} of both arrays. */
    public void sort(int count) {
        int depth = 2 * (32 - Integer.numberOfLeadingZeros(Math.max(count, 1)));
        ForkJoinPool.commonPool().invoke(new Range(0, count, depth));
    }

    private boolean less(int a, int b) {
        return compare(prefixes[a], places[a], prefixes[b], places[b]) < 0;
    }

    private int compare(long prefixA, long placeA, long prefixB, long placeB) {
        int order = Long.compareUnsigned(prefixA, prefixB);
        if (order == 0 && placeA != placeB) {
            order = whole.compare(placeA, placeB);
        }
        return order == 0 ? Long.compare(placeA, placeB) : order;
    }

    private void swap(int a, int b) {
        long prefix = prefixes[a];
        prefixes[a] = prefixes[b];
        prefixes[b] = prefix;
        long place = places[a];
        places[a] = places[b];
        places[b] = place;
    }

    private int medianOfThree(int a, int b, int c) {
        if (less(a, b)) {
            return less(b, c) ? b : less(a, c) ? c : a;
        }
        return less(a, c) ? a : less(b, c) ? c : b;
    }

    private int pivot(int from, int to) {
        int step = (to - from) / 8;
        int middle = (from + to) >>> 1;
        if (to - from < 128) {
            return medianOfThree(from, middle, to - 1);
        }
        return medianOfThree(
                medianOfThree(from, from + step, from + 2 * step),
                medianOfThree(middle - step, middle, middle + step),
                medianOfThree(to - 1 - 2 * step, to - 1 - step, to - 1));
    }

    /** Cuts a range in two; returns where the pivot came to lie. */
    private int partition(int from, int to) {
        swap(from, pivot(from, to));
        long prefix = prefixes[from];
        long place = places[from];
        int low = from + 1;
        int high = to - 1;
        while (true) {
            while (low <= high && compare(prefixes[low], places[low], prefix, place) < 0) {
                low++;
            }
            while (low <= high && compare(prefixes[high], places[high], prefix, place) > 0) {
                high--;
            }
            if (low >= high) {
                break;
            }
            swap(low++, high--);
        }
        swap(from, high);
        return high;
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            for (int j = i; j > from && less(j, j - 1); j--) {
                swap(j, j - 1);
            }
        }
    }

    private void heapSort(int from, int to) {
        int count = to - from;
        for (int i = count / 2 - 1; i >= 0; i--) {
            siftDown(from, i, count);
        }
        for (int end = count - 1; end > 0; end--) {
            swap(from, from + end);
            siftDown(from, 0, end);
        }
    }

    private void siftDown(int from, int root, int count) {
        int at = root;
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && less(from + child, from + child + 1)) {
                child++;
            }
            if (!less(from + at, from + child)) {
                return;
            }
            swap(from + at, from + child);
            at = child;
        }
    }

    /** Sorts one range, giving away the smaller half where that is worth it. */
    private void sortRange(int first, int last, int startDepth) {
        int from = first;
        int to = last;
        int depth = startDepth;
        List<Range> given = new ArrayList<>(0);
        while (to - from > INSERTION) {
            if (depth-- == 0) {
                heapSort(from, to);
                break;
            }
            int middle = partition(from, to);
            boolean leftSmaller = middle - from < to - middle;
            if (leftSmaller) {
                share(from, middle, depth, given);
                from = middle + 1;
            } else {
                share(middle + 1, to, depth, given);
                to = middle;
            }
        }
        insertionSort(from, to);
        given.forEach(Range::join);
    }

    private void share(int from, int to, int depth, List<Range> given) {
        if (to - from > PARALLEL) {
            Range range = new Range(from, to, depth);
            range.fork();
            given.add(range);
        } else {
            sortRange(from, to, depth);
        }
    }

    private final class Range extends RecursiveAction {

        private final int from;
        private final int to;
        private final int depth;

        Range(int from, int to, int depth) {
            this.from = from;
            this.to = to;
            this.depth = depth;
        }

        @Override
        protected void compute() {
            sortRange(from, to, depth);
        }
    }
}
