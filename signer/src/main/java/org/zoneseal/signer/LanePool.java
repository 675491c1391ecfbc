package org.zoneseal.signer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.LaneWatch;

/**
 * The lanes of a signing run: as many sets as workers were asked for, or as the tokens have
 * sessions for.
 */
final class LanePool implements AutoCloseable {

    private final List<Lanes> lanes = new ArrayList<>();

    private final LaneWatch watch;

    private LanePool(LaneWatch watch) {
        this.watch = watch;
    }

    /**
     * Opens the lanes that signing data needs. A lane for the keys, if they are in another token,
     * is opened by the worker that comes to the apex: nobody knows beforehand which one that is,
     * and that token may have but one session.
     *
     * @param deadline how long one signature may take
     * @throws HsmException if not even one set can be opened
     */
    static LanePool open(SigningContext context, int wanted, Duration deadline) {
        LanePool pool = new LanePool(new LaneWatch(deadline));
        try {
            for (int i = 0; i < wanted && pool.add(context); i++) {}
            return pool;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private boolean add(SigningContext context) {
        Lanes set = new Lanes(watch);
        try {
            context.dataKeys().forEach(key -> set.of(key.token()));
        } catch (HsmException e) {
            set.close();
            if (e.kind() == HsmException.Kind.SESSION_LIMIT && !lanes.isEmpty()) {
                return false;
            }
            throw e;
        }
        lanes.add(set);
        return true;
    }

    LaneWatch watch() {
        return watch;
    }

    List<Lanes> lanes() {
        return lanes;
    }

    @Override
    public void close() {
        lanes.forEach(Lanes::close);
    }
}
