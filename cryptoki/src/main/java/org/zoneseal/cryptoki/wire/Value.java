package org.zoneseal.cryptoki.wire;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An argument or answer of a command: what JSON has, and bytes.
 *
 * <p>Passwords travel as {@link Bytes}, which their reader wipes.
 */
public sealed interface Value {

    enum Nothing implements Value {
        NOTHING
    }

    record Flag(boolean value) implements Value {}

    record Unsigned(long value) implements Value {}

    /** Bytes, lent. */
    record Bytes(byte[] value) implements Value {

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(bytes.value, value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + value.length + "]";
        }
    }

    record Text(String value) implements Value {}

    record ListOf(List<Value> values) implements Value {}

    record MapOf(Map<String, Value> fields) implements Value {

        /** The field of a name, or {@link Nothing}. */
        public Value get(String name) {
            return fields.getOrDefault(name, Nothing.NOTHING);
        }
    }

    /** Writes a map field by field. */
    final class Fields {

        private final Map<String, Value> fields = new LinkedHashMap<>();

        public Fields put(String name, Value value) {
            fields.put(name, value);
            return this;
        }

        public Fields put(String name, String value) {
            return put(name, new Text(value));
        }

        public Fields put(String name, long value) {
            return put(name, new Unsigned(value));
        }

        public Fields put(String name, boolean value) {
            return put(name, new Flag(value));
        }

        public Fields put(String name, byte[] value) {
            return put(name, new Bytes(value));
        }

        public Fields put(String name, List<Value> values) {
            return put(name, new ListOf(values));
        }

        public MapOf map() {
            return new MapOf(fields);
        }
    }
}
