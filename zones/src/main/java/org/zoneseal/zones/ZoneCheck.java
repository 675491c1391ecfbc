package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Checks what no single record shows: that the apex is one, that aliases stand alone, that name
 * servers in the zone have addresses.
 */
public final class ZoneCheck {

    private ZoneCheck() {}

    /**
     * All problems, in canonical order of their owners.
     *
     * @param limit how many to describe at most
     */
    public static List<ZoneProblem> check(ZoneVersion zone, int tasks, int limit) {
        List<ForkJoinTask<List<ZoneProblem>>> forked = new ArrayList<>();
        for (NodeCursor cursor : zone.split(tasks)) {
            Callable<List<ZoneProblem>> share = () -> new NodeCheck(zone, limit).check(cursor);
            forked.add(ForkJoinPool.commonPool().submit(share));
        }
        List<ZoneProblem> problems = new ArrayList<>(NodeCheck.apexProblems(zone));
        for (ForkJoinTask<List<ZoneProblem>> share : forked) {
            for (ZoneProblem problem : share.join()) {
                if (problems.size() < limit) {
                    problems.add(problem);
                }
            }
        }
        return problems;
    }
}
