package org.zoneseal.simulator.token;

import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.ExternalKeys;
import org.zoneseal.simulator.device.Vault;

/** For a device that has no key to wrap keys with. */
enum NoExternalKeys implements ExternalKeys {
    NONE;

    @Override
    public byte[] wrap(int slot, Vault.NewObject object) {
        throw refused();
    }

    @Override
    public Opened unwrap(byte[] blob) {
        throw refused();
    }

    private static CryptokiException refused() {
        return new CryptokiException(
                Ckr.FUNCTION_REJECTED, "this device has no external keys: no master backup key");
    }
}
