package org.zoneseal.simulator.token;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.SlotAccess;

/** The sessions and logins of one application (PKCS#11 3.2, section 5.6). */
final class Sessions {

    private static final long MAX_SLOT = Integer.MAX_VALUE;

    private final Environment environment;
    private final Peer peer;
    private final HandleTable<Session> sessions = new HandleTable<>();
    private final Map<Integer, SlotLogin> logins = new ConcurrentHashMap<>();

    Sessions(Environment environment, Peer peer) {
        this.environment = environment;
        this.peer = peer;
    }

    /** A slot's number, if there is such a slot. */
    int slot(long slot) {
        if (slot < 0 || slot > MAX_SLOT || !environment.access().slots().contains((int) slot)) {
            throw new CryptokiException(
                    Ckr.SLOT_ID_INVALID, "this device has no slot " + Long.toUnsignedString(slot));
        }
        return (int) slot;
    }

    Session get(long handle) {
        Session session = sessions.get(handle);
        if (session == null) {
            throw new CryptokiException(
                    Ckr.SESSION_HANDLE_INVALID, "there is no such session, or it was closed");
        }
        return session;
    }

    SlotLogin login(int slot) {
        return logins.computeIfAbsent(slot, _ -> new SlotLogin());
    }

    long open(long slotNumber, long flags) {
        int slot = slot(slotNumber);
        if ((flags & Ckf.SERIAL_SESSION) == 0) {
            throw new CryptokiException(
                    Ckr.SESSION_PARALLEL_NOT_SUPPORTED, "CKF_SERIAL_SESSION must be set");
        }
        if (!environment.access().status(slot).initialized()) {
            throw new CryptokiException(
                    Ckr.TOKEN_NOT_RECOGNIZED, "the slot has not been initialized");
        }
        boolean writable = (flags & Ckf.RW_SESSION) != 0;
        SlotLogin login = login(slot);
        synchronized (login) {
            if (!writable && login.who() == SlotLogin.Who.OFFICER) {
                throw new CryptokiException(
                        Ckr.SESSION_READ_WRITE_SO_EXISTS,
                        "while the security officer is logged in there are no read-only sessions");
            }
            if (sessions.size() >= environment.settings().maxSessions()) {
                throw new CryptokiException(
                        Ckr.SESSION_COUNT,
                        "the application has "
                                + environment.settings().maxSessions()
                                + " sessions open, which is the limit");
            }
            login.opened(writable);
            return sessions.add(new Session(slot, writable, login));
        }
    }

    /**
     * What ended with a session or a login.
     *
     * @param isLoginOver whether nobody is logged in to the slot any more
     * @param resume what the login could be resumed with, to be revoked last
     */
    record Ended(int slot, boolean isLoginOver, byte[] resume) {}

    /** Closes a session. */
    Ended close(long handle) {
        Session session = sessions.remove(handle);
        if (session == null) {
            throw new CryptokiException(
                    Ckr.SESSION_HANDLE_INVALID, "there is no such session, or it was closed");
        }
        session.close();
        synchronized (session.login()) {
            boolean wasLast = session.login().closed(session.writable());
            return new Ended(
                    session.slot(), wasLast, wasLast ? session.login().takeResume() : new byte[0]);
        }
    }

    /** A logout also ends what the login could be resumed with. */
    void revoke(Ended ended) {
        if (ended.resume().length > 0) {
            environment.access().revokeResume(ended.resume());
        }
    }

    /** The device has revoked it already. */
    void forgetResume(int slot) {
        login(slot).takeResume();
    }

    /** The handles of a slot's sessions. */
    java.util.List<Long> handles(int slot) {
        return sessions.handles(session -> session.slot() == slot);
    }

    /**
     * Closes all sessions of all slots. Logins can still be resumed: an application also ends when
     * its connections are lost, or the device stops.
     */
    void endAll() {
        logins.values().forEach(SlotLogin::takeResume);
        sessions.handles(_ -> true).forEach(this::close);
    }

    Cryptoki.SessionInfo info(long handle) {
        Session session = get(handle);
        return new Cryptoki.SessionInfo(
                session.slot(),
                session.state(),
                Ckf.SERIAL_SESSION | (session.writable() ? Ckf.RW_SESSION : 0),
                0);
    }

    /** Logs in; returns a resume secret for the user, else nothing. */
    byte[] login(long handle, long userType, byte[] pin) {
        Session session = get(handle);
        if (userType == Cku.CONTEXT_SPECIFIC) {
            authenticate(session, pin);
            return new byte[0];
        }
        if (userType != Cku.SO && userType != Cku.USER) {
            throw new CryptokiException(Ckr.USER_TYPE_INVALID, "there is SO and there is user");
        }
        SlotAccess.UserKind kind =
                userType == Cku.SO
                        ? SlotAccess.UserKind.SECURITY_OFFICER
                        : SlotAccess.UserKind.USER;
        synchronized (session.login()) {
            checkMayLogIn(session.login(), kind);
            environment.access().login(session.slot(), kind, pin, peer);
            session.login().become(who(kind));
            return kind == SlotAccess.UserKind.USER ? resumable(session) : new byte[0];
        }
    }

