package org.zoneseal.simulator.door;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Bytes from a client, a frame at a time and in place. Mutable, for one thread.
 *
 * <p>A frame that fits into {@link #BASE} bytes is read with one call and costs no memory. A larger
 * one makes the array grow as its bytes arrive, never by what its length claims, and only while the
 * {@link Memory} of all clients has room. What was used is overwritten: PINs pass through.
 */
final class Receiver {

    /** The size of the array between large frames. */
    static final int BASE = 8 * 1024;

    /** What a frame can be while it is answered: read, copied, parsed and answered. */
    private static final long COPIES = 4;

    private static final long PARSED = 16;
    private static final long PARSED_AT_MOST = 12L << 20;

    private final Pipe pipe;
    private final Patience patience;
    private final Duration frameTime;
    private final Memory.Share share;

    private byte[] bytes = new byte[BASE];
    private int start;
    private int end;
    private long arrived;
    private boolean isOpen;
    private boolean isTimed;

    Receiver(Pipe pipe, Patience patience, Duration frameTime, Memory.Share share) {
        this.pipe = pipe;
        this.patience = patience;
        this.frameTime = frameTime;
        this.share = share;
    }

    /** Ends the time for the opening: from now on each frame has its own. */
    void opened() {
        isOpen = true;
        isTimed = false;
        patience.lift();
    }

    /** Waits for the next frame as long as it takes; false when the client has gone. */
    boolean awaitFrame() throws IOException {
        return end > start || readMore() > 0;
    }

    /** Makes so many bytes available from {@link #start}. */
    void need(int count) throws IOException {
        while (end - start < count) {
            makeRoom(count);
            beginTime();
            if (readMore() <= 0) {
                throw new EOFException("the client has gone in the middle of a frame");
            }
        }
    }

    byte[] array() {
        return bytes;
    }

    int start() {
        return start;
    }

    /** When the last bytes came, in milliseconds. */
    long arrived() {
        return arrived;
    }

    /** Forgets so many bytes, overwriting them; the frame's time ends. */
    void consume(int count) {
        Arrays.fill(bytes, start, start + count, (byte) 0);
        start += count;
        if (start == end) {
            start = 0;
            end = 0;
        }
        if (bytes.length > BASE && end - start <= BASE) {
            replace(BASE);
            share.release();
        }
        endTime();
    }

    /** Everything of a frame has arrived: what it asks for may take as long as it takes. */
    void frameIsWhole() {
        endTime();
    }

    /** Reads so many bytes and throws them away. */
    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            need(1);
            int piece = (int) Math.min(left, end - start);
            left -= piece;
            Arrays.fill(bytes, start, start + piece, (byte) 0);
            start += piece;
        }
        consume(0);
    }

    /** Overwrites everything; the connection has ended. */
    void release() {
        Arrays.fill(bytes, (byte) 0);
        share.release();
    }

    private void beginTime() {
        if (isOpen && !isTimed) {
            patience.endsIn(frameTime);
            isTimed = true;
        }
    }

    private void endTime() {
        if (isTimed && isOpen) {
            patience.lift();
            isTimed = false;
        }
    }

    private int readMore() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        int count = pipe.read(bytes, end, bytes.length - end);
        arrived = patience.now();
        end += Math.max(count, 0);
        return count;
    }

    private void makeRoom(int count) {
        if (bytes.length - start < count && start > 0) {
            int length = end - start;
            System.arraycopy(bytes, start, bytes, 0, length);
            Arrays.fill(bytes, Math.max(length, start), end, (byte) 0);
            start = 0;
            end = length;
        }
        if (end == bytes.length) {
            long capacity = Math.min(count, 2L * bytes.length);
            share.hold(capacity * COPIES + Math.min(capacity * PARSED, PARSED_AT_MOST));
            replace((int) capacity);
        }
    }

    private void replace(int capacity) {
        byte[] other = new byte[capacity];
        System.arraycopy(bytes, start, other, 0, end - start);
        Arrays.fill(bytes, (byte) 0);
        bytes = other;
        end -= start;
        start = 0;
    }
}
