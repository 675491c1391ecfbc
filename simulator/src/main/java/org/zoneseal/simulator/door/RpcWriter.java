package org.zoneseal.simulator.door;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.token.Cryptoki.Output;

/** Writes the values of p11-kit's RPC. Mutable, for one thread. */
final class RpcWriter {

    private static final int ATTRIBUTE_SIZE = 24;

    private final WireWriter out;

    RpcWriter(WireWriter out) {
        this.out = out;
    }

    RpcWriter u64(long value) {
        out.u64(value);
        return this;
    }

    RpcWriter version(int major, int minor) {
        out.u8(major).u8(minor);
        return this;
    }

    /** {@code s}: exactly so many bytes, padded with spaces, cut between characters. */
    RpcWriter padded(String text, int length) {
        byte[] field = new byte[length];
        Arrays.fill(field, (byte) ' ');
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        int count = Math.min(value.length, length);
        while (count < value.length && count > 0 && isInsideCharacter(value[count])) {
            count--;
        }
        System.arraycopy(value, 0, field, 0, count);
        out.bytes(field);
        return this;
    }

    private static boolean isInsideCharacter(byte value) {
        return (value & 0xc0) == 0x80;
    }

    /** {@code ay}: bytes, or how many there would be. */
    RpcWriter output(Output output) {
        byte[] bytes = output.bytes();
        if (bytes == null) {
            out.u8(0).u32(output.size());
        } else {
            out.u8(1).bytes(bytes);
        }
        return this;
    }

    /** {@code au}: numbers, or their count if there is no room for them. */
    RpcWriter numbers(List<Long> values, long room) {
        boolean fits = values.size() <= room && room > 0;
        out.flag(fits).u32(values.size());
        if (fits) {
            values.forEach(out::u64);
        }
        return this;
    }

    /** {@code au} where none is an answer too. */
    RpcWriter found(List<Long> values) {
        out.u8(1).u32(values.size());
        values.forEach(out::u64);
        return this;
    }

    RpcWriter count(int count) {
        out.u32(count);
        return this;
    }

    /** How many bytes a value has in the client's memory. */
    static long sizeOf(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Absent _ -> 0;
            case AttributeValue.Flag _ -> 1;
            case AttributeValue.Unsigned _ -> Long.BYTES;
            case AttributeValue.Bytes(byte[] bytes) -> bytes.length;
            case AttributeValue.Numbers(List<Long> values) -> (long) values.size() * Long.BYTES;
            case AttributeValue.Template(List<Attribute> inner) ->
                    (long) inner.size() * ATTRIBUTE_SIZE;
        };
    }

    /** An attribute without its value: not available, or no room for it. */
    void unavailable(long type) {
        out.u32(type).u8(0);
    }

    /** An attribute's size where only that was asked; p11-kit's small values travel anyway. */
    void size(Attribute attribute) {
        if (attribute.value() instanceof AttributeValue.Bytes(byte[] bytes)) {
            out.u32(attribute.type()).u8(1).u32(bytes.length).u32(WireReader.NULL_LENGTH);
        } else {
            attribute(attribute);
        }
    }

    void attribute(Attribute attribute) {
        long type = attribute.type();
        AttributeValue value = attribute.value();
        if (value instanceof AttributeValue.Absent) {
            unavailable(type);
            return;
        }
        out.u32(type).u8(1).u32(sizeOf(value));
        switch (value) {
            case AttributeValue.Absent _ -> throw new IllegalStateException();
            case AttributeValue.Flag(boolean flag) -> flag(type, flag);
            case AttributeValue.Unsigned(long number) -> number(type, number);
            case AttributeValue.Bytes(byte[] bytes) -> out.bytes(bytes);
            case AttributeValue.Numbers(List<Long> values) -> out.numbers(values);
            case AttributeValue.Template(List<Attribute> inner) -> {
                out.u32(inner.size());
                inner.forEach(this::attribute);
            }
        }
    }

    private void flag(long type, boolean value) {
        if (RpcForm.of(type) == RpcForm.BYTES) {
            out.u32(1);
        }
        out.flag(value);
    }

    private void number(long type, long value) {
        if (RpcForm.of(type) == RpcForm.BYTES) {
            out.u32(Long.BYTES).u64(Long.reverseBytes(value));
        } else {
            out.u64(value);
        }
    }
}
