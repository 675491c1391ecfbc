package org.zoneseal.dns;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes test data that is the same in every run: names, labels and bytes with a liking for what
 * breaks code (limits, dots and backslashes in labels, mixed case, zero and high bytes).
 *
 * <p>A failing property test says the round it failed in; a generator made with {@link #round} for
 * that round alone repeats it.
 */
final class SeededGenerator {

    private static final byte[] AWKWARD = {
        0,
        1,
        2,
        ' ',
        '"',
        '$',
        '(',
        ')',
        '*',
        '.',
        '0',
        '9',
        ';',
        '@',
        'A',
        'Z',
        '[',
        '\\',
        'a',
        'z',
        '{',
        0x7f,
        (byte) 0x80,
        (byte) 0xc0,
        (byte) 0xff
    };

    private final RandomGenerator random;

    SeededGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A generator of its own for one round of a test. */
    static SeededGenerator round(long seed, int round) {
        return new SeededGenerator(seed * 1_000_003 + round);
    }

    /** From 0 up to but not including the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** True once in so many times. */
    boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** 0 to 2^bits - 1, with the smallest and the largest value more often than others. */
    long unsigned(int bits) {
        long most = -1L >>> (64 - bits);
        return switch (below(8)) {
            case 0 -> 0;
            case 1 -> most;
            case 2 -> below(16) & most;
            default -> random.nextLong() & most;
        };
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One of the given. */
    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[below(choices.length)];
    }

    /** Letters, digits and hyphens, as hosts have. */
    byte[] hostLabel(int length) {
        byte[] label = new byte[length];
        for (int i = 0; i < length; i++) {
            label[i] = (byte) "abcdefghijklmnopqrstuvwxyz0123456789-ABC".charAt(below(40));
        }
        return label;
    }

    /** A label of any bytes, 1 to 63, most of them short. */
    byte[] label() {
        int length = onceIn(20) ? between(1, 63) : between(1, 5);
        if (onceIn(2)) {
            return hostLabel(length);
        }
        byte[] label = bytes(length);
        for (int i = 0; i < length; i++) {
            if (onceIn(2)) {
                label[i] = AWKWARD[below(AWKWARD.length)];
            }
        }
        return label;
    }

    /** A name of any length. */
    Name name() {
        return onceIn(30) ? longNameBelow(Name.ROOT) : nameBelow(Name.ROOT, between(0, 5));
    }

    /** A name so many labels below another; fewer when it would get too long. */
    Name nameBelow(Name origin, int labels) {
        Name name = origin;
        for (int i = 0; i < labels; i++) {
            byte[] label = label();
            if (name.wireLength() + label.length + 1 > Name.MAX_WIRE_LENGTH) {
                break;
            }
            name = name.child(label);
        }
        return name;
    }

    /** A name of 254 or 255 bytes. */
    Name longNameBelow(Name origin) {
        Name name = origin;
        while (name.wireLength() < Name.MAX_WIRE_LENGTH - 1) {
            int room = Name.MAX_WIRE_LENGTH - name.wireLength() - 1;
            name = name.child(bytes(Math.min(room, onceIn(2) ? 63 : between(1, 63))));
        }
        return name;
    }

    /** The same name with the case of its letters changed at random. */
    Name recase(Name name) {
        byte[] wire = name.toWire();
        for (int i = 0; i < wire.length; i++) {
            boolean letter = wire[i] >= 'A' && wire[i] <= 'Z' || wire[i] >= 'a' && wire[i] <= 'z';
            if (letter && onceIn(2)) {
                wire[i] ^= 0x20;
            }
        }
        return Name.fromWire(wire, 0);
    }
}
