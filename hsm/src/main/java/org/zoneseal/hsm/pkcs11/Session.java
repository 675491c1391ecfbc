package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One session with a token (CK_SESSION_HANDLE), which can be opened again after the token lost it.
 *
 * <p>Who calls the token through it holds its lock, because a lane may have to share it with the
 * token's own work when the token has a single session to give.
 */
final class Session {

    private final Cryptoki cryptoki;
    private final long slot;
    private final long flags;
    private final ReentrantLock lock = new ReentrantLock();
    private long handle;

    private Session(Cryptoki cryptoki, long slot, long flags) {
        this.cryptoki = cryptoki;
        this.slot = slot;
        this.flags = flags;
    }

    static Session open(Cryptoki cryptoki, long slot, boolean mayWrite) {
        long flags =
                CryptokiConstants.CKF_SERIAL_SESSION
                        | (mayWrite ? CryptokiConstants.CKF_RW_SESSION : 0);
        Session session = new Session(cryptoki, slot, flags);
        session.handle = session.openNative();
        return session;
    }

    private long openNative() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            CkrException.check("C_OpenSession", cryptoki.openSession(slot, flags, out));
            return out.get(JAVA_LONG, 0);
        }
    }

    /** Gives the old session up, whatever the token says to that, and opens a new one. */
    void reopen() {
        cryptoki.closeSession(handle);
        handle = openNative();
    }

    /**
     * Opens a new session for one that the token says it has lost. That one is not closed: its
     * handle may be another lane's by now.
     */
    void replace() {
        handle = openNative();
    }

    /** Whether the token has us logged in, as far as this session knows (C_GetSessionInfo). */
    boolean isLoggedIn() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(CryptokiLayout.SESSION_INFO);
            CkrException.check("C_GetSessionInfo", cryptoki.getSessionInfo(handle, info));
            long state = info.get(JAVA_LONG, CryptokiLayout.SESSION_STATE);
            return state == CryptokiConstants.CKS_RO_USER_FUNCTIONS
                    || state == CryptokiConstants.CKS_RW_USER_FUNCTIONS;
        }
    }

    Cryptoki cryptoki() {
        return cryptoki;
    }

    long handle() {
        return handle;
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Closes; a token that has lost the session already is none the worse for it. */
    void close() {
        cryptoki.closeSession(handle);
    }
}
