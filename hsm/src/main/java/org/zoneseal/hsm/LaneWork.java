package org.zoneseal.hsm;

/** What one worker of a {@link LaneCrew} does with its lane. */
@FunctionalInterface
public interface LaneWork {

    /**
     * Works until there is nothing left to do. Runs on a platform thread of the crew; another
     * worker's failure makes this one's next signature fail too, so that it ends soon.
     *
     * @param lane signs, for this thread only
     * @param index 0 to lanes - 1
     */
    void run(Lane lane, int index);
}
