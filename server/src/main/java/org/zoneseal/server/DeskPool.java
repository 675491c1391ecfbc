package org.zoneseal.server;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The desks of all connections: as many as threads can run at a time, because nobody waits for
 * anything while he sits at one.
 */
final class DeskPool {

    private final List<Desk> all;
    private final BlockingQueue<Desk> free;

    DeskPool(int size, Supplier<Answering> engines) {
        all = Stream.generate(() -> new Desk(engines.get())).limit(size).toList();
        free = new ArrayBlockingQueue<>(size, false, all);
    }

    /** Does something at a desk; it must not wait there. */
    int at(ToIntFunction<Desk> work) throws InterruptedException {
        Desk desk = free.take();
        try {
            return work.applyAsInt(desk);
        } finally {
            free.add(desk);
        }
    }

    void addCounters(long[] sum) {
        all.forEach(desk -> desk.counters().addTo(sum));
    }
}
