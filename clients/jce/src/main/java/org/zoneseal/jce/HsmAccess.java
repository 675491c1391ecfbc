package org.zoneseal.jce;

import java.io.IOException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteSlot;

/**
 * The slot that a provider works with; connected to when it is first needed. Safe for several
 * threads.
 */
final class HsmAccess {

    private final List<ProviderConfiguration> configuration;
    private @Nullable RemoteSlot slot;

    private HsmAccess(List<ProviderConfiguration> configuration) {
        this.configuration = configuration;
    }

    /** Of a provider that nobody has told where its HSM is. */
    static HsmAccess none() {
        return new HsmAccess(List.of());
    }

    static HsmAccess of(ProviderConfiguration configuration) {
        return new HsmAccess(List.of(configuration));
    }

    boolean isConfigured() {
        return !configuration.isEmpty();
    }

    private ProviderConfiguration configuration() {
        if (configuration.isEmpty()) {
            throw new ProviderException(
                    "the provider does not know its HSM: configure it with the name of a file, or"
                            + " with address=unix:/path;slot=0");
        }
        return configuration.get(0);
    }

    /** The slot, with whoever is logged in, or nobody. */
    synchronized RemoteSlot slot() {
        RemoteSlot connected = slot;
        if (connected == null) {
            connected = connect(configuration());
            slot = connected;
        }
        return connected;
    }

    /** The slot, logged in to if the configuration has a PIN file. */
    RemoteSlot loggedIn() {
        RemoteSlot connected = slot();
        if (!connected.isLoggedIn()) {
            pinFromFile().ifPresent(this::login);
        }
        return connected;
    }

    private static RemoteSlot connect(ProviderConfiguration configuration) {
        HsmClient client = HsmClient.connect(configuration.address(), configuration.options());
        try {
            SecureRandom random = new SecureRandom();
            return configuration.slot().find(client, random);
        } catch (HsmClientException e) {
            client.close();
            throw e;
        }
    }

    /** Logs in unless somebody is; wipes the PIN. */
    void login(byte[] pin) {
        try {
            RemoteSlot connected = slot();
            synchronized (this) {
                if (!connected.isLoggedIn()) {
                    connected.login(pin);
                }
            }
        } finally {
            Arrays.fill(pin, (byte) 0);
        }
    }

    synchronized void logout() {
        RemoteSlot connected = slot;
        if (connected != null && connected.isLoggedIn()) {
            connected.logout();
        }
    }

    /** The PIN that the configuration points to. */
    Optional<byte[]> pinFromFile() {
        if (configuration().pinFile().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pins.ofFile(configuration().pinFile().get(0)));
        } catch (IOException e) {
            throw new ProviderException(e.getMessage(), e);
        }
    }
}
