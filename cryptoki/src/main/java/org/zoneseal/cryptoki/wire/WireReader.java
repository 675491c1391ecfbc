package org.zoneseal.cryptoki.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;

/**
 * Reads the values of the wire; big-endian. Mutable, for one thread.
 *
 * <p>Everything comes from outside: lengths are checked before anything is allocated, counts and
 * depth are bounded. Whatever does not fit throws {@link MalformedWireException}.
 */
public final class WireReader {

    /** The length that stands for a NULL pointer. */
    public static final long NULL_LENGTH = 0xffffffffL;

    /** The most attributes in one template, entries in one list, fields in one map. */
    public static final int MAX_COUNT = 65_536;

    /** The deepest nesting of templates and values. */
    public static final int MAX_DEPTH = 8;

    static final int ABSENT = 0;
    static final int FLAG = 1;
    static final int NUMBER = 2;
    static final int BYTES = 3;
    static final int NUMBERS = 4;
    static final int TEMPLATE = 5;

    static final int NO_PARAMETER = 0;
    static final int RAW = 1;
    static final int PSS = 2;
    static final int OAEP = 3;
    static final int GCM = 4;
    static final int EDDSA = 5;
    static final int SIGNING_CONTEXT = 6;
    static final int ECDH = 7;
    static final int ONE_NUMBER = 8;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at;
    private int elementsLeft;

    public WireReader(byte[] bytes, int offset, int count) {
        this(bytes, offset, count, Integer.MAX_VALUE);
    }

    /**
     * A reader that bounds what lists make of the bytes: a byte on the wire can be an object.
     *
     * @param elements how many entries all lists, templates and maps may have together
     */
    public WireReader(byte[] bytes, int offset, int count, int elements) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + count;
        this.elementsLeft = elements;
    }

    public WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public int remaining() {
        return end - at;
    }

    /** Where the next value begins in the array. */
    public int position() {
        return at;
    }

    /** The array read from. */
    public byte[] array() {
        return bytes;
    }

    /** Checks that all was read. */
    public void end() {
        if (at != end) {
            throw new MalformedWireException((end - at) + " bytes too many");
        }
    }

    public int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    public boolean flag() {
        return u8() != 0;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public long u32() {
        need(Integer.BYTES);
        at += Integer.BYTES;
        return (int) INTS.get(bytes, at - Integer.BYTES) & 0xffffffffL;
    }

    public long u64() {
        need(Long.BYTES);
        at += Long.BYTES;
        return (long) LONGS.get(bytes, at - Long.BYTES);
    }

    /** So many bytes without a length in front. */
    public byte[] raw(int count) {
        need(count);
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    /** Bytes behind their length; NULL is refused. */
    public byte[] bytes() {
        byte[] value = bytesOrNull();
        if (value == null) {
            throw new MalformedWireException("NULL where bytes are needed");
        }
        return value;
    }

    /** Bytes behind their length. */
    public byte @Nullable [] bytesOrNull() {
        long count = u32();
        if (count == NULL_LENGTH) {
            return null;
        }
        return raw(count(count, 1));
    }

    /** Steps over bytes behind their length; returns how many, and {@link #position} their end. */
    public int skipBytes() {
        int count = count(u32(), 1);
        at += count;
        return count;
    }

    public String text() {
        byte[] value = bytes();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedWireException("text that is not UTF-8");
        }
    }

    public List<Long> numbers() {
        int count = listCount(Long.BYTES);
        List<Long> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(u64());
        }
        return values;
    }

    public List<Attribute> attributes() {
        return attributes(0);
    }

    private List<Attribute> attributes(int depth) {
        checkDepth(depth);
        int count = listCount(Long.BYTES + 1);
        List<Attribute> attributes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long type = u64();
            attributes.add(new Attribute(type, attributeValue(depth)));
        }
        return attributes;
    }

    private AttributeValue attributeValue(int depth) {
        int form = u8();
        return switch (form) {
            case ABSENT -> AttributeValue.Absent.ABSENT;
            case FLAG -> new AttributeValue.Flag(flag());
            case NUMBER -> new AttributeValue.Unsigned(u64());
            case BYTES -> new AttributeValue.Bytes(bytes());
            case NUMBERS -> new AttributeValue.Numbers(numbers());
            case TEMPLATE -> new AttributeValue.Template(attributes(depth + 1));
            default -> throw new MalformedWireException("attribute form " + form);
        };
    }

    public Mechanism mechanism() {
        long type = u64();
        int kind = u8();
        Parameter parameter =
                switch (kind) {
                    case NO_PARAMETER -> Parameter.None.NONE;
                    case RAW -> new Parameter.Raw(bytes());
                    case PSS -> new Parameter.Pss(u64(), u64(), u64());
                    case OAEP -> new Parameter.Oaep(u64(), u64(), u64(), bytes());
                    case GCM -> new Parameter.Gcm(bytes(), bytes(), u64());
                    case EDDSA -> new Parameter.Eddsa(flag(), bytes());
                    case SIGNING_CONTEXT -> new Parameter.SigningContext(u64(), bytes());
                    case ECDH -> new Parameter.Ecdh(u64(), bytes(), bytes());
                    case ONE_NUMBER -> new Parameter.Unsigned(u64());
                    default -> throw new MalformedWireException("mechanism parameter " + kind);
                };
        return new Mechanism(type, parameter);
    }

    public Value value() {
        return value(0);
    }

    private Value value(int depth) {
        checkDepth(depth);
        int form = u8();
        return switch (form) {
            case 0 -> Value.Nothing.NOTHING;
            case 1 -> new Value.Flag(flag());
            case 2 -> new Value.Unsigned(u64());
            case 3 -> new Value.Bytes(bytes());
            case 4 -> new Value.Text(text());
            case 5 -> list(depth);
            case 6 -> map(depth);
            default -> throw new MalformedWireException("value form " + form);
        };
    }

    private Value list(int depth) {
        int count = listCount(1);
        List<Value> values = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            values.add(value(depth + 1));
        }
        return new Value.ListOf(values);
    }

    private Value map(int depth) {
        int count = listCount(Integer.BYTES + 1);
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            fields.put(text(), value(depth + 1));
        }
        return new Value.MapOf(fields);
    }

    private static void checkDepth(int depth) {
        if (depth >= MAX_DEPTH) {
            throw new MalformedWireException("nested deeper than " + MAX_DEPTH);
        }
    }

    private int listCount(int leastBytesEach) {
        long count = u32();
        if (count > MAX_COUNT) {
            throw new MalformedWireException("a list of " + count);
        }
        elementsLeft -= (int) count;
        if (elementsLeft < 0) {
            throw new MalformedWireException("too many entries in all lists together");
        }
        return count(count, leastBytesEach);
    }

    private int count(long count, int leastBytesEach) {
        if (count * leastBytesEach > remaining()) {
            throw new MalformedWireException("it is cut short");
        }
        return (int) count;
    }

    private void need(int count) {
        if (count > end - at) {
            throw new MalformedWireException("it is cut short");
        }
    }
}
