package org.zoneseal.simulator.device;

/**
 * The right to use one key, asked for before each use; the hot path of every signature.
 *
 * <p>Looks at the device's state, the key's enforced validity, its activation by a quorum and its
 * limit (reserved durably in blocks), and counts the use for the audit log. Safe for several
 * threads; allocates nothing when it grants.
 */
public interface KeyUse {

    /**
     * Takes {@code count} uses.
     *
     * @throws CryptokiException CKR_DEVICE_ERROR (alarm), CKR_USER_NOT_LOGGED_IN (not activated),
     *     CKR_KEY_EXHAUSTED, CKR_FUNCTION_REJECTED
     */
    void take(int count);
}
