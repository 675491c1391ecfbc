package org.zoneseal.app.hsm;

import java.nio.file.Path;

/** What opens the device's folder when the daemon starts. */
sealed interface Unlock {

    /** A passphrase that somebody types. */
    record Asked() implements Unlock {}

    /** A passphrase in the first line of a file. */
    record PassphraseFile(Path file) implements Unlock {}

    /** A random secret in a file of its own, outside the folder: starts unattended. */
    record SecretFile(Path file) implements Unlock {}
}
