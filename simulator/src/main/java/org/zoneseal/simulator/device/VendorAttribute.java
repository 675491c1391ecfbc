package org.zoneseal.simulator.device;

/**
 * Attributes of the device's own that rest with an object and are never shown through PKCS#11.
 *
 * <p>Every number from {@link #FIRST} to {@link #LAST} is hidden from programs and refused in their
 * templates; whoever rewrites an object keeps those that it does not know.
 */
public final class VendorAttribute {

    public static final long FIRST = 0xda530000L;

    /** Numbers below are the token's, from here on the device's: limits, validity, activation. */
    public static final long DEVICE = 0xda530100L;

    public static final long LAST = 0xda53ffffL;

    /** Bytes: the request id with which the object was made, so that it is made once. */
    public static final long REQUEST_ID = 0xda530001L;

    /** Number: how often the key may be used; absent without a limit. */
    public static final long USE_LIMIT = 0xda530100L;

    /** Bytes, ISO 8601: the key is refused from then on; an enforced validity. */
    public static final long NOT_AFTER = 0xda530101L;

    /** Flag: the key is refused until a quorum has activated it. */
    public static final long NEEDS_ACTIVATION = 0xda530102L;

    private VendorAttribute() {}

    /** Whether a type is one of the device's own. */
    public static boolean is(long type) {
        return type >= FIRST && type <= LAST;
    }
}