    /** A login stands even if the store takes nothing; it cannot be resumed then. */
    private byte[] resumable(Session session) {
        try {
            return session.login()
                    .resumable(environment.access().issueResume(session.slot(), peer));
        } catch (CryptokiException e) {
            return new byte[0];
        }
    }

    byte[] resume(long handle, byte[] secret) {
        Session session = get(handle);
        synchronized (session.login()) {
            checkMayLogIn(session.login(), SlotAccess.UserKind.USER);
            byte[] next = environment.access().resume(session.slot(), secret, peer);
            session.login().become(SlotLogin.Who.USER);
            return session.login().resumable(next);
        }
    }

    /** Ends what the sessions of a slot are in the middle of, as C_Logout may (section 5.6). */
    void endOperations(int slot) {
        for (long handle : handles(slot)) {
            Session session = sessions.get(handle);
            if (session != null) {
                session.endOperation();
            }
        }
    }

    /** Logs out. */
    Ended logout(long handle) {
        Session session = get(handle);
        synchronized (session.login()) {
            if (session.login().who() == SlotLogin.Who.NOBODY) {
                throw new CryptokiException(Ckr.USER_NOT_LOGGED_IN, "nobody is logged in");
            }
            session.login().become(SlotLogin.Who.NOBODY);
            return new Ended(session.slot(), true, session.login().takeResume());
        }
    }

    void initToken(long slotNumber, byte[] pin, String label) {
        int slot = slot(slotNumber);
        if (environment.allSessions().anyIn(slot)) {
            throw new CryptokiException(
                    Ckr.SESSION_EXISTS,
                    "programs have sessions in the slot: they close them before it is initialized");
        }
        environment.access().initToken(slot, pin, label, peer);
    }

    void initPin(long handle, byte[] pin) {
        Session session = get(handle);
        if (session.login().who() != SlotLogin.Who.OFFICER) {
            throw new CryptokiException(
                    Ckr.USER_NOT_LOGGED_IN, "only the security officer sets the user's first PIN");
        }
        environment.access().initPin(session.slot(), pin, peer);
    }

    void setPin(long handle, byte[] oldPin, byte[] newPin) {
        Session session = get(handle);
        if (!session.writable()) {
            throw new CryptokiException(
                    Ckr.SESSION_READ_ONLY, "a PIN is changed in a read-write session");
        }
        SlotAccess.UserKind kind =
                session.login().who() == SlotLogin.Who.OFFICER
                        ? SlotAccess.UserKind.SECURITY_OFFICER
                        : SlotAccess.UserKind.USER;
        environment.access().setPin(session.slot(), kind, oldPin, newPin, peer);
    }

    private void authenticate(Session session, byte[] pin) {
        synchronized (session) {
            Operation operation = session.operation();
            boolean waits =
                    operation instanceof SignatureOperation signature
                                    && signature.mustAuthenticate()
                            || operation instanceof CipherOperation cipher
                                    && cipher.mustAuthenticate();
            if (!waits) {
                throw new CryptokiException(
                        Ckr.OPERATION_NOT_INITIALIZED, "no operation waits for its PIN");
            }
            environment.access().login(session.slot(), SlotAccess.UserKind.USER, pin, peer);
            if (operation instanceof SignatureOperation signature) {
                signature.authenticate();
            } else if (operation instanceof CipherOperation cipher) {
                cipher.authenticate();
            }
        }
    }

    private static void checkMayLogIn(SlotLogin login, SlotAccess.UserKind kind) {
        if (login.who() == who(kind)) {
            throw new CryptokiException(Ckr.USER_ALREADY_LOGGED_IN, "already logged in");
        }
        if (login.who() != SlotLogin.Who.NOBODY) {
            throw new CryptokiException(
                    Ckr.USER_ANOTHER_ALREADY_LOGGED_IN,
                    "somebody else is logged in: log out first");
        }
        if (kind == SlotAccess.UserKind.SECURITY_OFFICER && login.sessions() > login.writable()) {
            throw new CryptokiException(
                    Ckr.SESSION_READ_ONLY_EXISTS,
                    "the security officer logs in when all sessions are read-write");
        }
    }

    private static SlotLogin.Who who(SlotAccess.UserKind kind) {
        return switch (kind) {
            case SECURITY_OFFICER -> SlotLogin.Who.OFFICER;
            case USER -> SlotLogin.Who.USER;
        };
    }
}
