package org.zoneseal.simulator.device;

import java.util.List;

/**
 * The slots of a device as PKCS#11 sees them, and who may log in to them. Safe for several threads.
 *
 * <p>Security officer and user PIN of slot n are the passwords of the users SO_000n and USR_000n.
 * Failed logins are counted durably before the answer.
 */
public interface SlotAccess {

    /** Numbers of all slots that exist, ascending. */
    List<Integer> slots();

    /** How a slot is at the moment. */
    SlotStatus status(int slot);

    /**
     * Checks a PIN.
     *
     * @param kind which of the slot's two users
     * @throws CryptokiException CKR_PIN_INCORRECT, CKR_PIN_LOCKED, CKR_USER_PIN_NOT_INITIALIZED,
     *     CKR_TOKEN_NOT_RECOGNIZED, CKR_DEVICE_ERROR
     */
    void login(int slot, UserKind kind, byte[] pin, Peer peer);

    /**
     * Initializes a token with C_InitToken; destroys its objects.
     *
     * @throws CryptokiException CKR_TOKEN_WRITE_PROTECTED unless the slot is open,
     *     CKR_PIN_INCORRECT if the token was initialized with another SO PIN
     */
    void initToken(int slot, byte[] soPin, String label, Peer peer);

    /** Sets the user PIN; the caller has checked that the security officer is logged in. */
    void initPin(int slot, byte[] pin, Peer peer);

    /** Changes the PIN of whoever is logged in, or the user's if nobody is. */
    void setPin(int slot, UserKind kind, byte[] oldPin, byte[] newPin, Peer peer);

    /** Issues a secret of 32 bytes with which a login of the user can be resumed; durable. */
    byte[] issueResume(int slot, Peer peer);

    /**
     * Checks a resume secret and replaces it by a new one.
     *
     * @throws CryptokiException CKR_PIN_INCORRECT if it is unknown, revoked or too old
     */
    byte[] resume(int slot, byte[] secret, Peer peer);

    /** Revokes a resume secret; unknown ones are ignored. */
    void revokeResume(byte[] secret);

    /** The right to use a key, for as long as the object lives. */
    KeyUse use(StoredObject key, Peer peer);

    /**
     * Refuses where no secret may be used or leave: in an alarm, in maintenance.
     *
     * @throws CryptokiException CKR_DEVICE_ERROR, CKR_FUNCTION_REJECTED
     */
    default void checkUsable() {}

    /** Whether a slot is in developer mode: the default policy is relaxed there. */
    boolean isDeveloper(int slot);

    /** Notes something for the audit log: a stable event name and what it was about. */
    void audit(String event, int slot, String subject, Peer peer);

    /** Which of a slot's two PKCS#11 users. */
    enum UserKind {
        SECURITY_OFFICER,
        USER
    }

    /**
     * What C_GetTokenInfo needs to know.
     *
     * @param serial 16 characters
     */
    record SlotStatus(
            int slot,
            boolean initialized,
            String label,
            String serial,
            boolean userPinInitialized,
            boolean open,
            boolean developer,
            PinState userPin,
            PinState soPin,
            int minPinLength,
            int maxPinLength) {}

    /** How far wrong PINs have gone. */
    enum PinState {
        FINE,
        COUNT_LOW,
        FINAL_TRY,
        LOCKED
    }
}
