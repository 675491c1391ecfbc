package org.zoneseal.interop.client;

import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import org.zoneseal.jce.ZonesealProvider;

/** A provider for a running HSM, installed last, and its key store with the user logged in. */
record JceProviders(Provider provider, KeyStore keys) implements AutoCloseable {

    static JceProviders install(RunningHsm hsm) throws Exception {
        Provider provider = new ZonesealProvider().configure(hsm.settings());
        Security.addProvider(provider);
        KeyStore keys = KeyStore.getInstance("ZONESEAL", provider);
        keys.load(null, RunningHsm.PIN.toCharArray());
        return new JceProviders(provider, keys);
    }

    @Override
    public void close() {
        Security.removeProvider(provider.getName());
    }
}
