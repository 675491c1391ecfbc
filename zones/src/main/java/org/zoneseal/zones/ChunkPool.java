package org.zoneseal.zones;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays for records that wait to be packed. Thread-safe.
 *
 * <p>They are used again and again: arrays of this size, left to the collector, would lie in memory
 * until it looks through all of it, and a zone would be there twice at the end of reading.
 */
final class ChunkPool {

    static final int CHUNK_BITS = 20;
    static final int CHUNK_BYTES = 1 << CHUNK_BITS;

    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

    byte[] take() {
        byte[] chunk = free.poll();
        return chunk == null ? new byte[CHUNK_BYTES] : chunk;
    }

    /** Takes an array back, if it is of the size that the pool gives. */
    void give(byte[] chunk) {
        if (chunk.length == CHUNK_BYTES) {
            free.add(chunk);
        }
    }
}
