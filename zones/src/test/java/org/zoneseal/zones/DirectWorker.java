package org.zoneseal.zones;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Does a store's work in the thread that asks for it; what is for later, when the test says so. */
final class DirectWorker implements StoreWorker {

    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @Override
    public void soon(Runnable work) {
        work.run();
    }

    @Override
    public void later(Runnable work, Duration delay) {
        waiting.add(work);
    }

    /** Time has come for what was to be done later. */
    void runWaiting() {
        for (Runnable work = waiting.poll(); work != null; work = waiting.poll()) {
            work.run();
        }
    }

    @Override
    public void close() {
        waiting.clear();
    }
}
