package org.zoneseal.hsm.pkcs11;

import java.time.Duration;

/**
 * The bounds within which a PKCS#11 token is used.
 *
 * @param callDeadline how long an operation other than generation may take
 * @param generationDeadline how long making a key pair may take; large RSA keys take minutes
 * @param attempts how often a call is made in all when the token reports what can pass by itself
 * @param lastPinTry whether to log in although one more wrong PIN would lock the token
 */
public record Pkcs11Options(
        Duration callDeadline, Duration generationDeadline, int attempts, LastPinTry lastPinTry) {

    /** What to do when the token says that one more wrong PIN locks it. */
    public enum LastPinTry {
        REFUSED,
        ALLOWED
    }

    /** 30 seconds, 5 minutes, 4 attempts, and the last try of a PIN is left to a human. */
    public static Pkcs11Options defaults() {
        return new Pkcs11Options(
                Duration.ofSeconds(30), Duration.ofMinutes(5), 4, LastPinTry.REFUSED);
    }

    public Pkcs11Options withCallDeadline(Duration deadline) {
        return new Pkcs11Options(deadline, generationDeadline, attempts, lastPinTry);
    }

    public Pkcs11Options withLastPinTry(LastPinTry permission) {
        return new Pkcs11Options(callDeadline, generationDeadline, attempts, permission);
    }
}
