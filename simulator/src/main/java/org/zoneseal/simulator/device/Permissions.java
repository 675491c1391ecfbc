package org.zoneseal.simulator.device;

import java.util.HexFormat;
import java.util.Locale;

/**
 * A permission mask: eight hexadecimal digits, one for each group from the left.
 *
 * <p>What a command needs is two in its group, summed up over the users of a session. So a user
 * with two may do it alone, and two users with one each only together: the two-person rule.
 */
public record Permissions(int mask) {

    public static final Permissions NONE = new Permissions(0);

    /** What the sum in a group must reach. */
    public static final int NEEDED = 2;

    private static final int DIGITS = 8;
    private static final int DIGIT_BITS = 4;
    private static final int HIGHEST = 0xf;

    /**
     * Reads eight hexadecimal digits.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Permissions of(String text) {
        if (text.length() != DIGITS) {
            throw new IllegalArgumentException(
                    "a permission mask has eight hexadecimal digits, such as 22002222");
        }
        return new Permissions(HexFormat.fromHexDigits(text));
    }

    int in(Group group) {
        return mask >>> shift(group) & HIGHEST;
    }

    boolean suffices(Group group) {
        return in(group) >= NEEDED;
    }

    /** Digit by digit; what exceeds a digit stays at the highest. */
    Permissions plus(Permissions other) {
        int sum = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += DIGIT_BITS) {
            int digit = (mask >>> shift & HIGHEST) + (other.mask >>> shift & HIGHEST);
            sum |= Math.min(digit, HIGHEST) << shift;
        }
        return new Permissions(sum);
    }

    private static int shift(Group group) {
        return (DIGITS - 1 - group.digit()) * DIGIT_BITS;
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(mask).toLowerCase(Locale.ROOT);
    }
}
