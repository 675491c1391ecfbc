package org.zoneseal.simulator.device;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.Argon2;

/**
 * Makes and checks passwords by Argon2id (RFC 9106), so many at a time and no more.
 *
 * <p>Each check takes megabytes for a fraction of a second on purpose; without a bound, a hundred
 * clients with wrong passwords would take the machine.
 */
final class Passwords {

    private static final int AT_A_TIME = 2;
    private static final long LONGEST_WAIT_SECONDS = 10;
    private static final int SALT_LENGTH = 16;

    private final Argon2 cost;
    private final SecureRandom random;
    private final Semaphore turns = new Semaphore(AT_A_TIME, true);
    private final Credential.Password nobody;

    Passwords(Argon2 cost, SecureRandom random) {
        this.cost = cost;
        this.random = random;
        this.nobody = new Credential.Password(cost, new byte[SALT_LENGTH], new byte[32]);
    }

    Credential.Password of(byte[] password) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return new Credential.Password(cost, salt, hash(cost, password, salt));
    }

    boolean matches(Credential.Password credential, byte[] password) {
        byte[] hash = hash(credential.cost(), password, credential.salt());
        try {
            return MessageDigest.isEqual(hash, credential.hash());
        } finally {
            Arrays.fill(hash, (byte) 0);
        }
    }

    /** Takes as long as a check, so that the time does not tell who exists. */
    boolean matchesNobody(byte[] password) {
        matches(nobody, password);
        return false;
    }

    private byte[] hash(Argon2 argon, byte[] password, byte[] salt) {
        takeTurn();
        try {
            return argon.key(password, salt);
        } finally {
            turns.release();
        }
    }

    private void takeTurn() {
        try {
            if (turns.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CryptokiException(
                Ckr.FUNCTION_REJECTED,
                "the device is busy with other passwords; try again in a moment");
    }
}
