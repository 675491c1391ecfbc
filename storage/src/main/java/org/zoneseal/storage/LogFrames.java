package org.zoneseal.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** The bytes around the records of one {@link RecordLog}. */
final class LogFrames {

    static final int LOG_FORMAT = 1;
    static final int ID_LENGTH = 16;
    static final int CHECKED_LENGTH = LogKind.MAGIC_LENGTH + 2 + 2 + ID_LENGTH;
    static final int HEADER_LENGTH = CHECKED_LENGTH + Integer.BYTES;

    private static final int LENGTHS = Integer.BYTES + Long.BYTES;

    private final FrameCheck check;
    private final byte[] id;

    LogFrames(FrameCheck check, byte[] id) {
        this.check = check;
        this.id = id;
    }

    /** What a log begins with. */
    static byte[] header(LogKind kind, byte[] id) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH);
        header.put(kind.magic().getBytes(StandardCharsets.US_ASCII))
                .putShort((short) LOG_FORMAT)
                .putShort((short) kind.format())
                .put(id);
        return header.putInt(headerSum(header)).array();
    }

    /**
     * CRC-32C of a header, so that a damaged id is not taken for a log of nothing but leftovers.
     */
    static int headerSum(ByteBuffer header) {
        CRC32C sum = new CRC32C();
        sum.update(header.slice(0, CHECKED_LENGTH));
        return (int) sum.getValue();
    }

    /** Bytes in front of each record's content. */
    int headLength() {
        return LENGTHS + check.length();
    }

    /** A record ready to be written at an offset. */
    ByteBuffer frame(long at, long synced, ByteBuffer record) {
        int length = record.remaining();
        ByteBuffer frame = ByteBuffer.allocate(headLength() + length);
        frame.putInt(length).putLong(synced);
        frame.put(headLength(), record, record.position(), length);
        frame.put(LENGTHS, tag(at, frame.rewind()));
        record.position(record.limit());
        return frame;
    }

    /** The length of the frame that begins here, or -1 if none can begin with these bytes. */
    long frameLength(ByteBuffer head) {
        if (head.remaining() < headLength()) {
            return -1;
        }
        int length = head.getInt(head.position());
        return length < 0 || length > RecordLog.MAX_RECORD_LENGTH ? -1 : headLength() + length;
    }

    /**
     * Whether what a frame with this head calls durable was before it. Nearly no bytes that are not
     * a frame pass, so that looking for one costs no checksum at each offset.
     */
    boolean couldStandAt(long at, ByteBuffer head) {
        long synced = synced(head);
        return synced >= HEADER_LENGTH && synced <= at;
    }

    /** Whether this whole frame was written at this offset. */
    boolean valid(long at, ByteBuffer frame) {
        byte[] tag = new byte[check.length()];
        frame.get(frame.position() + LENGTHS, tag);
        return MessageDigest.isEqual(tag(at, frame), tag);
    }

    /** How much of the log was durable when this frame was appended. */
    long synced(ByteBuffer frame) {
        return frame.getLong(frame.position() + Integer.BYTES);
    }

    /** The record in a frame. */
    ByteBuffer content(ByteBuffer frame) {
        return frame.slice(frame.position() + headLength(), frame.remaining() - headLength());
    }

    private byte[] tag(long at, ByteBuffer frame) {
        ByteBuffer place = ByteBuffer.allocate(ID_LENGTH + Long.BYTES + LENGTHS);
        place.put(id).putLong(at).put(frame.slice(frame.position(), LENGTHS)).flip();
        return check.tag(place, content(frame));
    }
}
