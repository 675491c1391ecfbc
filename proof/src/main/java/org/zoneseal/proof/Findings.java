package org.zoneseal.proof;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;

/** What was found on one stretch of a zone. Mutable, one thread. */
final class Findings {

    private final int maxProblems;
    private List<Problem> problems = List.of();
    private long problemCount;
    long rrsets;
    long signatures;
    long denialRecords;
    long optedOut;
    long earliestExpiry = Long.MAX_VALUE;

    Findings(int maxProblems) {
        this.maxProblems = maxProblems;
    }

    /** Notes a problem at the owner whose wire form begins at {@code at}. */
    void add(byte[] owner, int at, int type, ProblemCode code, String sentence) {
        problemCount++;
        if (problems.size() < maxProblems) {
            if (problems.isEmpty()) {
                problems = new ArrayList<>();
            }
            problems.add(new Problem(Name.fromWire(owner, at), type, code, sentence));
        }
    }

    void add(Name owner, int type, ProblemCode code, String sentence) {
        add(owner.toWire(), 0, type, code, sentence);
    }

    void expires(long time) {
        earliestExpiry = Math.min(earliestExpiry, time);
    }

    List<Problem> problems() {
        return problems;
    }

    long problemCount() {
        return problemCount;
    }

    /** Adds what another stretch found, behind what is here. */
    void addAll(Findings other) {
        for (Problem problem : other.problems) {
            if (problems.size() < maxProblems) {
                if (problems.isEmpty()) {
                    problems = new ArrayList<>();
                }
                problems.add(problem);
            }
        }
        problemCount += other.problemCount;
        rrsets += other.rrsets;
        signatures += other.signatures;
        denialRecords += other.denialRecords;
        optedOut += other.optedOut;
        earliestExpiry = Math.min(earliestExpiry, other.earliestExpiry);
    }
}
