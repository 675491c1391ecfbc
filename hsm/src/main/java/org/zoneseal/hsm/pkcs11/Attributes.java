package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a token says about an object: those of the attributes asked for that it has and shows. */
final class Attributes {

    /** Longer values than this are not keys of ours; a bound on what a broken token can ask for. */
    private static final long MAX_VALUE = 1 << 16;

    private final Map<Long, byte[]> values = new HashMap<>();

    private Attributes() {}

    /** Attributes that came another way, with numbers as native memory has them. */
    static Attributes of(Map<Long, byte[]> values) {
        Attributes attributes = new Attributes();
        attributes.values.putAll(values);
        return attributes;
    }

    /** Reads attributes in two calls: how long they are, and what they are. */
    static Attributes read(Session session, long object, long... types) {
        Attributes attributes = new Attributes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment template = arena.allocate(CryptokiLayout.ATTRIBUTE, types.length);
            for (int i = 0; i < types.length; i++) {
                put(template, i, types[i], MemorySegment.NULL, 0);
            }
            get(session, object, template, types.length);
            int present = 0;
            for (int i = 0; i < types.length; i++) {
                long length = length(template, i);
                if (length >= 0 && length <= MAX_VALUE) {
                    put(template, present++, types[i], arena.allocate(length + 1), length);
                }
            }
            if (present > 0) {
                get(session, object, template, present);
            }
            attributes.take(template, present);
        }
        return attributes;
    }

    private static void get(Session session, long object, MemorySegment template, int count) {
        long answer =
                session.cryptoki().getAttributeValue(session.handle(), object, template, count);
        if (!Ckr.ATTRIBUTE_TYPE_INVALID.is(answer) && !Ckr.ATTRIBUTE_SENSITIVE.is(answer)) {
            CkrException.check("C_GetAttributeValue", answer);
        }
    }

    private static void put(
            MemorySegment template, int index, long type, MemorySegment value, long length) {
        long base = index * CryptokiLayout.ATTRIBUTE.byteSize();
        template.set(JAVA_LONG, base + CryptokiLayout.ATTRIBUTE_TYPE, type);
        template.set(ADDRESS, base + CryptokiLayout.ATTRIBUTE_VALUE, value);
        template.set(JAVA_LONG, base + CryptokiLayout.ATTRIBUTE_LENGTH, length);
    }

    private static long length(MemorySegment template, int index) {
        return template.get(
                JAVA_LONG,
                index * CryptokiLayout.ATTRIBUTE.byteSize() + CryptokiLayout.ATTRIBUTE_LENGTH);
    }

    private void take(MemorySegment template, int count) {
        for (int i = 0; i < count; i++) {
            long base = i * CryptokiLayout.ATTRIBUTE.byteSize();
            long length = length(template, i);
            if (length >= 0 && length <= MAX_VALUE) {
                values.put(
                        template.get(JAVA_LONG, base + CryptokiLayout.ATTRIBUTE_TYPE),
                        template.get(ADDRESS, base + CryptokiLayout.ATTRIBUTE_VALUE)
                                .reinterpret(length)
                                .toArray(JAVA_BYTE));
            }
        }
    }

    /** The value, if the object has it and it is not empty. */
    Optional<byte[]> bytes(long type) {
        byte[] value = values.get(type);
        return value == null || value.length == 0 ? Optional.empty() : Optional.of(value);
    }

    /** The value as a CK_ULONG, or -1. */
    long number(long type) {
        byte[] value = values.get(type);
        return value == null || value.length != Long.BYTES
                ? -1
                : ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
    }

    /** The value as text, empty if it is not there. */
    String text(long type) {
        return new String(bytes(type).orElse(new byte[0]), StandardCharsets.UTF_8);
    }
}
