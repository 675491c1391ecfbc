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
 * wrong last. For many threads; what changes is replaced as a whole.
 */
final class ServedZone {

    private final PublishedZone published;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile ZoneRules rules;
    private volatile Origin origin;
    private volatile @Nullable Trouble trouble;
    private volatile boolean isTried;

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
        EXPIRED
    }

    /**
     * Why the latest version is not what is served.
     *
     * @param what for a person, and what to do next
     */
    record Trouble(String what, Instant since) {}

    ServedZone(PublishedZone published, ZoneRules rules, Origin origin) {
        this.published = published;
        this.rules = rules;
        this.origin = origin;
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

    void follow(ZoneRules others, Origin from) {
        rules = others;
        origin = from;
    }

    /** Held by whoever loads it: one at a time. */
    ReentrantLock loading() {
        return loading;
    }

    /** All is well with what was tried last. */
    void isWell() {
        trouble = null;
        isTried = true;
    }

    /** What was tried last went wrong. */
    void isIn(Trouble what) {
        trouble = what;
        isTried = true;
    }

    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Whether it was attempted at least once to have it. */
    boolean isTried() {
        return isTried;
    }

    State state(long nowSeconds) {
        Publication now = published.current();
        if (now == null) {
            if (rules.isSecondary()) {
                return State.WAITING;
            }
            return trouble == null ? State.LOADING : State.FAILED;
        }
        if (now.isExpired(nowSeconds)) {
            return State.EXPIRED;
        }
        return trouble == null ? State.SERVED : State.HELD;
    }
}
