package org.zoneseal.dns;

/** Seconds in a zone file: a number, or BIND's time units as in {@code 1h30m}. */
final class PeriodText {

    private PeriodText() {}

    /** The seconds that a token stands for, or -1 if it is no period of 32 bits. */
    static long parse(byte[] text, int from, int to) {
        long total = 0;
        long value = 0;
        boolean digits = false;
        boolean units = false;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digits = true;
            } else {
                long unit = unit(text[i]);
                if (!digits || unit == 0) {
                    return -1;
                }
                total += value * unit;
                value = 0;
                digits = false;
                units = true;
            }
            if (value > 0xffffffffL || total > 0xffffffffL) {
                return -1;
            }
        }
        if (units == digits) {
            return -1;
        }
        return total + value;
    }

    private static long unit(byte letter) {
        return switch (letter) {
            case 's', 'S' -> 1;
            case 'm', 'M' -> 60;
            case 'h', 'H' -> 3600;
            case 'd', 'D' -> 86400;
            case 'w', 'W' -> 604800;
            default -> 0;
        };
    }
}
