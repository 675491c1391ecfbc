package org.zoneseal.server;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.zoneseal.transfer.MessageSink;

/**
 * One answer by UDP that comes later than its batch, from whatever thread: it keeps where to and
 * where from.
 */
final class DatagramReply implements MessageSink {

    private final BatchedLane lane;
    private final byte[] address;
    private final byte[] control;
    private final int maxLength;

    DatagramReply(BatchedLane lane, byte[] address, byte[] control, int maxLength) {
        this.lane = lane;
        this.address = address;
        this.control = control;
        this.maxLength = maxLength;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public void send(byte[] message, int offset, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = copy(arena, address, 0, address.length);
            MemorySegment from = copy(arena, control, 0, control.length);
            MemorySegment bytes = copy(arena, message, offset, length);
            lane.sendLate(DatagramBatch.single(arena, to, from, bytes));
        }
    }

    private static MemorySegment copy(Arena arena, byte[] bytes, int offset, int length) {
        MemorySegment made = arena.allocate(length, Long.BYTES);
        MemorySegment.copy(bytes, offset, made, ValueLayout.JAVA_BYTE, 0, length);
        return made;
    }

    @Override
    public void abort() {
        // A datagram is sent or not; there is nothing to end.
    }
}
