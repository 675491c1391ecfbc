package org.zoneseal.app.hsm;

import java.nio.file.Files;
import java.nio.file.Path;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.StateFolder;
import org.zoneseal.client.HsmAddress;

/**
 * Where a software HSM is when nobody says more than its folder, or nothing: the socket {@code
 * hsm.socket} in its folder, and the folder {@code simulator} in the state folder.
 */
final class DeviceAddress {

    private static final String VARIABLE = "ZONESEAL_HSM";
    private static final String SOCKET = "hsm.socket";
    private static final String FOLDER = "simulator";

    private DeviceAddress() {}

    static Path defaultFolder() {
        return StateFolder.ofEnvironment().path().resolve(FOLDER);
    }

    static HsmAddress.UnixSocket ofFolder(Path folder) {
        return new HsmAddress.UnixSocket(folder.toAbsolutePath().normalize().resolve(SOCKET));
    }

    static HsmAddress ofEnvironment() {
        String given = System.getenv(VARIABLE);
        if (given == null || given.isEmpty()) {
            return ofFolder(defaultFolder());
        }
        try {
            return parse(given);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("$" + VARIABLE + ": " + e.getMessage());
        }
    }

    /**
     * An address, or a folder.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static HsmAddress parse(String text) {
        boolean isAddress = text.startsWith("unix:") || text.startsWith("tls:");
        return isAddress || !Files.isDirectory(Path.of(text))
                ? HsmAddress.parse(text)
                : ofFolder(Path.of(text));
    }
}
