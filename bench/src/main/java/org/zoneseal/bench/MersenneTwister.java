package org.zoneseal.bench;

/**
 * The generator MT19937 of Matsumoto and Nishimura (1998), seeded and drawn from as CPython's
 * {@code random.Random} does, so that a zone made here has the bytes of one made by a Python
 * script.
 *
 * <p>Not for anything secret.
 */
final class MersenneTwister {

    private static final int N = 624;
    private static final int M = 397;
    private static final int MATRIX = 0x9908b0df;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;

    private final int[] state = new int[N];
    private int index = N;

    /** Seeds with one non-negative number, which CPython turns into an array of one word. */
    MersenneTwister(int seed) {
        fill(19_650_218);
        int i = 1;
        for (int k = 0; k < N; k++) {
            state[i] = (state[i] ^ mixed(i - 1) * 1_664_525) + seed;
            i = next(i);
        }
        for (int k = 0; k < N - 1; k++) {
            state[i] = (state[i] ^ mixed(i - 1) * 1_566_083_941) - i;
            i = next(i);
        }
        state[0] = UPPER;
    }

    private void fill(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1_812_433_253 * mixed(i - 1) + i;
        }
    }

    private int mixed(int i) {
        return state[i] ^ state[i] >>> 30;
    }

    private int next(int i) {
        if (i < N - 1) {
            return i + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    /** The next 1 to 32 random bits. */
    int bits(int count) {
        return word() >>> 32 - count;
    }

    /** A number in {@code [0, 1)} with 53 random bits. */
    double fraction() {
        long high = word() >>> 5;
        long low = word() >>> 6;
        return (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0;
    }

    /** A number in {@code [0, bound)}; draws again what is too large. */
    int below(int bound) {
        int width = 32 - Integer.numberOfLeadingZeros(bound);
        int drawn = bits(width);
        while (drawn >= bound) {
            drawn = bits(width);
        }
        return drawn;
    }

    /** A number in {@code [low, high]}. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    private int word() {
        if (index == N) {
            twist();
        }
        int y = state[index++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = state[i] & UPPER | state[(i + 1) % N] & LOWER;
            state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : MATRIX);
        }
        index = 0;
    }
}
