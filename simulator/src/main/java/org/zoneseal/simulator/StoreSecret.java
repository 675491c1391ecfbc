package org.zoneseal.simulator;

import java.nio.file.Path;
import org.zoneseal.hsm.Pin;

/** What opens a key store: something somebody knows, or something this machine has. */
public sealed interface StoreSecret {

    /** A passphrase; the store key is wrapped under a key that Argon2id (RFC 9106) makes of it. */
    record Passphrase(Pin pin) implements StoreSecret {}

    /**
     * A file with a random secret, mode 0600, outside the store folder: the store opens unattended,
     * and a copy of the folder alone opens nothing. It is made when a store is created and the file
     * is not there.
     */
    record DeviceFile(Path file) implements StoreSecret {}
}
