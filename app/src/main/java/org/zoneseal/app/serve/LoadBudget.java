package org.zoneseal.app.serve;

import java.util.concurrent.Semaphore;

/**
 * How much may be read at a time: so many files, and no more of them than fit into memory beside
 * each other. Reading takes a multiple of a file's size until the zone is packed.
 */
final class LoadBudget {

    private static final int UNIT = 1 << 16;
    private static final int BYTES_A_BYTE = 4;
    private static final int BYTES_A_ZIPPED_BYTE = 20;

    private volatile Semaphore turns;
    private final Semaphore memory;
    private final int units;

    /**
     * @param atOnce files
     * @param bytes of memory
     */
    LoadBudget(int atOnce, long bytes) {
        this.turns = turns(atOnce);
        this.units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.memory = new Semaphore(units, true);
    }

    private static Semaphore turns(int atOnce) {
        return new Semaphore(atOnce, true);
    }

    /** From now on so many files are read at a time, beside those that are being read. */
    void limit(int atOnce) {
        turns = turns(atOnce);
    }

    /** Half of the memory that this process may use. */
    static LoadBudget ofProcess(int atOnce) {
        return new LoadBudget(atOnce, Runtime.getRuntime().maxMemory() / 2);
    }

    /** Work that may fail. */
    interface Work<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }

    /** Does it when there is room; a file that is larger than all the room is read alone. */
    <T, E extends Exception> T during(long fileSize, boolean isZipped, Work<T, E> work)
            throws E, InterruptedException {
        long bytes = fileSize * (isZipped ? BYTES_A_ZIPPED_BYTE : BYTES_A_BYTE);
        int share = Math.clamp(bytes / UNIT + 1, 1, units);
        memory.acquire(share);
        try {
            Semaphore now = turns;
            now.acquire();
            try {
                return work.run();
            } finally {
                now.release();
            }
        } finally {
            memory.release(share);
        }
    }
}
