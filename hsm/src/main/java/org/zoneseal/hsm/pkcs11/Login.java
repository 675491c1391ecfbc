package org.zoneseal.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_USER_PIN_COUNT_LOW;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_USER_PIN_FINAL_TRY;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_USER_PIN_INITIALIZED;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKF_USER_PIN_LOCKED;
import static org.zoneseal.hsm.pkcs11.CryptokiConstants.CKU_USER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.Pin;
import org.zoneseal.hsm.pkcs11.Pkcs11Options.LastPinTry;

/**
 * Being logged in to a token as its user.
 *
 * <p>A token counts wrong PINs and locks itself after a few, so a PIN that was refused once is
 * never sent again, whatever happens later. A login that the token lost is renewed with the same
 * PIN, by one thread while the others wait, and only while the PIN's owner has not wiped it.
 */
final class Login {

    private final Pin pin;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean refused;
    private volatile boolean isOurs;
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger epoch = new AtomicInteger();

    Login(Pin pin) {
        this.pin = pin;
    }

    /**
     * Logs in for the first time, unless what the token says of itself speaks against it.
     *
     * @param flags those of CK_TOKEN_INFO
     * @return warnings for the operator
     */
    List<String> begin(Session session, String token, long flags, LastPinTry lastPinTry) {
        if ((flags & CKF_USER_PIN_LOCKED) != 0) {
            throw new HsmException(Kind.PIN_LOCKED, token + ": " + Ckr.PIN_LOCKED.sentence);
        }
        if ((flags & CKF_USER_PIN_INITIALIZED) == 0) {
            throw new HsmException(
                    Kind.OTHER, token + ": " + Ckr.USER_PIN_NOT_INITIALIZED.sentence);
        }
        boolean isLast = (flags & CKF_USER_PIN_FINAL_TRY) != 0;
        if (isLast && lastPinTry == LastPinTry.REFUSED) {
            throw new HsmException(
                    Kind.WRONG_PIN,
                    token
                            + ": one more wrong PIN locks the token, so none was tried. Check the"
                            + " PIN, then log in once with the HSM's own tool, or allow the last"
                            + " try.");
        }
        send(session);
        if (isLast) {
            return List.of(token + ": this was the last try before the PIN locks; it was right.");
        }
        return (flags & CKF_USER_PIN_COUNT_LOW) != 0
                ? List.of(token + ": somebody has tried wrong PINs since the last login.")
                : List.of();
    }

    /** Logs in again if the session says that the token has forgotten us. */
    void ensure(Session session) {
        if (!session.isLoggedIn()) {
            renew(session, renewals.get());
        }
    }

    /**
     * Logs in again.
     *
     * @param seen {@link #renewals} when the call was begun that found the login lost; if another
     *     thread has renewed it since, nothing is done
     */
    void renew(Session session, int seen) {
        lock.lock();
        try {
            if (renewals.get() == seen) {
                send(session);
                renewals.incrementAndGet();
                epoch.incrementAndGet();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How often the login has been renewed. */
    int renewals() {
        return renewals.get();
    }

    /** Object handles of an earlier epoch have to be found again. */
    int epoch() {
        return epoch.get();
    }

    /** Makes all handles of keys be found again. */
    void forgetHandles() {
        epoch.incrementAndGet();
    }

    /** Logs out, if it was us who logged in; a lane that is still there does not log in again. */
    void end(Session session) {
        refused = true;
        if (isOurs) {
            session.cryptoki().logout(session.handle());
        }
    }

    private void send(Session session) {
        if (refused || pin.isWiped()) {
            throw new CkrException("C_Login", Ckr.USER_NOT_LOGGED_IN.code);
        }
        byte[] bytes = pin.bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(bytes.length + 1);
            MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
            long answer;
            try {
                answer = session.cryptoki().login(session.handle(), CKU_USER, copy, bytes.length);
            } finally {
                copy.fill((byte) 0);
            }
            judge(answer);
        }
    }

    private void judge(long answer) {
        Kind kind = Ckr.kindOf(answer);
        if (kind == Kind.WRONG_PIN || kind == Kind.PIN_LOCKED) {
            refused = true;
        }
        if (!Ckr.USER_ALREADY_LOGGED_IN.is(answer)) {
            CkrException.check("C_Login", answer);
            isOurs = true;
        }
    }
}
