package org.zoneseal.cryptoki;

/**
 * One attribute of an object (PKCS#11 3.2, section 4).
 *
 * @param type its CKA_ number
 */
public record Attribute(long type, AttributeValue value) {

    public static Attribute flag(long type, boolean value) {
        return new Attribute(type, new AttributeValue.Flag(value));
    }

    public static Attribute number(long type, long value) {
        return new Attribute(type, new AttributeValue.Unsigned(value));
    }

    /** The array is not copied. */
    public static Attribute bytes(long type, byte[] value) {
        return new Attribute(type, new AttributeValue.Bytes(value));
    }

    /** An attribute without a value: asked for, or not available. */
    public static Attribute absent(long type) {
        return new Attribute(type, AttributeValue.Absent.ABSENT);
    }
}
