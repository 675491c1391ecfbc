package org.zoneseal.cryptoki.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;

/**
 * Writes the values of the wire into one growing array; big-endian. Mutable, for one thread.
 *
 * <p>The array may hold secrets: {@link #clear} overwrites what was used of it.
 */
public final class WireWriter {

    private static final int FIRST_CAPACITY = 512;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Growth growth;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /** Asked before the array grows; refuses by throwing. */
    @FunctionalInterface
    public interface Growth {

        void to(int capacity);
    }

    public WireWriter() {
        this(_ -> {});
    }

    public WireWriter(Growth growth) {
        this.growth = growth;
    }

    /** The array written to; valid up to {@link #length}, until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Forgets what was written, overwriting it. */
    public void clear() {
        Arrays.fill(bytes, 0, length, (byte) 0);
        length = 0;
    }

    /** Forgets what was written and a large array with it. */
    public void shrink(int most) {
        clear();
        if (bytes.length > most) {
            bytes = new byte[FIRST_CAPACITY];
        }
    }

    public WireWriter u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public WireWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public WireWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public WireWriter u32(long value) {
        reserve(Integer.BYTES);
        INTS.set(bytes, length, (int) value);
        length += Integer.BYTES;
        return this;
    }

    public WireWriter u64(long value) {
        reserve(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    /** Bytes as they are, without a length. */
    public WireWriter raw(byte[] value, int offset, int count) {
        reserve(count);
        System.arraycopy(value, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Bytes as they are, without a length. */
    public WireWriter raw(byte[] value) {
        return raw(value, 0, value.length);
    }

    /** Bytes behind their length. */
    public WireWriter bytes(byte[] value) {
        return u32(value.length).raw(value);
    }

    /** What stands for a NULL pointer where bytes are expected. */
    public WireWriter noBytes() {
        return u32(WireReader.NULL_LENGTH);
    }

    public WireWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Overwrites four bytes written before, such as a length that was not known yet. */
    public WireWriter u32At(int offset, long value) {
        INTS.set(bytes, offset, (int) value);
        return this;
    }

    public WireWriter numbers(List<Long> values) {
        u32(values.size());
        values.forEach(this::u64);
        return this;
    }

    public WireWriter attributes(List<Attribute> attributes) {
        u32(attributes.size());
        attributes.forEach(this::attribute);
        return this;
    }

    private void attribute(Attribute attribute) {
        u64(attribute.type());
        switch (attribute.value()) {
            case AttributeValue.Absent _ -> u8(WireReader.ABSENT);
            case AttributeValue.Flag(boolean value) -> u8(WireReader.FLAG).flag(value);
            case AttributeValue.Unsigned(long value) -> u8(WireReader.NUMBER).u64(value);
            case AttributeValue.Bytes(byte[] value) -> u8(WireReader.BYTES).bytes(value);
            case AttributeValue.Numbers(List<Long> values) ->
                    u8(WireReader.NUMBERS).numbers(values);
            case AttributeValue.Template(List<Attribute> inner) ->
                    u8(WireReader.TEMPLATE).attributes(inner);
        }
    }

    public WireWriter mechanism(Mechanism mechanism) {
        u64(mechanism.type());
        switch (mechanism.parameter()) {
            case Parameter.None _ -> u8(WireReader.NO_PARAMETER);
            case Parameter.Raw(byte[] value) -> u8(WireReader.RAW).bytes(value);
            case Parameter.Pss(long hash, long mgf, long salt) ->
                    u8(WireReader.PSS).u64(hash).u64(mgf).u64(salt);
            case Parameter.Oaep(long hash, long mgf, long type, byte[] source) ->
                    u8(WireReader.OAEP).u64(hash).u64(mgf).u64(type).bytes(source);
            case Parameter.Gcm(byte[] iv, byte[] associated, long tagBits) ->
                    u8(WireReader.GCM).bytes(iv).bytes(associated).u64(tagBits);
            case Parameter.Eddsa(boolean prehash, byte[] context) ->
                    u8(WireReader.EDDSA).flag(prehash).bytes(context);
            case Parameter.SigningContext(long hedge, byte[] context) ->
                    u8(WireReader.SIGNING_CONTEXT).u64(hedge).bytes(context);
            case Parameter.Ecdh(long kdf, byte[] shared, byte[] publicData) ->
                    u8(WireReader.ECDH).u64(kdf).bytes(shared).bytes(publicData);
            case Parameter.Unsigned(long value) -> u8(WireReader.ONE_NUMBER).u64(value);
        }
        return this;
    }

    public WireWriter value(Value value) {
        switch (value) {
            case Value.Nothing _ -> u8(0);
            case Value.Flag(boolean flag) -> u8(1).flag(flag);
            case Value.Unsigned(long number) -> u8(2).u64(number);
            case Value.Bytes(byte[] content) -> u8(3).bytes(content);
            case Value.Text(String text) -> u8(4).text(text);
            case Value.ListOf(List<Value> values) -> {
                u8(5).u32(values.size());
                values.forEach(this::value);
            }
            case Value.MapOf(Map<String, Value> fields) -> {
                u8(6).u32(fields.size());
                fields.forEach((name, field) -> text(name).value(field));
            }
        }
        return this;
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            int capacity =
                    Math.max(Math.multiplyExact(bytes.length, 2), Math.addExact(length, more));
            growth.to(capacity);
            byte[] larger = new byte[capacity];
            System.arraycopy(bytes, 0, larger, 0, length);
            Arrays.fill(bytes, (byte) 0);
            bytes = larger;
        }
    }
}
