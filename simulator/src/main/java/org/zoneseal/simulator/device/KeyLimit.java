package org.zoneseal.simulator.device;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;

/**
 * What a key may be used for, beyond its PKCS#11 attributes; it rests in {@link VendorAttribute}s
 * of the object itself.
 *
 * @param uses how many times in its life; {@link #UNLIMITED} for any number
 * @param notAfter until when; {@link Instant#MAX} for ever
 * @param needsActivation whether a quorum has to activate it first
 */
public record KeyLimit(long uses, Instant notAfter, boolean needsActivation) {

    public static final long UNLIMITED = Long.MAX_VALUE;

    /** No limit at all. */
    public static final KeyLimit NONE = new KeyLimit(UNLIMITED, Instant.MAX, false);

    /** The limit among an object's attributes. */
    static KeyLimit of(List<Attribute> attributes) {
        long uses = UNLIMITED;
        Instant notAfter = Instant.MAX;
        boolean needsActivation = false;
        for (Attribute attribute : attributes) {
            if (attribute.type() == VendorAttribute.USE_LIMIT) {
                uses = attribute.value() instanceof AttributeValue.Unsigned(long most) ? most : 0;
            } else if (attribute.type() == VendorAttribute.NOT_AFTER) {
                notAfter = time(attribute.value());
            } else if (attribute.type() == VendorAttribute.NEEDS_ACTIVATION) {
                needsActivation =
                        !(attribute.value() instanceof AttributeValue.Flag(boolean flag) && !flag);
            }
        }
        return new KeyLimit(uses, notAfter, needsActivation);
    }

    /** The same attributes with this limit. */
    List<Attribute> in(List<Attribute> attributes) {
        List<Attribute> all = new ArrayList<>(attributes);
        all.removeIf(each ->
                each.type() == VendorAttribute.USE_LIMIT
                        || each.type() == VendorAttribute.NOT_AFTER
                        || each.type() == VendorAttribute.NEEDS_ACTIVATION);
        if (uses != UNLIMITED) {
            all.add(Attribute.number(VendorAttribute.USE_LIMIT, uses));
        }
        if (!notAfter.equals(Instant.MAX)) {
            byte[] text = notAfter.toString().getBytes(StandardCharsets.US_ASCII);
            all.add(Attribute.bytes(VendorAttribute.NOT_AFTER, text));
        }
        if (needsActivation) {
            all.add(Attribute.flag(VendorAttribute.NEEDS_ACTIVATION, true));
        }
        return all;
    }

    /** What cannot be read has passed: better no use than one too many. */
    private static Instant time(AttributeValue value) {
        try {
            return value instanceof AttributeValue.Bytes(byte[] text)
                    ? Instant.parse(new String(text, StandardCharsets.US_ASCII))
                    : Instant.EPOCH;
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
