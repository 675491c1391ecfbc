package org.zoneseal.app.serve;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;

/**
 * A zone of a running server: what is answered of it, the rules that it is served by, and what went
 * wrong last. For many threads.
 */
final class ServedZone {

    private final PublishedZone published;
    private final Condition condition;
    private final ZoneRules rules;
    private final Origin origin;

    /** How a zone came to be served. */
    enum Origin {
        /** The configuration names it. */
        CONFIGURED,
        /** The configuration names it, and it lists others. */
        CATALOG,
        /** A catalog lists it. */
        MEMBER
    }

    /** What is to be said of a zone in a word. */
    enum State {
        SERVED,
        /** It has not been read yet. */
        LOADING,
        /** Its first transfer is still to come. */
        WAITING,
        /** An older version is served, for the newer one was refused. */
        HELD,
        /** There is nothing to serve. */
        FAILED,
        /** Its primaries could not be reached for too long. */
        EXPIRED,
        /** What there is has not passed the proof that is asked for now. */
        UNPROVED
    }

    /**
     * Why the latest version is not what is served.
     *
     * @param what for a person, and what to do next
     */
    record Trouble(String what, Instant since) {}

    /** What happens to a zone while its rules may change. */
    private static final class Condition {
        private final ReentrantLock loading = new ReentrantLock();
        private volatile @Nullable Trouble trouble;
    }

    ServedZone(PublishedZone published, ZoneRules rules, Origin origin) {
        this(published, new Condition(), rules, origin);
    }

    private ServedZone(
            PublishedZone published, Condition condition, ZoneRules rules, Origin origin) {
        this.published = published;
        this.condition = condition;
        this.rules = rules;
        this.origin = origin;
    }

    /** The same zone by other rules. */
    ServedZone with(ZoneRules others, Origin from) {
        return new ServedZone(published, condition, others, from);
    }

    Name apex() {
        return published.apex();
    }

    PublishedZone published() {
        return published;
    }

    ZoneRules rules() {
        return rules;
    }

    Origin origin() {
        return origin;
    }

    /** Held by whoever loads it: one at a time. */
    ReentrantLock loading() {
        return condition.loading;
    }

    /** All is well with what was tried last. */
    void isWell() {
        condition.trouble = null;
    }

    /** What was tried last went wrong. */
    void isIn(Trouble what) {
        condition.trouble = what;
    }

    Optional<Trouble> trouble() {
        return Optional.ofNullable(condition.trouble);
    }

    State state(long nowSeconds) {
        Publication now = published.current();
        if (now == null) {
            if (rules.isSecondary()) {
                return State.WAITING;
            }
            return condition.trouble == null ? State.LOADING : State.FAILED;
        }
        if (now.isWithheld()) {
            return State.UNPROVED;
        }
        if (now.isExpired(nowSeconds)) {
            return State.EXPIRED;
        }
        return condition.trouble == null ? State.SERVED : State.HELD;
    }
}
