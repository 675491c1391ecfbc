package org.zoneseal.answer;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes packets where it hurts: bits, lengths, counts, ends, and pieces of other packets. */
final class PacketMutator {

    private static final int[] AWKWARD = {
        0, 1, 2, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xc00c, 0xc0ff, 0xff, 0x100, 0x29, 0xfa, 0xfb,
        0xfc, 0x7fff, 0x8000, 0xffff
    };

    private final SplittableRandom random;

    PacketMutator(long seed) {
        random = new SplittableRandom(seed);
    }

    byte[] mutate(byte[] parent, List<byte[]> others) {
        byte[] mutant = parent.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            mutant = once(mutant, others);
        }
        return mutant;
    }

    private byte[] once(byte[] bytes, List<byte[]> others) {
        if (bytes.length < 2) {
            return others.get(random.nextInt(others.size()));
        }
        byte[] changed = bytes.clone();
        int at = random.nextInt(changed.length - 1);
        switch (random.nextInt(8)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) random.nextInt(256);
            case 2 -> put16(changed, at, AWKWARD[random.nextInt(AWKWARD.length)]);
            case 3 -> put16(changed, 4 + 2 * random.nextInt(4), random.nextInt(4));
            case 4 -> changed = Arrays.copyOf(changed, at);
            case 5 -> changed = Arrays.copyOf(changed, changed.length + random.nextInt(40));
            case 6 -> changed = splice(changed, at, others.get(random.nextInt(others.size())));
            default -> {
                int count = random.nextInt(changed.length - at);
                System.arraycopy(changed, at, changed, random.nextInt(at + 1), count);
            }
        }
        return changed;
    }

    private byte[] splice(byte[] bytes, int at, byte[] other) {
        int from = random.nextInt(other.length);
        byte[] joined = Arrays.copyOf(bytes, at + other.length - from);
        System.arraycopy(other, from, joined, at, other.length - from);
        return joined;
    }

    private static void put16(byte[] bytes, int at, int value) {
        if (at + 1 < bytes.length) {
            bytes[at] = (byte) (value >> 8);
            bytes[at + 1] = (byte) value;
        }
    }
}
