package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A list of attributes (CK_ATTRIBUTE[]) that describes an object to make or to look for. */
final class Template {

    private record Attribute(long type, byte[] value) {}

    private final List<Attribute> attributes = new ArrayList<>();

    Template with(long type, byte[] value) {
        attributes.add(new Attribute(type, value));
        return this;
    }

    Template with(long type, long value) {
        return with(
                type,
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putLong(value)
                        .array());
    }

    Template with(long type, boolean value) {
        return with(type, new byte[] {(byte) (value ? 1 : 0)});
    }

    /** Gives all attributes, with numbers as native memory has them. */
    void forEach(BiConsumer<Long, byte[]> receiver) {
        attributes.forEach(attribute -> receiver.accept(attribute.type, attribute.value));
    }

    /** The template in native memory, which is wiped when closed. */
    Native toNative() {
        return new Native();
    }

    final class Native implements AutoCloseable {

        private final Arena arena = Arena.ofConfined();
        private final MemorySegment values;
        private final MemorySegment segment;

        private Native() {
            long total = attributes.stream().mapToLong(a -> a.value.length).sum();
            values = arena.allocate(Math.max(1, total));
            segment = arena.allocate(CryptokiLayout.ATTRIBUTE, attributes.size());
            long at = 0;
            for (int i = 0; i < attributes.size(); i++) {
                byte[] value = attributes.get(i).value;
                MemorySegment.copy(value, 0, values, JAVA_BYTE, at, value.length);
                put(i, attributes.get(i).type, values.asSlice(at, value.length));
                at += value.length;
            }
        }

        private void put(int index, long type, MemorySegment value) {
            long base = index * CryptokiLayout.ATTRIBUTE.byteSize();
            segment.set(JAVA_LONG, base + CryptokiLayout.ATTRIBUTE_TYPE, type);
            segment.set(ADDRESS, base + CryptokiLayout.ATTRIBUTE_VALUE, value);
            segment.set(JAVA_LONG, base + CryptokiLayout.ATTRIBUTE_LENGTH, value.byteSize());
        }

        MemorySegment segment() {
            return segment;
        }

        int count() {
            return attributes.size();
        }

        @Override
        public void close() {
            values.fill((byte) 0);
            arena.close();
        }
    }
}
