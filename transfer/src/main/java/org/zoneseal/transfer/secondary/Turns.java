package org.zoneseal.transfer.secondary;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * How much work is done at a time, and how much of it with one primary: no more than half. So one
 * that is slow, or dead, or wants to hold up everybody, leaves the other half to the others. For
 * many threads, which wait in order.
 */
final class Turns {

    private final Room all;
    private final Map<Object, Room> ofEach = new HashMap<>();
    private int each;

    /** Places, of which there may be more or fewer later; who has one keeps it. */
    private static final class Room extends Semaphore {

        private static final long serialVersionUID = 1;

        private int size;

        Room(int size) {
            super(size, true);
            this.size = size;
        }

        void resize(int next) {
            if (next > size) {
                release(next - size);
            } else {
                reducePermits(size - next);
            }
            size = next;
        }
    }

    Turns(int atOnce) {
        this.all = new Room(atOnce);
        this.each = half(atOnce);
    }

    private static int half(int atOnce) {
        return (atOnce + 1) / 2;
    }

    /** From now on so much is done at a time; what is under way goes on. */
    synchronized void limit(int atOnce) {
        all.resize(atOnce);
        each = half(atOnce);
        ofEach.values().forEach(room -> room.resize(each));
    }

    private synchronized Room room(Object whose) {
        return ofEach.computeIfAbsent(whose, _ -> new Room(each));
    }

    /**
     * Does it when it is its turn.
     *
     * @param whose the primary's address, or what takes turns as a primary does
     */
    void during(Object whose, Runnable work) throws InterruptedException {
        Room own = room(whose);
        own.acquire();
        try {
            all.acquire();
            try {
                work.run();
            } finally {
                all.release();
            }
        } finally {
            own.release();
        }
    }
}
