package org.zoneseal.simulator.token;

import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * What keys may be, beyond what the standard says.
 *
 * <p>By default private keys are sensitive and not extractable for ever, a key that wraps does not
 * decrypt and one that unwraps does not encrypt (else wrapping shows keys in the clear: Clulow,
 * CHES 2003), and a secret key that may be extracted is wrapped by trusted keys only. What a
 * template asks for against this is refused, not silently turned into something else: a program
 * that wants a key to be extractable must learn that it is not. A developer's slot has none of
 * this.
 */
enum KeyPolicy {
    STRICT,
    DEVELOPER;

    static KeyPolicy of(Environment environment, int slot) {
        return environment.access().isDeveloper(slot) ? DEVELOPER : STRICT;
    }

    /**
     * Checks a draft and settles what it leaves open.
     *
     * @throws CryptokiException CKR_TEMPLATE_INCONSISTENT
     */
    void settle(Draft draft) {
        if (this == DEVELOPER || !draft.kind().isKey()) {
            return;
        }
        if (draft.kind().isPrivateKey()) {
            checkPrivate(draft);
        }
        settle(draft, Cka.WRAP, Cka.DECRYPT);
        settle(draft, Cka.UNWRAP, Cka.ENCRYPT);
        if (draft.kind().isSecretKey() && draft.flag(Cka.EXTRACTABLE)) {
            settleWrapping(draft);
        }
    }

    /**
     * Checks what becomes of a key that exists, changed or copied.
     *
     * <p>What a key may do with others' keys and with data is settled at its birth: else one that
     * has wrapped could become, or leave behind, one that decrypts.
     */
    void settle(TokenObject before, Draft after) {
        settle(after);
        if (this == STRICT && before.kind().isSecretKey()) {
            for (long usage : new long[] {Cka.WRAP, Cka.UNWRAP, Cka.ENCRYPT, Cka.DECRYPT}) {
                if (after.flag(usage) && !before.flag(usage)) {
                    throw refused(AttributeNames.of(usage) + " is settled when a key is made");
                }
            }
        }
    }

    /**
     * Checks a key that is about to be unwrapped: one that only wraps and unwraps must not make
     * readable what it has wrapped.
     */
    void settleUnwrapped(Draft draft, TokenObject unwrapping) {
        boolean isReadable = !draft.flag(Cka.SENSITIVE) && draft.flag(Cka.EXTRACTABLE);
        if (this == STRICT
                && draft.kind().isSecretKey()
                && isReadable
                && !unwrapping.flag(Cka.DECRYPT)) {
            throw refused("a key unwrapped by one that does not decrypt is sensitive");
        }
    }

    private static void checkPrivate(Draft draft) {
        if (!draft.flag(Cka.SENSITIVE)) {
            throw refused("private keys are sensitive: leave CKA_SENSITIVE out or set it");
        }
        if (draft.flag(Cka.EXTRACTABLE)) {
            throw refused("private keys are not extractable: leave CKA_EXTRACTABLE out");
        }
    }

    private static void settle(Draft draft, long first, long second) {
        boolean hasBoth = draft.kind().rule(first) != null && draft.kind().rule(second) != null;
        if (hasBoth && draft.flag(first) && draft.flag(second)) {
            if (draft.isGiven(second) || !draft.isGiven(first)) {
                throw refused(
                        AttributeNames.of(first)
                                + " and "
                                + AttributeNames.of(second)
                                + " are not for the same key");
            }
            draft.flag(second, false);
        }
    }

    private static void settleWrapping(Draft draft) {
        if (draft.isGiven(Cka.WRAP_WITH_TRUSTED) && !draft.flag(Cka.WRAP_WITH_TRUSTED)) {
            throw refused("extractable keys are wrapped by trusted keys: CKA_WRAP_WITH_TRUSTED");
        }
        draft.flag(Cka.WRAP_WITH_TRUSTED, true);
    }

    private static CryptokiException refused(String why) {
        return new CryptokiException(
                Ckr.TEMPLATE_INCONSISTENT, why + " (a developer slot would allow it)");
    }
}
