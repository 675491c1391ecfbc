package org.zoneseal.transfer.secondary;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How much work is done at a time, and how much of it with one primary: no more than half. So one
 * that is slow, or dead, or wants to hold up everybody, leaves the other half to the others. For
 * many threads, which wait in order.
 */
final class Turns {

    private final Semaphore all;
    private final int each;
    private final Map<Object, Semaphore> ofEach = new ConcurrentHashMap<>();

    Turns(int atOnce) {
        this.all = new Semaphore(atOnce, true);
        this.each = (atOnce + 1) / 2;
    }

    /**
     * Does it when it is its turn.
     *
     * @param whose the primary's address, or what takes turns as a primary does
     */
    void during(Object whose, Runnable work) throws InterruptedException {
        Semaphore own = ofEach.computeIfAbsent(whose, _ -> new Semaphore(each, true));
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
