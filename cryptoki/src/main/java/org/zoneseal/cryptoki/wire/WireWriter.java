package org.zoneseal.cryptoki.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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
        this(capacity -> {});
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
        AttributeValue value = attribute.value();
        if (value instanceof AttributeValue.Bytes bytes) {
            u8(WireReader.BYTES).bytes(bytes.value());
        } else if (value instanceof AttributeValue.Flag flag) {
            u8(WireReader.FLAG).flag(flag.value());
        } else if (value instanceof AttributeValue.Unsigned number) {
            u8(WireReader.NUMBER).u64(number.value());
        } else if (value instanceof AttributeValue.Absent) {
            u8(WireReader.ABSENT);
        } else if (value instanceof AttributeValue.Numbers numbers) {
            u8(WireReader.NUMBERS).numbers(numbers.values());
        } else if (value instanceof AttributeValue.Template template) {
            u8(WireReader.TEMPLATE).attributes(template.attributes());
        } else {
            throw unknown(value);
        }
    }

    public WireWriter mechanism(Mechanism mechanism) {
        return u64(mechanism.type()).parameter(mechanism.parameter());
    }

    private WireWriter parameter(Parameter parameter) {
        if (parameter instanceof Parameter.None) {
            return u8(WireReader.NO_PARAMETER);
        }
        if (parameter instanceof Parameter.Raw raw) {
            return u8(WireReader.RAW).bytes(raw.value());
        }
        if (parameter instanceof Parameter.Pss pss) {
            return u8(WireReader.PSS).u64(pss.hash()).u64(pss.mgf()).u64(pss.saltLength());
        }
        if (parameter instanceof Parameter.Oaep oaep) {
            u8(WireReader.OAEP).u64(oaep.hash()).u64(oaep.mgf());
            return u64(oaep.sourceType()).bytes(oaep.source());
        }
        if (parameter instanceof Parameter.Gcm gcm) {
            return u8(WireReader.GCM).bytes(gcm.iv()).bytes(gcm.associated()).u64(gcm.tagBits());
        }
        if (parameter instanceof Parameter.Eddsa eddsa) {
            return u8(WireReader.EDDSA).flag(eddsa.prehash()).bytes(eddsa.context());
        }
        if (parameter instanceof Parameter.SigningContext signing) {
            return u8(WireReader.SIGNING_CONTEXT).u64(signing.hedge()).bytes(signing.context());
        }
        if (parameter instanceof Parameter.Ecdh ecdh) {
            u8(WireReader.ECDH).u64(ecdh.kdf());
            return bytes(ecdh.shared()).bytes(ecdh.publicData());
        }
        if (parameter instanceof Parameter.Unsigned number) {
            return u8(WireReader.ONE_NUMBER).u64(number.value());
        }
        throw unknown(parameter);
    }

    public WireWriter value(Value value) {
        if (value instanceof Value.Nothing) {
            return u8(0);
        }
        if (value instanceof Value.Flag flag) {
            return u8(1).flag(flag.value());
        }
        if (value instanceof Value.Unsigned number) {
            return u8(2).u64(number.value());
        }
        if (value instanceof Value.Bytes bytes) {
            return u8(3).bytes(bytes.value());
        }
        if (value instanceof Value.Text text) {
            return u8(4).text(text.value());
        }
        if (value instanceof Value.ListOf list) {
            u8(5).u32(list.values().size());
            list.values().forEach(this::value);
            return this;
        }
        if (value instanceof Value.MapOf map) {
            u8(6).u32(map.fields().size());
            map.fields().forEach((name, field) -> text(name).value(field));
            return this;
        }
        throw unknown(value);
    }

    /** The families are sealed; this is for one that grew and was forgotten here. */
    private static IllegalStateException unknown(Object value) {
        return new IllegalStateException(value.getClass() + " has no form on the wire");
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
