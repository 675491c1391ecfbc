package org.zoneseal.app.hsm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.SecretInput;
import org.zoneseal.hsm.Pin;
import org.zoneseal.simulator.StoreSecret;

/** The secret that opens a device's folder; a passphrase is wiped when it is closed. */
record UnlockSecret(StoreSecret storeSecret) implements AutoCloseable {

    private static final String WHAT = "passphrase of the device";
    private static final String OPTION = "--passphrase-file";

    /** For a device that is there. */
    static UnlockSecret of(Unlock unlock) throws IOException {
        return switch (unlock) {
            case Unlock.Asked _ -> passphrase(SecretInput.ask(WHAT, OPTION));
            case Unlock.PassphraseFile(Path file) -> passphrase(Pin.fromFile(file));
            case Unlock.SecretFile(Path file) -> new UnlockSecret(new StoreSecret.DeviceFile(file));
        };
    }

    /** For a device that will be made. */
    static UnlockSecret ofNew(Unlock unlock, Path folder) throws IOException {
        return switch (unlock) {
            case Unlock.Asked _ -> passphrase(SecretInput.readNew(Optional.empty(), WHAT, OPTION));
            case Unlock.PassphraseFile(Path file) -> {
                refuseInside(file, folder);
                yield passphrase(Pin.fromFile(file));
            }
            case Unlock.SecretFile(Path file) -> {
                refuseInside(file, folder);
                yield new UnlockSecret(new StoreSecret.DeviceFile(file));
            }
        };
    }

    private static UnlockSecret passphrase(Pin pin) {
        return new UnlockSecret(new StoreSecret.Passphrase(pin));
    }

    private static void refuseInside(Path file, Path folder) {
        Path outside = folder.toAbsolutePath().normalize();
        if (file.toAbsolutePath().normalize().startsWith(outside)) {
            throw CommandException.usage(
                    file
                            + " is inside the device's folder: who copies the folder would have"
                            + " what opens it; choose a place outside");
        }
    }

    @Override
    public void close() {
        if (storeSecret instanceof StoreSecret.Passphrase(Pin pin)) {
            pin.close();
        }
    }
}
