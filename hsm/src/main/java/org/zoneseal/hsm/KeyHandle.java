package org.zoneseal.hsm;

/**
 * A key pair that lives in a token: enough to find it, to name it and to use it, and no secret.
 *
 * <p>A token returns its own kind of handle; only that token can sign with it.
 */
public interface KeyHandle {

    KeyId id();

    /** The label (CKA_LABEL); {@code zone/role/algorithm/tag} for keys that we made. */
    String label();

    /** The public half as the token gave it. */
    PublicHalf publicHalf();

    /**
     * The same key, to sign by another scheme that its type allows: a token stores an RSA key
     * without saying which hash goes with it.
     *
     * @throws IllegalArgumentException if the key cannot sign so
     */
    default KeyHandle signingAs(SignatureScheme scheme) {
        if (scheme != publicHalf().scheme()) {
            throw new IllegalArgumentException(
                    "key \""
                            + label()
                            + "\" signs by "
                            + publicHalf().scheme()
                            + ", not "
                            + scheme);
        }
        return this;
    }
}
