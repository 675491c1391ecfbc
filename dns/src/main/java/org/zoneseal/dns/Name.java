package org.zoneseal.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An absolute domain name that obeys the limits of RFC 1035 §2.3.4.
 *
 * <p>Kept in wire form with its case as given; equality, hash and order ignore ASCII case (RFC
 * 4343). The order is the canonical one of RFC 4034 §6.1. Any byte may stand in a label (RFC 2181
 * §11).
 */
public final class Name implements Comparable<Name> {

    /** Longest wire form in bytes, the root label included (RFC 1035 §2.3.4). */
    public static final int MAX_WIRE_LENGTH = 255;

    /** Longest label in bytes (RFC 1035 §2.3.4). */
    public static final int MAX_LABEL_LENGTH = 63;

    public static final Name ROOT = new Name(new byte[] {0});

    private final byte[] wire;

    private Name(byte[] wire) {
        this.wire = wire;
    }

    /**
     * Reads an uncompressed wire-form name that begins at {@code offset}; what follows it is not
     * looked at.
     *
     * @throws InvalidNameException if it is cut short, too long, or has a compression pointer
     */
    public static Name fromWire(byte[] bytes, int offset) {
        int length = wireLength(bytes, offset, bytes.length);
        return new Name(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * Reads presentation form (RFC 1035 §5.1): labels between dots, {@code \X} and {@code \DDD}
     * escapes. A missing final dot is taken as given: the name is absolute either way.
     *
     * @throws InvalidNameException if the text is no name, or has characters outside ASCII: whether
     *     they mean UTF-8 or an internationalised name is not ours to guess
     */
    public static Name parse(String text) {
        if (text.equals("@")) {
            throw new InvalidNameException("@ stands for an origin, and there is none here");
        }
        if (text.chars().anyMatch(c -> c > 0x7f)) {
            throw new InvalidNameException(
                    "the name has characters outside ASCII: write an internationalised name in its"
                            + " xn-- form, any other byte as \\DDD");
        }
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[MAX_WIRE_LENGTH];
        int length = NameText.parse(ascii, 0, ascii.length, ROOT, out);
        return new Name(Arrays.copyOf(out, length));
    }

    /** The bytes of an uncompressed wire-form name at {@code offset}, the root label included. */
    public static int wireLength(byte[] bytes, int offset, int limit) {
        int at = offset;
        while (at < limit) {
            int label = bytes[at] & 0xff;
            if (label > MAX_LABEL_LENGTH) {
                throw new InvalidNameException(
                        "a label length of " + label + "; labels have at most 63 bytes");
            }
            at += label + 1;
            if (at - offset > MAX_WIRE_LENGTH) {
                throw new InvalidNameException("the name is longer than 255 bytes");
            }
            if (label == 0) {
                return at - offset;
            }
        }
        throw new InvalidNameException("the name ends before its root label");
    }

    /** Length of the wire form in bytes, 1 to 255. */
    public int wireLength() {
        return wire.length;
    }

    /** A copy of the wire form, case as given. */
    public byte[] toWire() {
        return wire.clone();
    }

    /** Writes the wire form and returns the offset behind it. */
    public int writeTo(byte[] out, int offset) {
        System.arraycopy(wire, 0, out, offset, wire.length);
        return offset + wire.length;
    }

    /** The wire form in lower case, the canonical form of RFC 4034 §6.2. */
    public byte[] toCanonicalWire() {
        byte[] lower = wire.clone();
        WireNames.toLowerCase(lower, 0, lower.length);
        return lower;
    }

    /** Labels without the root label: 0 for the root, 2 for {@code example.com.} */
    public int labelCount() {
        int count = 0;
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            count++;
        }
        return count;
    }

    public boolean isRoot() {
        return wire.length == 1;
    }

    /** Whether the leftmost label is {@code *} (RFC 4592 §2.1.1). */
    public boolean isWildcard() {
        return wire.length > 2 && wire[0] == 1 && wire[1] == '*';
    }

    /**
     * The name without its leftmost label.
     *
     * @throws IllegalStateException for the root
     */
    public Name parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        return new Name(Arrays.copyOfRange(wire, wire[0] + 1, wire.length));
    }

    /** Whether this is {@code other} or below it. */
    public boolean isAtOrBelow(Name other) {
        int start = wire.length - other.wire.length;
        if (start < 0
                || !WireNames.equalsIgnoreCase(wire, start, other.wire, 0, other.wire.length)) {
            return false;
        }
        int at = 0;
        while (at < start) {
            at += wire[at] + 1;
        }
        return at == start;
    }

    /**
     * This name with a label put in front.
     *
     * @throws InvalidNameException if the label is empty or longer than 63 bytes, or the result too
     *     long
     */
    public Name child(byte[] label) {
        if (label.length == 0 || label.length > MAX_LABEL_LENGTH) {
            throw new InvalidNameException("a label has 1 to 63 bytes, not " + label.length);
        }
        byte[] longer = new byte[wire.length + label.length + 1];
        longer[0] = (byte) label.length;
        System.arraycopy(label, 0, longer, 1, label.length);
        System.arraycopy(wire, 0, longer, label.length + 1, wire.length);
        return fromWire(longer, 0);
    }

    /** Canonical order of RFC 4034 §6.1. */
    @Override
    public int compareTo(Name other) {
        return WireNames.compareCanonical(wire, 0, other.wire, 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name
                && name.wire.length == wire.length
                && WireNames.equalsIgnoreCase(wire, 0, name.wire, 0, wire.length);
    }

    @Override
    public int hashCode() {
        return WireNames.hashIgnoreCase(wire, 0, wire.length);
    }

    /** Presentation form, absolute, with a final dot. */
    @Override
    public String toString() {
        return NameText.format(wire, 0);
    }
}
