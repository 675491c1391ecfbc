package org.zoneseal.client.slot;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireReader;

/**
 * One slot of an HSM for a whole program: a pool of sessions, and the login. Safe for several
 * threads.
 *
 * <p>One session, the anchor, stays open for as long as this lives: PKCS#11 logs the user out, and
 * ends session objects, when the session that keeps them closes. After a restart of the HSM the
 * sessions are opened anew, and the login is resumed with the secret that the HSM gave for it: the
 * PIN is not kept. A piece of work that the restart interrupted before anything ran is begun again,
 * once.
 */
public final class RemoteSlot implements AutoCloseable {

    private static final long FLAGS = Ckf.SERIAL_SESSION | Ckf.RW_SESSION;

    private final HsmClient client;
    private final TokenDescription description;
    private final SecureRandom random;
    private final Semaphore permits;
    private final Deque<RemoteSession> idle = new ArrayDeque<>();
    private final Object anchorUse = new Object();
    private @Nullable RemoteSession anchor;
    private byte[] resumeSecret = new byte[0];
    private boolean loggedIn;

    private RemoteSlot(HsmClient client, TokenDescription description, SecureRandom random) {
        this.client = client;
        this.description = description;
        this.random = random;
        this.permits = new Semaphore(client.options().maxConnections());
    }

    /** The slot of a number. */
    public static RemoteSlot ofNumber(HsmClient client, long slot, SecureRandom random) {
        return new RemoteSlot(client, TokenDescription.of(client, slot), random);
    }

    /**
     * The slot whose token has a label.
     *
     * @throws HsmClientException CKR_TOKEN_NOT_PRESENT if there is none or more than one
     */
    public static RemoteSlot ofLabel(HsmClient client, String label, SecureRandom random) {
        List<TokenDescription> all = tokens(client);
        List<TokenDescription> found =
                all.stream().filter(token -> token.label().equals(label)).toList();
        if (found.size() != 1) {
            throw new HsmClientException(
                    Ckr.TOKEN_NOT_PRESENT,
                    (found.isEmpty() ? "no token" : found.size() + " tokens")
                            + " labelled \""
                            + label
                            + "\" at "
                            + client.address()
                            + "; there are "
                            + all.stream().map(TokenDescription::label).toList());
        }
        return new RemoteSlot(client, found.get(0), random);
    }

    /** All tokens that have been initialized. */
    public static List<TokenDescription> tokens(HsmClient client) {
        List<Long> slots =
                RemoteSession.read(
                        client.call(Call.GET_SLOT_LIST, w -> w.flag(true)), WireReader::numbers);
        return slots.stream()
                .map(slot -> TokenDescription.of(client, slot))
                .filter(token -> (token.flags() & Ckf.TOKEN_INITIALIZED) != 0)
                .toList();
    }

    public TokenDescription description() {
        return description;
    }

    /** The mechanisms (CKM_) that the token has. */
    public List<Long> mechanisms() {
        return RemoteSession.read(
                client.call(Call.GET_MECHANISM_LIST, w -> w.u64(description.slot())),
                WireReader::numbers);
    }

    /**
     * An id for a call that makes or destroys an object; taken outside the work that is repeated.
     */
    public RequestId newRequest() {
        return RequestId.random(random);
    }

    /** Logs the user in, for all sessions; the PIN is not kept. */
    public void login(byte[] pin) {
        synchronized (anchorUse) {
            keep(anchor().login(Cku.USER, pin));
        }
    }

    private synchronized void keep(byte[] secret) {
        wipeSecret();
        resumeSecret = secret;
        loggedIn = true;
    }

    public void logout() {
        synchronized (anchorUse) {
            RemoteSession session = anchor();
            forgetLogin();
            session.logout();
        }
    }

    private synchronized void forgetLogin() {
        wipeSecret();
        loggedIn = false;
    }

    public synchronized boolean isLoggedIn() {
        return loggedIn;
    }

    /** Does work in a session of its own. */
    public <T> T inSession(Function<RemoteSession, T> work) {
        return twice(() -> once(work));
    }

    /**
     * Does work that changes several things, and is therefore never begun again; a restart of the
     * HSM that nobody has noticed yet is noticed before.
     */
    public <T> T inSessionOnce(Function<RemoteSession, T> work) {
        inSession(session -> session.random(1));
        return once(work);
    }

    /** Does work in the session that lives longest: where session objects are made. */
    public <T> T inAnchor(Function<RemoteSession, T> work) {
        return twice(() -> {
            synchronized (anchorUse) {
                return work.apply(anchor());
            }
        });
    }

