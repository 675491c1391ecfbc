package org.zoneseal.app.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.app.DaemonProcess;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.RecordedTerminal;

/** A folder with a device, its passwords, and commands that are run on it. */
final class TestFolder {

    static final String ADMINISTRATOR = "alice";
    private static final String PASSWORD = "correct horse battery";

    private final Path folder;

    private TestFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes a device with one administrator who may do everything. */
    static TestFolder withDevice(Path folder) {
        TestFolder made = new TestFolder(folder);
        made.fine(
                "hsm",
                "init",
                made.device().toString(),
                "--secret-file",
                folder.resolve("device.secret").toString(),
                "--admin",
                ADMINISTRATOR,
                "--admin-password-file",
                made.secret("alice.password", PASSWORD).toString(),
                "--admin-permissions",
                "22002222");
        return made;
    }

    Path device() {
        return folder.resolve("device");
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** A file with a secret in its first line. */
    Path secret(String name, String secret) {
        try {
            return Files.writeString(folder.resolve(name), secret + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DaemonProcess serve() throws IOException {
        return DaemonProcess.start(folder, "hsm", "serve", device().toString()).ready();
    }

    /** Runs a command on the device as the administrator. */
    RecordedTerminal asAdministrator(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of(
                        "--hsm",
                        device().toString(),
                        "--login",
                        ADMINISTRATOR,
                        "--password-file",
                        folder.resolve("alice.password").toString()));
        return run(all.toArray(String[]::new));
    }

    /** Runs a command on the device as nobody. */
    RecordedTerminal asNobody(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--hsm", device().toString()));
        return run(all.toArray(String[]::new));
    }

    static RecordedTerminal run(String... arguments) {
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run(arguments);
        return screen;
    }

    RecordedTerminal fine(String... arguments) {
        return mustBeFine(run(arguments));
    }

    static RecordedTerminal mustBeFine(RecordedTerminal screen) {
        if (screen.exitCode() != ExitCode.FINE) {
            throw new AssertionError(screen.exitCode() + " " + screen.out() + screen.err());
        }
        return screen;
    }
}
