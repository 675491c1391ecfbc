package org.zoneseal.cryptoki;

import java.util.Arrays;
import java.util.List;

/**
 * The value of an attribute, independent of any program's byte order or width of CK_ULONG.
 *
 * <p>Arrays are lent, not copied: secret values pass through here, and every copy would have to be
 * wiped. None of them prints its content.
 */
public sealed interface AttributeValue {

    /** CK_BBOOL. */
    record Flag(boolean value) implements AttributeValue {}

    /** CK_ULONG, unsigned. */
    record Unsigned(long value) implements AttributeValue {}

    /** Byte array, RFC 2279 string, big integer, CK_DATE: whatever is bytes. */
    record Bytes(byte[] value) implements AttributeValue {

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

    /** A list of CK_ULONG: CKA_ALLOWED_MECHANISMS. */
    record Numbers(List<Long> values) implements AttributeValue {}

    /** A list of attributes: CKA_WRAP_TEMPLATE and its like. */
    record Template(List<Attribute> attributes) implements AttributeValue {}

    /** No value: in a question, or CK_UNAVAILABLE_INFORMATION in an answer. */
    enum Absent implements AttributeValue {
        ABSENT
    }
}
