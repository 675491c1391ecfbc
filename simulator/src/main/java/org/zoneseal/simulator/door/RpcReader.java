package org.zoneseal.simulator.door;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeForm;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.simulator.token.Cryptoki;

/**
 * Reads the values of p11-kit's RPC. Mutable, for one thread.
 *
 * <p>Lengths are checked against the bytes that there are, depth and entries are bounded: two
 * vulnerabilities of other servers (CVE-2026-2100, CVE-2026-13757) were a NULL where a mechanism
 * was expected and nesting without end.
 */
final class RpcReader {

    private static final int MAX_DEPTH = WireReader.MAX_DEPTH;

    /** {@code sizeof (CK_ATTRIBUTE)} of a 64-bit client. */
    private static final int ATTRIBUTE_SIZE = 24;

    private static final int LEAST_ATTRIBUTE = 5;
    private static final int LEAST_QUESTION = 8;

    /** The room of a buffer that is there and has no bytes. */
    private static final long NO_ROOM = 0xffffffffL;

    private final WireReader in;
    private final boolean nestsQuestions;
    private int elementsLeft = WireReader.MAX_COUNT;

    /**
     * @param version of the protocol; from 1 on, questions for templates may be nested
     */
    RpcReader(WireReader in, int version) {
        this.in = in;
        this.nestsQuestions = version > 0;
    }

    /** An attribute that is asked for, and the client's room for it: 0 asks for the size. */
    record Question(long type, long room) {}

    void end() {
        in.end();
    }

    int u8() {
        return in.u8();
    }

    long u64() {
        return in.u64();
    }

    /** The last number of a request. */
    long last() {
        long number = in.u64();
        in.end();
        return number;
    }

    /** {@code ay}; an array that is NULL has no bytes. */
    byte[] bytes() {
        if (in.u8() != 0) {
            byte[] value = in.bytesOrNull();
            return value == null ? new byte[0] : value;
        }
        in.u32();
        return new byte[0];
    }

    /** {@code z} and {@code s}, without the padding. */
    String text() {
        byte[] value = in.bytes();
        return new String(value, StandardCharsets.UTF_8).stripTrailing();
    }

    /** {@code fy}: the room of the caller's buffer. */
    long room() {
        long room = in.u32();
        if (room == 0) {
            return Cryptoki.SIZE_ONLY;
        }
        return room == NO_ROOM ? 0 : room;
    }

    /** {@code fu}: how many numbers the caller takes. */
    long count() {
        return in.u32();
    }

    RpcMechanism mechanism() {
        return RpcMechanism.read(in);
    }

    /** {@code aA}. */
    List<Attribute> attributes() {
        return attributes(0);
    }

    private List<Attribute> attributes(int depth) {
        int count = listCount(depth, LEAST_ATTRIBUTE);
        List<Attribute> attributes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long type = in.u32();
            attributes.add(new Attribute(type, value(type, depth)));
        }
        return attributes;
    }

    private AttributeValue value(long type, int depth) {
        if (in.u8() == 0) {
            return AttributeValue.Absent.ABSENT;
        }
        long length = in.u32();
        return switch (RpcForm.of(type)) {
            case BYTE -> flag(length, in.u8());
            case NUMBER -> number(length, in.u64());
            case NUMBERS -> new AttributeValue.Numbers(numbers());
            case TEMPLATE -> new AttributeValue.Template(attributes(depth + 1));
            case BYTES -> typed(type, memory());
        };
    }

    /** A CK_BBOOL of another size is the token's to refuse. */
    private static AttributeValue flag(long length, int value) {
        return length == 1
                ? new AttributeValue.Flag(value != 0)
                : new AttributeValue.Bytes(new byte[0]);
    }

    /** Four bytes are a client whose CK_ULONG has 32 bits. */
    private static AttributeValue number(long length, long value) {
        return length == Long.BYTES || length == Integer.BYTES
                ? new AttributeValue.Unsigned(value)
                : new AttributeValue.Bytes(new byte[0]);
    }

    private List<Long> numbers() {
        int count = listCount(0, Long.BYTES);
        List<Long> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.u64());
        }
        return values;
    }

    private byte[] memory() {
        byte[] value = in.bytesOrNull();
        return value == null ? new byte[0] : value;
    }

    /**
     * Gives bytes the form that the standard has for their type, where p11-kit does not know it.
     */
    private static AttributeValue typed(long type, byte[] value) {
        AttributeForm form = AttributeForm.of(type);
        if (form == AttributeForm.FLAG && value.length == 1) {
            return new AttributeValue.Flag(value[0] != 0);
        }
        if (form == AttributeForm.NUMBER && value.length == Long.BYTES) {
            return new AttributeValue.Unsigned(
                    ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong());
        }
        return new AttributeValue.Bytes(value);
    }

    /** {@code fA}: the attributes asked for. */
    List<Question> questions() {
        return questions(0);
    }

    private List<Question> questions(int depth) {
        int count = listCount(depth, LEAST_QUESTION);
        List<Question> questions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long type = in.u32();
            long room = in.u32();
            questions.add(new Question(type, room));
            if (nestsQuestions && room > 0 && RpcForm.isTemplate(type)) {
                skipNested(room, depth);
            }
        }
        return questions;
    }

    /**
     * Releases of one protocol version differ in whether the inner list follows: its count says.
     */
    private void skipNested(long room, int depth) {
        if (in.remaining() >= Integer.BYTES && peek() == room / ATTRIBUTE_SIZE) {
            questions(depth + 1);
        }
    }

    private long peek() {
        return new WireReader(in.array(), in.position(), Integer.BYTES).u32();
    }

    private int listCount(int depth, int leastBytesEach) {
        if (depth >= MAX_DEPTH) {
            throw new MalformedWireException("nested deeper than " + MAX_DEPTH);
        }
        long count = in.u32();
        if (count * leastBytesEach > in.remaining() || count > elementsLeft) {
            throw new MalformedWireException("a list of " + count);
        }
        elementsLeft -= (int) count;
        return (int) count;
    }
}
