package org.zoneseal.app.hsm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.TlsOptions;
import org.zoneseal.app.daemon.DaemonLife;
import org.zoneseal.app.daemon.DaemonLog;
import org.zoneseal.app.daemon.Hardening;
import org.zoneseal.client.HsmAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm connect}: a remote device behind a local Unix socket. */
@Command(
        name = "connect",
        description = {
            "Give programs on this host a Unix socket that leads to a software HSM on another one:"
                    + " local socket in, TLS 1.3 out.",
            "Bytes pass as they are, so both protocols do. Runs in the foreground until SIGTERM."
        })
final class ConnectCommand implements Operation {

    private static final Duration STOP_BOUND = Duration.ofSeconds(10);

    @Parameters(paramLabel = "ADDRESS", description = "The device: tls:HOST:PORT.")
    String remote = "";

    @Option(
            names = "--listen",
            paramLabel = "unix:PATH",
            required = true,
            description = "The local socket.")
    String local = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "rw-rw----",
            description = "The mode of the socket (${DEFAULT-VALUE}): who may connect.")
    String mode = "rw-rw----";

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "1024",
            description = "How many at one time (${DEFAULT-VALUE}).")
    int connections;

    @Mixin final TlsOptions tls = new TlsOptions();

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        if (!(parse(remote) instanceof HsmAddress.Tls device)) {
            throw CommandException.usage("ADDRESS must be tls:HOST:PORT, not " + remote);
        }
        if (!(parse(local) instanceof HsmAddress.UnixSocket socket)) {
            throw CommandException.usage("--listen must be unix:PATH, not " + local);
        }
        DaemonLog.keep(System.Logger.Level.INFO);
        Hardening.ofThisProcess(Hardening.Memory.MAY_SWAP);
        Bridge bridge = new Bridge(device, tls.material(), connections);
        AtomicBoolean stopping = new AtomicBoolean();
        ServerSocketChannel listening = listen(socket.path());
        Thread.ofPlatform()
                .name("hsm-connect")
                .daemon()
                .start(() -> bridge.serve(listening, stopping::get));
        return new DaemonLife("connect", STOP_BOUND)
                .run(
                        terminal,
                        socket + " leads to " + device,
                        () -> {
                            stopping.set(true);
                            bridge.close(listening);
                            delete(socket.path());
                        });
    }

    private ServerSocketChannel listen(Path path) throws IOException {
        refuseIfTaken(path);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            return listening;
        } catch (IllegalArgumentException e) {
            listening.close();
            throw CommandException.usage("--mode must be written like rw-rw----, not " + mode);
        } catch (IOException e) {
            listening.close();
            throw CommandException.environment(
                    "cannot listen on " + path + ": " + e.getMessage(), e);
        }
    }

    /** A socket file of a process that is gone is removed; a living one is not taken away. */
    private static void refuseIfTaken(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var _ = java.nio.channels.SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw CommandException.usage(path + ": another process listens there");
        } catch (IOException e) {
            if (Files.isRegularFile(path) || Files.isDirectory(path)) {
                throw CommandException.environment(path + " is there and no socket", e);
            }
            Files.delete(path);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static HsmAddress parse(String text) {
        try {
            return HsmAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }
}
