package org.zoneseal.zones;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.zoneseal.dns.Name;

/**
 * Builds one tree of a version out of records in any order. Mutable, for one thread.
 *
 * <p>As long as owners come in order, which they do from most signers and in most transfers, what
 * has come is packed in stretches while more is being read: nothing is sorted, reading and packing
 * overlap, and there is never much in memory twice. When an owner comes out of order after that,
 * what is packed is taken apart again, once, and everything is sorted at the end; a source in no
 * order at all shows that before anything is packed.
 */
final class TreeBuilder {

    /** Bytes of records that are packed at a time. */
    static final int STRETCH = 4 << 20;

    /** Stretches that may wait for being packed; more make the reader wait. */
    private static final int MOST_WAITING = 4;

    private final Name apex;
    private final int stretch;
    private final ChunkPool pool;
    private RunStore runs;
    private final List<ForkJoinTask<PackedRuns>> packed = new ArrayList<>();
    private final Deque<ForkJoinTask<PackedRuns>> waiting = new ArrayDeque<>();
    private final List<ZoneWarning> warnings = new ArrayList<>();
    private long warningCount;
    private boolean failed;

    TreeBuilder(Name apex, int stretch, ChunkPool pool) {
        this.apex = apex;
        this.stretch = stretch;
        this.pool = pool;
        this.runs = new RunStore(apex, pool);
    }

    void add(
            byte[] owner,
            int ownerOffset,
            int ownerLength,
            int type,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength) {
        if (runs.bytes() >= stretch && runs.isSorted() && runs.isBefore(owner, ownerOffset)) {
            RunStore full = runs;
            runs = full.next();
            pack(full);
        }
        runs.add(owner, ownerOffset, ownerLength, type, ttl, rdata, rdataOffset, rdataLength);
        if (!packed.isEmpty() && !runs.isSorted()) {
            takeApart();
        }
    }

    private void pack(RunStore full) {
        full.sort();
        while (waiting.size() >= MOST_WAITING) {
            waiting.remove().quietlyJoin();
        }
        ForkJoinTask<PackedRuns> task =
                fork(() -> {
                    PackedRuns whole = new RunPacker(full, apex).pack(0, full.runs());
                    full.release();
                    return whole;
                });
        packed.add(task);
        waiting.add(task);
    }

    private static ForkJoinTask<PackedRuns> fork(Callable<PackedRuns> pack) {
        return ForkJoinPool.commonPool().submit(pack);
    }

    /** Makes runs of all that is packed, and puts those that came later behind them. */
    private void takeApart() {
        packed.forEach(ForkJoinTask::quietlyJoin);
        if (failed || packed.stream().anyMatch(ForkJoinTask::isCompletedAbnormally)) {
            // Whoever builds will be told; until then records need not be kept in order.
            failed = true;
            return;
        }
        RunStore all = new RunStore(apex, pool);
        byte[] apexWire = apex.toWire();
        for (ForkJoinTask<PackedRuns> task : packed) {
            PackedRuns part = task.join();
            note(part);
            NodeCursor nodes = part.pages().cursor(apexWire);
            while (nodes.next()) {
                all.addAll(nodes);
            }
        }
        packed.clear();
        waiting.clear();
        all.addAll(runs);
        runs.release();
        runs = all;
    }

    private void note(PackedRuns part) {
        warnings.addAll(part.warnings());
        warningCount += part.warningCount();
    }

    /**
     * Sorts and packs what is left; the builder is of no further use.
     *
     * @param tasks how many stretches of it to pack side by side
     */
    List<PackedPages> build(int tasks) {
        RunStore sorted = runs;
        runs = new RunStore(apex, pool);
        sorted.sort();
        int from = 0;
        for (int i = 1; i <= tasks; i++) {
            int to = ownerBoundary(sorted, (int) ((long) sorted.runs() * i / tasks));
            if (to > from) {
                int start = from;
                packed.add(fork(() -> new RunPacker(sorted, apex).pack(start, to)));
                from = to;
            }
        }
        List<PackedPages> pages = new ArrayList<>();
        for (ForkJoinTask<PackedRuns> task : packed) {
            PackedRuns part = task.join();
            note(part);
            pages.add(part.pages());
        }
        return pages;
    }

    /** What was put right, or the first of it; complete after {@link #build}. */
    List<ZoneWarning> warnings() {
        return warnings;
    }

    long warningCount() {
        return warningCount;
    }

    /** The first run at or after {@code run} that begins another owner. */
    private static int ownerBoundary(RunStore runs, int run) {
        int at = run;
        while (at > 0 && at < runs.runs() && runs.sameOwner(at - 1, at)) {
            at++;
        }
        return at;
    }
}
