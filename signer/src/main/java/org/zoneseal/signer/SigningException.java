package org.zoneseal.signer;

/** Why a zone cannot be signed as asked; the message says what to do. */
public final class SigningException extends RuntimeException {

    public SigningException(String message) {
        super(message);
    }
}
