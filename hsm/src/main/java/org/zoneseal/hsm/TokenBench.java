package org.zoneseal.hsm;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Measures how many signatures a second a token makes, by scheme and number of lanes. */
public final class TokenBench {

    /** About the length of the data that an RRSIG of a DS or NSEC record covers. */
    private static final int DATA_LENGTH = 120;

    /** The part of the time that goes before the measurement, for sessions and compilers. */
    private static final int WARM_UP = 4;

    /**
     * What was measured.
     *
     * @param lanes the lanes that the token had sessions for, at most those asked for
     * @param signatures how many were made in the time
     * @param nanos the time, from the first lane's start to the last one's end
     */
    public record Result(SignatureScheme scheme, int lanes, long signatures, long nanos) {

        public double perSecond() {
            return signatures * 1e9 / nanos;
        }
    }

    private TokenBench() {}

    /** Generates a key, signs with it on all lanes for the given time, destroys it. */
    public static Result run(
            Token token, SignatureScheme scheme, int lanes, Duration time, Duration deadline) {
        KeyHandle key = token.generate(TokenTest.request(scheme, "zoneseal-hsm-bench"));
        try {
            return run(token, key, lanes, time, deadline);
        } finally {
            token.destroy(key);
        }
    }

    /** Signs with a key that is there already. */
    public static Result run(
            Token token, KeyHandle key, int lanes, Duration time, Duration deadline) {
        try (LaneCrew crew = LaneCrew.open(token, lanes, deadline)) {
            measure(crew, key, time.dividedBy(WARM_UP));
            return measure(crew, key, time);
        }
    }

    private static Result measure(LaneCrew crew, KeyHandle key, Duration time) {
        LongAdder signatures = new LongAdder();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        crew.run((lane, index) -> signatures.add(signUntil(lane, key, end)));
        return new Result(
                key.publicHalf().scheme(),
                crew.size(),
                signatures.sum(),
                System.nanoTime() - start);
    }

    private static long signUntil(Lane lane, KeyHandle key, long end) {
        byte[] data = new byte[DATA_LENGTH];
        byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
        long made = 0;
        while (System.nanoTime() - end < 0) {
            data[(int) (made % DATA_LENGTH)]++;
            lane.sign(key, data, 0, data.length, signature, 0);
            made++;
        }
        return made;
    }
}
