package org.zoneseal.app.hsm;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.daemon.ConfigurationFile;
import org.zoneseal.app.daemon.DaemonLife;
import org.zoneseal.app.daemon.DaemonLog;
import org.zoneseal.app.daemon.Hardening;
import org.zoneseal.client.HsmAddress;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm serve}: the daemon. */
@Command(
        name = "serve",
        description = {
            "Run the software HSM in the foreground, until SIGTERM; a second one ends it at once.",
            "Without a configuration file it reads hsm.yaml in its folder, which hsm init wrote;"
                    + " options count more. One line on stdout says that it is ready; systemd is"
                    + " told too. The log goes to stderr."
        })
final class ServeCommand implements Operation {

    private static final Logger LOG = System.getLogger(ServeCommand.class.getName());
    private static final String CONFIGURATION = "hsm.yaml";

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description =
                    "The device's folder; otherwise the configuration's, or simulator in the"
                            + " state folder.")
    @Nullable Path folder;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    @Nullable Path config;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description =
                    "unix:PATH or tls:HOST:PORT, several times if wanted; otherwise the"
                            + " configuration's, or hsm.socket in the folder.")
    List<String> listen = new ArrayList<>();

    @ArgGroup UnlockOptions unlock = new UnlockOptions();

    /** What serve reads when it is given only the folder. */
    static Path configurationIn(Path folder) {
        return folder.resolve(CONFIGURATION);
    }

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        ServeSettings settings = settings();
        DaemonLog.keep(settings.logLevel());
        Hardening hardening = Hardening.ofThisProcess(settings.process().memory());
        for (String warning : hardening.warnings()) {
            LOG.log(Level.WARNING, "hsm.hardening " + warning);
        }
        LOG.log(
                Level.INFO,
                "hsm.hardened undumpable="
                        + hardening.isUndumpable()
                        + " locked="
                        + hardening.isLocked());
        ServedDevice served = open(settings);
        return new DaemonLife("hsm", settings.process().stopWithin())
                .run(
                        terminal,
                        served.readiness(),
                        () -> served.close(settings.process().stopWithin()));
    }

    private ServedDevice open(ServeSettings settings) throws IOException {
        try (UnlockSecret secret = UnlockSecret.of(settings.unlock())) {
            return ServedDevice.open(settings, place(settings), secret.storeSecret());
        }
    }

    private ServeSettings settings() throws IOException {
        Path file = configuration();
        ServeSettings read =
                file == null
                        ? ServeSettings.defaults()
                        : ConfigurationFile.read(file, ServeSettings::read);
        Path place = place(read);
        List<HsmAddress> addresses = listen.isEmpty() ? read.listen() : parsed();
        return read.with(
                unlock.or(read.unlock()),
                addresses.isEmpty() ? List.of(DeviceAddress.ofFolder(place)) : addresses);
    }

    private @Nullable Path configuration() {
        if (config != null) {
            return config;
        }
        Path inFolder = configurationIn(folder == null ? DeviceAddress.defaultFolder() : folder);
        return Files.isRegularFile(inFolder) ? inFolder : null;
    }

    private Path place(ServeSettings settings) {
        Path given = folder;
        return given == null ? settings.folder().orElseGet(DeviceAddress::defaultFolder) : given;
    }

    private List<HsmAddress> parsed() {
        List<HsmAddress> addresses = new ArrayList<>();
        for (String text : listen) {
            try {
                addresses.add(HsmAddress.parse(text));
            } catch (IllegalArgumentException e) {
                throw CommandException.usage("--listen: " + e.getMessage());
            }
        }
        return addresses;
    }
}
