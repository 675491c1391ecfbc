package org.zoneseal.signer;

import java.util.IdentityHashMap;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.LaneWatch;
import org.zoneseal.hsm.Token;

/** One worker's sessions: one lane with each token that it signs in. For one thread. */
final class Lanes implements AutoCloseable {

    private final LaneWatch watch;
    private final IdentityHashMap<Token, Lane> open = new IdentityHashMap<>();

    /** Lanes that the watch looks after. */
    Lanes(LaneWatch watch) {
        this.watch = watch;
    }

    Lane of(Token token) {
        return open.computeIfAbsent(token, t -> watch.over(t, t.openLane()));
    }

    @Override
    public void close() {
        open.values().forEach(Lane::close);
        open.clear();
    }
}
