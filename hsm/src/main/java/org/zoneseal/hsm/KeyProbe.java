package org.zoneseal.hsm;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The check that a key must pass before it is published and before it signs: it is there once, its
 * public half is the pinned one, and what it signs verifies under the pinned one.
 *
 * <p>A label or an id says nothing about which key a token holds: two members of a pool have held
 * different keys under the same name, and most of a top-level zone was signed wrongly for it. The
 * probe signs random data, so that no answer can be prepared, and verifies in software.
 */
public final class KeyProbe {

    private static final int PROBE_LENGTH = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyProbe() {}

    /**
     * Finds the key with this id and checks that it is the pinned one.
     *
     * @return the key, ready to sign by the pinned scheme
     * @throws HsmException KEY_MISSING if there is none or more than one, KEY_MISMATCH if it is
     *     another, TIMEOUT if the token does not answer
     */
    public static KeyHandle find(Token token, KeyId id, PublicHalf pinned, Duration deadline) {
        List<KeyHandle> found = token.find(id);
        if (found.size() != 1) {
            String what = found.isEmpty() ? "no key" : found.size() + " keys";
            throw new HsmException(
                    HsmException.Kind.KEY_MISSING,
                    "C_FindObjects: token \""
                            + token.info().label()
                            + "\" has "
                            + what
                            + " with id "
                            + id
                            + (found.isEmpty()
                                    ? ": restore it, or see whether this is the right token."
                                    : ": it cannot be told which is meant; remove what is not ours."));
        }
        return check(token, found.getFirst(), pinned, deadline);
    }

    /**
     * Checks that a key of the token is the pinned one.
     *
     * @return the key, ready to sign by the pinned scheme
     * @throws HsmException as {@link #find}
     */
    public static KeyHandle check(
            Token token, KeyHandle key, PublicHalf pinned, Duration deadline) {
        KeyHandle own = as(token, key, pinned);
        if (!own.publicHalf().equals(pinned)) {
            throw new HsmException(
                    HsmException.Kind.KEY_MISMATCH,
                    "C_GetAttributeValue: "
                            + name(token, key)
                            + " is not the key that was pinned: its public half is "
                            + own.publicHalf().fingerprint()
                            + ", expected "
                            + pinned.fingerprint()
                            + ". It is not used; restore the right key.");
        }
        byte[] probe = new byte[PROBE_LENGTH];
        RANDOM.nextBytes(probe);
        byte[] signature = sign(token, own, probe, deadline);
        if (!new SignatureCheck(pinned).verifies(probe, signature)) {
            throw new HsmException(
                    HsmException.Kind.KEY_MISMATCH,
                    "C_Sign: what "
                            + name(token, key)
                            + " signs does not verify under its public half "
                            + pinned.fingerprint()
                            + ": the private half is another key's, or the HSM is faulty. "
                            + "It is not used; restore the right key.");
        }
        return own;
    }

    private static KeyHandle as(Token token, KeyHandle key, PublicHalf pinned) {
        try {
            return key.signingAs(pinned.scheme());
        } catch (IllegalArgumentException e) {
            throw new HsmException(
                    HsmException.Kind.KEY_MISMATCH,
                    "C_GetAttributeValue: "
                            + name(token, key)
                            + " is a key for "
                            + key.publicHalf().scheme()
                            + ", but one for "
                            + pinned.scheme()
                            + " was pinned. It is not used; restore the right key.",
                    e);
        }
    }

    static byte[] sign(Token token, KeyHandle key, byte[] data, Duration deadline) {
        byte[] buffer = new byte[Lane.MAX_SIGNATURE_LENGTH];
        int[] length = new int[1];
        try (LaneCrew crew = LaneCrew.open(token, 1, deadline)) {
            crew.run((lane, index) -> length[0] = lane.sign(key, data, 0, data.length, buffer, 0));
        }
        return Arrays.copyOf(buffer, length[0]);
    }

    private static String name(Token token, KeyHandle key) {
        return "key \""
                + key.label()
                + "\" (id "
                + key.id()
                + ") of token \""
                + token.info().label()
                + "\"";
    }
}
