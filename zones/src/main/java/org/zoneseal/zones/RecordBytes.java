package org.zoneseal.zones;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.zoneseal.dns.Name;

/** Writes the fields of a journal's record, and reads them. Mutable, for one thread. */
final class RecordBytes {

    private byte[] bytes = new byte[256];
    private int length;

    RecordBytes u8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    RecordBytes u32(long value) {
        ensure(Integer.BYTES);
        PageFormat.putU32(bytes, length, value);
        length += Integer.BYTES;
        return this;
    }

    RecordBytes u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    RecordBytes name(Name name) {
        byte[] wire = name.toWire();
        return u8(wire.length).raw(wire);
    }

    RecordBytes text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return u32(encoded.length).raw(encoded);
    }

    RecordBytes raw(byte[] content) {
        ensure(content.length);
        System.arraycopy(content, 0, bytes, length, content.length);
        length += content.length;
        return this;
    }

    RecordBytes raw(ByteBuffer content) {
        int count = content.remaining();
        ensure(count);
        content.get(content.position(), bytes, length, count);
        length += count;
        return this;
    }

    ByteBuffer finish() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    static Name name(ByteBuffer from) {
        byte[] wire = new byte[from.get() & 0xff];
        from.get(wire);
        return Name.fromWire(wire, 0);
    }

    static String text(ByteBuffer from) {
        byte[] encoded = new byte[Math.clamp(from.getInt(), 0, from.remaining())];
        from.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
