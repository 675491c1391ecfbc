package org.zoneseal.simulator.device;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;

/**
 * What one key may be used for at the moment; the hot path of every signature.
 *
 * <p>Limited uses are reserved in blocks: before a use is granted, the store says durably that so
 * many were taken. A crash loses the rest of a block and never grants one twice. A grant allocates
 * nothing and takes no lock, but for the one in each block that writes.
 */
final class KeyRules {

    private static final int BLOCK = 1000;

    /** Higher than any limit, and far from where it would turn over. */
    private static final long ENDED = Long.MAX_VALUE / 2;

    private final DeviceCore core;
    private final String id;
    private final AtomicLong granted;
    private final ReentrantLock reserving = new ReentrantLock();
    private volatile long reserved;
    private volatile boolean limited;
    private volatile KeyLimit limit;
    private volatile long notAfterMillis;
    private volatile @Nullable Active active;

    /** A running activation. */
    private static final class Active {
        private final AtomicLong left;
        private final long untilMillis;
        private final Activation granted;

        Active(Activation granted) {
            this.granted = granted;
            this.left = new AtomicLong(granted.uses());
            this.untilMillis = millis(granted.until());
        }
    }

    KeyRules(DeviceCore core, String id, KeyLimit limit) {
        this.core = core;
        this.id = id;
        this.reserved = core.contents().taken(id);
        this.granted = new AtomicLong(reserved);
        this.limit = limit;
        this.limited = !limit.equals(KeyLimit.NONE);
        this.notAfterMillis = millis(limit.notAfter());
        Activation kept = core.contents().activation(id);
        this.active = kept == null ? null : new Active(kept);
    }

    void take(int count) {
        if (!limited) {
            granted.getAndAdd(count);
            return;
        }
        KeyLimit now = limit;
        checkTime();
        if (now.needsActivation()) {
            takeActivation(count);
        }
        if (now.uses() == KeyLimit.UNLIMITED) {
            granted.getAndAdd(count);
        } else {
            takeLimited(count, now.uses());
        }
    }

    /** How many uses were granted so far, of those that a restart would know at most. */
    long uses() {
        return granted.get();
    }

    KeyLimit limit() {
        return limit;
    }

    /** Runs a change of the limit: what was used before counts, durably with the change. */
    void limiting(Consumer<StoreRecord> change) {
        reserving.lock();
        try {
            long taken = Math.max(reserved, granted.get());
            change.accept(new StoreRecord.UsesTaken(id, taken));
            reserved = taken;
        } finally {
            reserving.unlock();
        }
    }

    /** Takes over a limit that was stored. */
    void limit(KeyLimit next) {
        notAfterMillis = millis(next.notAfter());
        limit = next;
        limited = !next.equals(KeyLimit.NONE);
    }

    void activate(Activation activation) {
        active = new Active(activation);
    }

    void deactivate() {
        active = null;
    }

    /** What is left of the activation; null if there is none. */
    @Nullable Activation activation() {
        Active now = active;
        if (now == null || core.clock().millis() >= now.untilMillis || now.left.get() <= 0) {
            return null;
        }
        return new Activation(now.left.get(), now.granted.until());
    }

    /**
     * What the store should know of a key without limit, for whoever asks how often it was used.
     */
    List<StoreRecord> count() {
        if (limit.uses() != KeyLimit.UNLIMITED) {
            return List.of();
        }
        long uses = granted.get();
        return uses == core.contents().taken(id)
                ? List.of()
                : List.of(new StoreRecord.UsesTaken(id, uses));
    }

    /** Grants nothing any more, and gives back what of the last block was not used. */
    List<StoreRecord> end() {
        long uses = granted.getAndSet(ENDED);
        return uses == core.contents().taken(id)
                ? List.of()
                : List.of(new StoreRecord.UsesSettled(id, uses));
    }

    private void checkTime() {
        if (core.clock().millis() > notAfterMillis) {
            throw new CryptokiException(
                    Ckr.FUNCTION_REJECTED,
                    "key " + id + " was good until " + limit.notAfter() + " and is not any more");
        }
    }

    private void takeActivation(int count) {
        Active now = active;
        if (now == null || core.clock().millis() >= now.untilMillis) {
            throw inactive();
        }
        if (now.granted.uses() == KeyLimit.UNLIMITED) {
            return;
        }
        long left = now.left.get();
        while (left >= count) {
            if (now.left.compareAndSet(left, left - count)) {
                return;
            }
            left = now.left.get();
        }
        throw inactive();
    }

    private CryptokiException inactive() {
        return new CryptokiException(
                Ckr.USER_NOT_LOGGED_IN,
                "key "
                        + id
                        + " is not active, or its activation is used up: its quorum runs zoneseal"
                        + " hsm key activate");
    }

    private void takeLimited(int count, long most) {
        long before = granted.get();
        while (before <= most - count) {
            if (granted.compareAndSet(before, before + count)) {
                reserveIfNeeded(count, before + count, most);
                return;
            }
            before = granted.get();
        }
        throw new CryptokiException(
                Ckr.KEY_EXHAUSTED, "key " + id + " has had its " + most + " uses");
    }

    private void reserveIfNeeded(int count, long needed, long most) {
        if (needed > reserved) {
            reserve(count, needed, most);
        }
    }

    private void reserve(int count, long needed, long most) {
        reserving.lock();
        try {
            if (needed > reserved) {
                long next = Math.min(most, needed + BLOCK);
                if (core.contents().object(id) != null) {
                    core.commit(List.of(new StoreRecord.UsesTaken(id, next)));
                }
                reserved = next;
            }
        } catch (CryptokiException e) {
            granted.getAndAdd(-count);
            throw e;
        } finally {
            reserving.unlock();
        }
    }

    private static long millis(Instant time) {
        return time.equals(Instant.MAX) ? Long.MAX_VALUE : time.toEpochMilli();
    }
}
