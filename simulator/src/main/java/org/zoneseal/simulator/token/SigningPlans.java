package org.zoneseal.simulator.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The plans of one key for mechanisms without a parameter; read without a lock. */
final class SigningPlans {

    private record Known(long[] mechanisms, SigningPlan[] plans) {}

    private volatile Known known = new Known(new long[0], new SigningPlan[0]);

    @Nullable SigningPlan get(long mechanism) {
        Known current = known;
        for (int i = 0; i < current.mechanisms.length; i++) {
            if (current.mechanisms[i] == mechanism) {
                return current.plans[i];
            }
        }
        return null;
    }

    synchronized void put(long mechanism, SigningPlan plan) {
        int count = known.mechanisms.length;
        long[] mechanisms = Arrays.copyOf(known.mechanisms, count + 1);
        SigningPlan[] plans = Arrays.copyOf(known.plans, count + 1);
        mechanisms[count] = mechanism;
        plans[count] = plan;
        known = new Known(mechanisms, plans);
    }
}
