package org.zoneseal.simulator.device;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;

/**
 * Checks who somebody is.
 *
 * <p>A failure is counted durably before the answer, so pulling the plug buys no further guess. The
 * count is looked at again after the slow part: a hundred guesses at once get no more answers than
 * a hundred in a row.
 */
final class Logins {

    /** After so many failures in a row a user is locked. */
    static final int MAX_FAILURES = 10;

    private final DeviceCore core;
    private final Passwords passwords;
    private final Throttle throttle;
    private final ReentrantLock counting = new ReentrantLock();

    Logins(DeviceCore core, Passwords passwords) {
        this.core = core;
        this.passwords = passwords;
        this.throttle = new Throttle(core.clock());
    }

    Passwords passwords() {
        return passwords;
    }

    /**
     * Checks a password.
     *
     * @throws CryptokiException CKR_PIN_INCORRECT, CKR_PIN_LOCKED, CKR_FUNCTION_REJECTED
     */
    void password(String name, byte[] password, Peer peer) {
        throttle.check(peer);
        User user = core.contents().user(name);
        checkNotLocked(name, peer);
        boolean right =
                user != null && user.credential() instanceof Credential.Password credential
                        ? passwords.matches(credential, password)
                        : passwords.matchesNobody(password);
        decide(user, name, right, peer);
    }

    /** Checks the signature of a key file over a challenge. */
    void signature(String name, byte[] signed, byte[] signature, Peer peer) {
        throttle.check(peer);
        User user = core.contents().user(name);
        checkNotLocked(name, peer);
        boolean right =
                user != null
                        && user.credential() instanceof Credential.PublicKey(byte[] key)
                        && KeyFiles.verifies(key, signed, signature);
        decide(user, name, right, peer);
    }

    boolean isLocked(String name) {
        return core.contents().failures(name) >= MAX_FAILURES;
    }

    private void decide(@Nullable User user, String name, boolean right, Peer peer) {
        if (user == null) {
            throttle.failed(peer);
            core.note(event("login.failed", name, peer, "no such user"));
            throw wrong(name);
        }
        counting.lock();
        try {
            checkNotLocked(name, peer);
            if (right) {
                succeeded(name, peer);
            } else {
                failed(name, peer);
            }
        } finally {
            counting.unlock();
        }
    }

    private void succeeded(String name, Peer peer) {
        core.note(event("login", name, peer, ""));
        if (core.contents().failures(name) > 0) {
            core.count(new StoreRecord.Failures(name, 0));
        }
        throttle.succeeded(peer);
    }

    private void failed(String name, Peer peer) {
        throttle.failed(peer);
        int failures = core.contents().failures(name) + 1;
        core.count(new StoreRecord.Failures(name, failures));
        boolean last = failures >= MAX_FAILURES;
        core.note(event(last ? "login.locked" : "login.failed", name, peer, "failure " + failures));
        throw wrong(name);
    }

    private void checkNotLocked(String name, Peer peer) {
        if (isLocked(name)) {
            throttle.failed(peer);
            core.note(event("login.refused", name, peer, "locked"));
            throw new CryptokiException(
                    Ckr.PIN_LOCKED,
                    name
                            + " is locked after "
                            + MAX_FAILURES
                            + " wrong passwords; a user manager unlocks with zoneseal hsm user"
                            + " unlock");
        }
    }

    private static CryptokiException wrong(String name) {
        return new CryptokiException(
                Ckr.PIN_INCORRECT, "wrong password or key for " + name + ", or no such user");
    }

    private static AuditEvent event(String event, String name, Peer peer, String detail) {
        return new AuditEvent(event, List.of(), peer, name, detail);
    }
}