    /** An object as something that outlives a restart. */
    public RemoteObject object(RemoteSession session, long handle) {
        String uniqueId = session.attributes(handle, List.of(Cka.UNIQUE_ID)).text(Cka.UNIQUE_ID);
        return object(session, handle, uniqueId);
    }

    /** The same, where the unique id is known. */
    public RemoteObject object(RemoteSession session, long handle, String uniqueId) {
        return new RemoteObject(this, uniqueId, handle, session.generation());
    }

    private interface Attempt<T> {
        T run();
    }

    private <T> T twice(Attempt<T> attempt) {
        long before = client.generation();
        try {
            return attempt.run();
        } catch (HsmClientException e) {
            if (e.returnValue() != Ckr.DEVICE_REMOVED || client.generation() == before) {
                throw e;
            }
        }
        return attempt.run();
    }

    private <T> T once(Function<RemoteSession, T> work) {
        awaitPermit();
        try {
            RemoteSession session = take();
            T result = attempt(session, work);
            giveBack(session);
            return result;
        } finally {
            permits.release();
        }
    }

    private void awaitPermit() {
        long patience = client.options().callTimeout().toMillis();
        try {
            if (permits.tryAcquire(patience, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new HsmClientException(
                Ckr.SESSION_COUNT,
                "all "
                        + client.options().maxConnections()
                        + " sessions have been busy for too long, or the wait was interrupted;"
                        + " allow more connections");
    }

    private <T> T attempt(RemoteSession session, Function<RemoteSession, T> work) {
        try {
            return work.apply(session);
        } catch (RuntimeException e) {
            // An operation may be under way in it.
            closeQuietly(session);
            throw e;
        }
    }

    /** A session of the same application as the anchor, which has the login. */
    private RemoteSession take() {
        while (true) {
            long current = anchor().generation();
            synchronized (idle) {
                while (!idle.isEmpty()) {
                    RemoteSession session = idle.pop();
                    if (session.generation() == current) {
                        return session;
                    }
                }
            }
            RemoteSession opened = RemoteSession.open(client, description.slot(), FLAGS);
            if (opened.generation() == current) {
                return opened;
            }
            giveBack(opened);
        }
    }

    private void giveBack(RemoteSession session) {
        synchronized (idle) {
            idle.push(session);
        }
    }

    /** The session that keeps the login; opened, and the login resumed, when there is none. */
    private synchronized RemoteSession anchor() {
        RemoteSession kept = anchor;
        if (kept == null || kept.generation() != client.generation()) {
            kept = openResumed();
            anchor = kept;
        }
        return kept;
    }

    /** Never a session without the login that was: every private key would seem to be gone. */
    private RemoteSession openResumed() {
        RemoteSession opened = RemoteSession.open(client, description.slot(), FLAGS);
        try {
            resume(opened);
        } catch (HsmClientException e) {
            closeQuietly(opened);
            throw e;
        }
        return opened;
    }

    private void resume(RemoteSession session) {
        if (!loggedIn) {
            return;
        }
        if (resumeSecret.length == 0) {
            loggedIn = false;
            throw lost();
        }
        try {
            byte[] next = session.resume(resumeSecret);
            wipeSecret();
            resumeSecret = next;
        } catch (HsmClientException e) {
            if (e.returnValue() == Ckr.PIN_INCORRECT) {
                loggedIn = false;
                throw lost();
            }
            throw e;
        }
    }

    private HsmClientException lost() {
        return new HsmClientException(
                Ckr.USER_NOT_LOGGED_IN,
                "the login at token \""
                        + description.label()
                        + "\" ended with the HSM's restart, and the HSM does not resume it: log in"
                        + " again");
    }

    /** A session of an application that is gone has no handle any more that means it. */
    @SuppressWarnings("EmptyCatch")
    private void closeQuietly(RemoteSession session) {
        if (session.generation() != client.generation()) {
            return;
        }
        try {
            session.close();
        } catch (HsmClientException e) {
            // It went with its application, or goes with it.
        }
    }

    private void wipeSecret() {
        Arrays.fill(resumeSecret, (byte) 0);
        resumeSecret = new byte[0];
    }

    /** Closes all sessions; with the last one the user is logged out. */
    @Override
    public synchronized void close() {
        wipeSecret();
        loggedIn = false;
        synchronized (idle) {
            idle.forEach(this::closeQuietly);
            idle.clear();
        }
        RemoteSession kept = anchor;
        anchor = null;
        if (kept != null) {
            closeQuietly(kept);
        }
    }
}
