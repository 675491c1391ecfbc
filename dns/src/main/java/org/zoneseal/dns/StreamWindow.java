package org.zoneseal.dns;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The part of a stream that is in memory, for a scanner that goes through it. Mutable, for one
 * thread.
 *
 * <p>The byte behind the filled part is always 0, so a scanner that stops at 0 needs no other check
 * for the end. The bytes move only when the array is full, and the array grows when what must be
 * kept is more than half of it: whatever the stream hands out at a time, the work is linear.
 */
abstract class StreamWindow {

    /** What is in memory. */
    byte[] bytes;

    /** Where the scanner stands. */
    int at;

    /** Behind the last byte in memory; a 0 stands here. */
    int limit;

    /** How far the last {@link #fill} has moved what it kept to the front. */
    int moved;

    /** Where in the stream the first byte in memory was. */
    long base;

    private final InputStream in;
    private boolean ended;

    StreamWindow(InputStream in, int capacity) {
        this.in = in;
        this.bytes = new byte[Math.max(capacity, 16)];
    }

    /** Shows a text instead of the stream. */
    final void show(byte[] text, int length) {
        if (bytes.length <= length) {
            bytes = new byte[length + 1];
        }
        System.arraycopy(text, 0, bytes, 0, length);
        bytes[length] = 0;
        at = 0;
        limit = length;
        base = 0;
        ended = true;
    }

    /**
     * Reads on from the stream. What is before {@code keep} may be dropped; {@link #moved} is by
     * how many bytes the rest has moved to the front.
     *
     * @return false at the end of the stream
     */
    final boolean fill(int keep) throws IOException {
        moved = 0;
        if (ended) {
            return false;
        }
        if (limit == bytes.length - 1) {
            makeRoom(keep);
        }
        int count = in.read(bytes, limit, bytes.length - 1 - limit);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        bytes[limit] = 0;
        return true;
    }

    private void makeRoom(int keep) {
        if (limit - keep > bytes.length / 2) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            return;
        }
        System.arraycopy(bytes, keep, bytes, 0, limit - keep);
        limit -= keep;
        bytes[limit] = 0;
        base += keep;
        moved = keep;
    }
}
