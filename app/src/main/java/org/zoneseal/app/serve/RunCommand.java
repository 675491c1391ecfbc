package org.zoneseal.app.serve;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.daemon.DaemonLife;
import org.zoneseal.app.daemon.DaemonLog;
import org.zoneseal.app.daemon.HangUp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zoneseal run}: the daemon. */
@Command(
        name = "run",
        description = {
            "Serve zones in the foreground, until SIGTERM; a second one ends it at once. SIGHUP"
                    + " reads the configuration and changed zone files again.",
            "One line on stdout says that it is ready; systemd is told too. The log goes to stderr."
        })
public final class RunCommand implements Operation {

    private static final Logger LOG = System.getLogger(RunCommand.class.getName());

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration; zoneseal config-template prints one.")
    Path config = Path.of("");

    /** For picocli, which sets the options. */
    public RunCommand() {}

    /** For a start without picocli. */
    public RunCommand(String config) {
        this.config = Path.of(config);
    }

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        ServerConfiguration configuration = ServerConfiguration.read(config);
        DaemonLog.keep(configuration.logLevel());
        Path file = config.toAbsolutePath().normalize();
        RunningServer server = RunningServer.open(file, configuration, InstantSource.system());
        DaemonLife life = new DaemonLife("server", server::stopWithin);
        life.stopWith(() -> server.close(server.stopWithin()));
        reloadAtHangUp(life, server);
        if (!server.awaitLoads(configuration.limits().readyWithin())) {
            LOG.log(Level.WARNING, "server.late zones are still being loaded");
        }
        giveBackWhatLoadingTook();
        return life.untilStopped(terminal, server.readiness());
    }

    // A reader's buffers outweigh the packed zones, and nothing that follows makes garbage: without
    // being asked, the collector would not look for it for hours.
    private static void giveBackWhatLoadingTook() {
        System.gc();
    }

    private static void reloadAtHangUp(DaemonLife life, RunningServer server) {
        ExecutorService one =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("zoneseal-reload").daemon().factory());
        boolean isHeard =
                HangUp.runs(() -> {
                    try {
                        one.execute(() -> life.reload(() -> reload(server), server::readiness));
                    } catch (RejectedExecutionException e) {
                        LOG.log(Level.DEBUG, "server.hang-up-ignored", e);
                    }
                });
        if (!isHeard) {
            LOG.log(Level.INFO, "server.no-hang-up use zoneseal reload");
        }
    }

    // What is wrong has been said in the log.
    private static void reload(RunningServer server) {
        try {
            server.reload();
        } catch (CommandException e) {
            LOG.log(Level.DEBUG, "server.reload-refused", e);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "server.reload-failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
