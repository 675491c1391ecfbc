package org.zoneseal.simulator.device;

/** Keys that rest outside the device, as blobs under the master backup key. */
public interface ExternalKeys {

    /**
     * Wraps a key; the caller wipes {@code object}'s secret.
     *
     * @throws CryptokiException CKR_FUNCTION_REJECTED if the device has no master backup key
     */
    byte[] wrap(int slot, Vault.NewObject object);

    /**
     * Opens a blob.
     *
     * @throws CryptokiException CKR_WRAPPED_KEY_INVALID if it is not from under this key
     */
    Opened unwrap(byte[] blob);

    /**
     * What was in a blob.
     *
     * @param object its secret is wiped by the caller
     */
    record Opened(int slot, Vault.NewObject object) {}
}
