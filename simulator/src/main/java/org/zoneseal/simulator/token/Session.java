package org.zoneseal.simulator.token;

import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cks;
import org.zoneseal.simulator.device.CryptokiException;

/** One session; whoever works with its operation holds its monitor. */
final class Session {

    private final int slot;
    private final boolean writable;
    private final SlotLogin login;
    private @Nullable Operation operation;
    private boolean closed;

    Session(int slot, boolean writable, SlotLogin login) {
        this.slot = slot;
        this.writable = writable;
        this.login = login;
    }

    int slot() {
        return slot;
    }

    boolean writable() {
        return writable;
    }

    SlotLogin login() {
        return login;
    }

    /** Whether private objects are there for it. */
    boolean seesPrivate() {
        return login.who() == SlotLogin.Who.USER;
    }

    /** CKS_ number. */
    long state() {
        return switch (login.who()) {
            case NOBODY -> writable ? Cks.RW_PUBLIC_SESSION : Cks.RO_PUBLIC_SESSION;
            case USER -> writable ? Cks.RW_USER_FUNCTIONS : Cks.RO_USER_FUNCTIONS;
            case OFFICER -> Cks.RW_SO_FUNCTIONS;
        };
    }

    /**
     * Whether objects of a kind may be made, changed or destroyed here (PKCS#11 3.2, table 3).
     *
     * @throws CryptokiException CKR_USER_NOT_LOGGED_IN, CKR_SESSION_READ_ONLY
     */
    void checkWrite(boolean isToken, boolean isPrivate) {
        if (isPrivate && !seesPrivate()) {
            throw new CryptokiException(
                    Ckr.USER_NOT_LOGGED_IN, "the object is private: log in as the user first");
        }
        if (isToken && !writable) {
            throw new CryptokiException(
                    Ckr.SESSION_READ_ONLY, "the session is read-only: open it with CKF_RW_SESSION");
        }
    }

    synchronized void begin(Operation begun) {
        checkIdle();
        operation = begun;
    }

    synchronized void checkIdle() {
        if (closed) {
            throw new CryptokiException(Ckr.SESSION_HANDLE_INVALID, "the session is closed");
        }
        if (operation != null) {
            throw new CryptokiException(
                    Ckr.OPERATION_ACTIVE, "the session is in the middle of another operation");
        }
    }

    /** What is active, or null. */
    synchronized @Nullable Operation operation() {
        if (operation != null && operation.needsLogin() && !seesPrivate()) {
            endOperation();
        }
        return operation;
    }

    synchronized void endOperation() {
        if (operation != null) {
            operation.end();
            operation = null;
        }
    }

    synchronized void close() {
        closed = true;
        endOperation();
    }
}
