package org.zoneseal.hsm.pkcs11;

import static org.zoneseal.hsm.pkcs11.Ckr.*;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Mends what can pass by itself, within a bound: one for each operation.
 *
 * <p>A lost session is opened again, a lost login renewed once, a device fault waited out shortly.
 * A token that is gone, a wrong PIN, a missing mechanism do not pass by themselves.
 */
final class Recovery {

    /** What the operation does to the token, and so which answers let it be tried again. */
    enum Effect {
        /** Changes nothing, or the same however often it is done. */
        NONE,
        /** Makes an object: not again after an answer that leaves open whether it did. */
        MAKES_OBJECT
    }

    private static final Set<Ckr> LOST_SESSION = EnumSet.of(SESSION_HANDLE_INVALID, SESSION_CLOSED);
    private static final Set<Ckr> CONFUSED_SESSION =
            EnumSet.of(OPERATION_ACTIVE, OPERATION_NOT_INITIALIZED);
    private static final Set<Ckr> LOST_HANDLE =
            EnumSet.of(KEY_HANDLE_INVALID, OBJECT_HANDLE_INVALID);
    private static final Set<Ckr> FAULT = EnumSet.of(DEVICE_ERROR, GENERAL_ERROR, FUNCTION_FAILED);

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Login login;
    private final Effect effect;
    private int triesLeft;
    private boolean hasRenewedLogin;
    private long pause = FIRST_PAUSE;

    /**
     * @param attempts how often the operation may be tried in all
     */
    Recovery(Login login, int attempts, Effect effect) {
        this.login = login;
        this.triesLeft = attempts - 1;
        this.effect = effect;
    }

    /** Does the operation until it succeeds or nothing more can be mended. */
    <T> T run(Session session, Supplier<T> operation) {
        int renewals = login.renewals();
        try {
            return operation.get();
        } catch (CkrException e) {
            return runAgain(session, e, renewals, operation);
        }
    }

    /**
     * Goes on after a first failure.
     *
     * @param renewals {@link Login#renewals} when the failed try was begun
     */
    <T> T runAgain(Session session, CkrException first, int renewals, Supplier<T> operation) {
        CkrException last = first;
        int seen = renewals;
        while (canMend(last)) {
            try {
                mend(session, last, seen);
                seen = login.renewals();
                return operation.get();
            } catch (CkrException e) {
                last = e;
            }
        }
        throw last;
    }

    private boolean canMend(CkrException failure) {
        if (triesLeft-- <= 0) {
            return false;
        }
        if (failure.is(USER_NOT_LOGGED_IN)) {
            return !hasRenewedLogin;
        }
        return failure.isOneOf(LOST_SESSION)
                || failure.isOneOf(CONFUSED_SESSION)
                || failure.isOneOf(LOST_HANDLE)
                || failure.isOneOf(FAULT) && effect == Effect.NONE;
    }

    private void mend(Session session, CkrException failure, int renewals) {
        if (failure.is(USER_NOT_LOGGED_IN)) {
            hasRenewedLogin = true;
            login.renew(session, renewals);
            return;
        }
        if (failure.isOneOf(FAULT)) {
            waitShortly();
        }
        if (failure.isOneOf(LOST_SESSION)) {
            session.replace();
        } else if (!failure.isOneOf(LOST_HANDLE)) {
            session.reopen();
        }
        login.ensure(session);
        if (failure.isOneOf(LOST_HANDLE)) {
            login.forgetHandles();
        }
    }

    /** So that a device that restarts a part of itself has a moment; interruption cuts it short. */
    private void waitShortly() {
        LockSupport.parkNanos(this, pause);
        pause *= 4;
    }
}
