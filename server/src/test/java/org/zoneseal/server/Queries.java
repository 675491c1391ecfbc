package org.zoneseal.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages for tests. */
final class Queries {

    static final int A = 1;
    static final int IN = 1;
    static final int CHAOS = 3;

    private Queries() {}

    static byte[] of(int id, String name, int type) {
        return of(id, 0, name, type, IN);
    }

    static byte[] of(int id, int opcode, String name, int type, int recordClass) {
        ByteBuffer out = ByteBuffer.allocate(512);
        out.putShort((short) id).putShort((short) (opcode << 11));
        out.putShort((short) 1).putShort((short) 0).putInt(0);
        for (String label : name.split("\\.")) {
            out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.put((byte) 0).putShort((short) type).putShort((short) recordClass);
        byte[] message = new byte[out.position()];
        out.flip().get(message);
        return message;
    }

    /** What {@link EchoEngine} makes of a query. */
    static byte[] echoed(byte[] query) {
        byte[] answer = query.clone();
        answer[2] |= (byte) 0x80;
        return answer;
    }

    /** With its length in front, as in streams. */
    static byte[] framed(byte[]... messages) {
        ByteBuffer out = ByteBuffer.allocate(1 << 17);
        for (byte[] message : messages) {
            out.putShort((short) message.length).put(message);
        }
        byte[] frames = new byte[out.position()];
        out.flip().get(frames);
        return frames;
    }
}
