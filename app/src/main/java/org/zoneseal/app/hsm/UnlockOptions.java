package org.zoneseal.app.hsm;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What opens a device's folder. */
final class UnlockOptions {

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "A file with the passphrase in its first line.")
    @Nullable Path passphraseFile;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "A file with a random secret, outside the folder: the HSM starts unattended,"
                            + " and a copy of the folder alone opens nothing. init makes it.")
    @Nullable Path secretFile;

    /** What the options say, or something else if they say nothing. */
    Unlock or(Unlock otherwise) {
        if (passphraseFile != null) {
            return new Unlock.PassphraseFile(passphraseFile);
        }
        return secretFile != null ? new Unlock.SecretFile(secretFile) : otherwise;
    }
}
