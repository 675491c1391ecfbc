package org.zoneseal.dns;

import java.io.IOException;

/**
 * A place on earth (RFC 1876): version 0, three lengths as one digit and a power of ten, and
 * latitude, longitude and altitude as offsets in 32 bits.
 */
final class LocField extends Field {

    private static final int SIZE = 16;
    private static final long EQUATOR = 1L << 31;
    private static final long DEGREE = 3_600_000;
    private static final long SEA_LEVEL = 10_000_000;
    private static final long LONGEST = 9_000_000_000L;
    private static final String[] LENGTHS = {
        "the size in metres",
        "the horizontal precision in metres",
        "the vertical precision in metres"
    };
    private static final int[] DEFAULTS = {0x12, 0x16, 0x13};

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        out[at] = 0;
        NumberField.store(readAngle(in, 90, 'N', 'S'), 4, out, at + 4);
        NumberField.store(readAngle(in, 180, 'E', 'W'), 4, out, at + 8);
        String altitude = "the altitude in metres, -100000.00m to 42849672.95m";
        in.need(altitude);
        long centimetres = metres(in, altitude) + SEA_LEVEL;
        if (centimetres < 0 || centimetres > 0xffffffffL) {
            throw in.problem(altitude);
        }
        NumberField.store(centimetres, 4, out, at + 12);
        boolean more = true;
        for (int i = 0; i < 3; i++) {
            more = more && in.next();
            out[at + 1 + i] = (byte) (more ? readLength(in, LENGTHS[i]) : DEFAULTS[i]);
        }
        return at + SIZE;
    }

    /** Degrees, minutes and seconds up to the letter of the hemisphere. */
    private static long readAngle(ZoneScanner in, int most, char plus, char minus)
            throws IOException {
        String expected = "degrees up to " + most;
        in.need(expected);
        long value = in.number(most, expected) * DEGREE;
        String letters = plus + " or " + minus;
        long unit = 60_000;
        while (true) {
            in.need(letters);
            if (isLetter(in, plus) || isLetter(in, minus)) {
                break;
            }
            if (unit == 60_000) {
                value += in.number(59, "minutes up to 59, or " + letters) * unit;
                unit = 1000;
            } else if (unit == 1000) {
                value +=
                        decimal(
                                in,
                                in.start,
                                in.end,
                                3,
                                "seconds up to 59.999, or " + letters,
                                59_999);
                unit = 0;
            } else {
                throw in.problem(letters);
            }
        }
        if (value > most * DEGREE) {
            throw in.problem("more than " + most + " degrees", expected);
        }
        return EQUATOR + (isLetter(in, plus) ? value : -value);
    }

    private static boolean isLetter(ZoneScanner in, char letter) {
        return in.end - in.start == 1 && (in.bytes[in.start] & 0xdf) == letter;
    }

    /** Hundredths of a metre: a sign, digits, up to two decimals and perhaps an m. */
    private static long metres(ZoneScanner in, String expected) {
        int from = in.start;
        int to = in.end;
        boolean minus = from < to && in.bytes[from] == '-';
        if (minus || (from < to && in.bytes[from] == '+')) {
            from++;
        }
        if (from < to && (in.bytes[to - 1] & 0xdf) == 'M') {
            to--;
        }
        long value = decimal(in, from, to, 2, expected, LONGEST);
        return minus ? -value : value;
    }

    /** A number with up to {@code decimals} decimals, times ten to that power. */
    private static long decimal(
            ZoneScanner in, int from, int to, int decimals, String expected, long max) {
        long value = 0;
        int point = -1;
        for (int i = from; i < to; i++) {
            byte b = in.bytes[i];
            if (b == '.' && point < 0 && i > from) {
                point = i;
            } else if (b >= '0' && b <= '9') {
                value = value * 10 + b - '0';
            } else {
                throw in.problem(expected);
            }
            if (value > max) {
                throw in.problem(expected);
            }
        }
        int given = point < 0 ? 0 : to - point - 1;
        if (from >= to || given > decimals) {
            throw in.problem(expected);
        }
        for (int i = given; i < decimals; i++) {
            value *= 10;
        }
        if (value > max) {
            throw in.problem(expected);
        }
        return value;
    }

    private static int readLength(ZoneScanner in, String what) {
        String expected = what + ", 0 to 90000000.00m";
        long value = metres(in, expected);
        if (value < 0) {
            throw in.problem(expected);
        }
        int exponent = 0;
        while (value > 9) {
            value /= 10;
            exponent++;
        }
        return (int) value << 4 | exponent;
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        int behind = fixed(at, SIZE, end, "a location");
        if (rdata[at] != 0) {
            throw new InvalidRdataException("the location's version is not 0");
        }
        for (int i = 1; i <= 3; i++) {
            int digit = rdata[at + i] >> 4 & 0xf;
            int exponent = rdata[at + i] & 0xf;
            if (digit > 9 || exponent > 9 || (digit == 0 && exponent > 0)) {
                throw new InvalidRdataException(LENGTHS[i - 1] + " is no digit and power of ten");
            }
        }
        checkAngle(NumberField.load(rdata, at + 4, 4), 90);
        checkAngle(NumberField.load(rdata, at + 8, 4), 180);
        return behind;
    }

    private static void checkAngle(long value, int most) {
        if (Math.abs(value - EQUATOR) > most * DEGREE) {
            throw new InvalidRdataException("an angle of more than " + most + " degrees");
        }
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        writeAngle(NumberField.load(rdata, at + 4, 4) - EQUATOR, 'N', 'S', out);
        writeAngle(NumberField.load(rdata, at + 8, 4) - EQUATOR, 'E', 'W', out);
        writeMetres(NumberField.load(rdata, at + 12, 4) - SEA_LEVEL, out);
        for (int i = 1; i <= 3; i++) {
            long value = rdata[at + i] >> 4 & 0xf;
            for (int power = rdata[at + i] & 0xf; power > 0; power--) {
                value *= 10;
            }
            out.put(' ');
            writeMetres(value, out);
        }
        return at + SIZE;
    }

    private static void writeAngle(long value, char plus, char minus, TextOutput out) {
        long rest = Math.abs(value);
        out.putNumber(rest / DEGREE);
        out.put(' ');
        out.putNumber(rest / 60_000 % 60);
        out.put(' ');
        out.putNumber(rest / 1000 % 60);
        out.put('.');
        long thousandths = rest % 1000;
        out.putNumber(thousandths / 100);
        out.putNumber(thousandths / 10 % 10);
        out.putNumber(thousandths % 10);
        out.put(' ');
        out.put(value < 0 ? minus : plus);
        out.put(' ');
    }

    private static void writeMetres(long centimetres, TextOutput out) {
        if (centimetres < 0) {
            out.put('-');
        }
        long rest = Math.abs(centimetres);
        out.putNumber(rest / 100);
        if (rest % 100 != 0) {
            out.put('.');
            out.putNumber(rest / 10 % 10);
            out.putNumber(rest % 10);
        }
        out.put('m');
    }
}
