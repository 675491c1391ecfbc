package org.zoneseal.app.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.daemon.JsonText;

/**
 * The server's end of the control socket.
 *
 * <p>One request a connection: a line of JSON ({@link ControlRequest}); the answer is any number of
 * lines with a row each, and a last line that says whether it went well. Only the user that the
 * server runs as, and root, are listened to: the socket's mode says so (0600), and the system tells
 * who is at the other end. Requests are read and answered within bounds, a few at a time.
 */
final class ControlServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ControlServer.class.getName());

    private static final int MOST_AT_ONCE = 8;
    private static final long IDLE_SECONDS = 10;
    private static final String ROOT = "root";

    private final Path path;
    private final ServerSocketChannel channel;
    private final Operator operator;
    private final String user;
    private final ExecutorService threads =
            new ThreadPoolExecutor(
                    0,
                    MOST_AT_ONCE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().name("zoneseal-control-", 1).daemon().factory());

    private ControlServer(Path path, ServerSocketChannel channel, Operator operator, String user) {
        this.path = path;
        this.channel = channel;
        this.operator = operator;
        this.user = user;
    }

    /**
     * Opens the socket, in place of one that a dead process left.
     *
     * @throws CommandException if another process answers at it
     */
    static ControlServer open(Path path, Operator operator) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        removeLeftover(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            String user = Files.getOwner(path).getName();
            ControlServer server = new ControlServer(path, channel, operator, user);
            Thread.ofPlatform().name("zoneseal-control").daemon().start(server::accept);
            return server;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void removeLeftover(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        if (Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw CommandException.usage(
                    "control: " + path + " is there and is no socket; name another path");
        }
        boolean isAlive;
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            isAlive = other.isConnected();
        } catch (IOException e) {
            isAlive = false;
        }
        if (isAlive) {
            throw CommandException.usage(
                    "control: another process answers at " + path + "; is the server running?");
        }
        Files.delete(path);
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                receive(channel.accept());
            } catch (AsynchronousCloseException e) {
                return;
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "control.failed", e);
                pause();
            }
        }
    }

    // Out of descriptors, say: not in a circle.
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(SocketChannel client) throws IOException {
        try {
            threads.execute(() -> serve(client));
        } catch (RejectedExecutionException e) {
            client.close();
        }
    }

    private void serve(SocketChannel client) {
        try (ControlLine line = ControlLine.of(client)) {
            String who = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            if (!who.equals(user) && !who.equals(ROOT)) {
                line.write(failure(ExitCode.USAGE, "only " + user + " and root are listened to"));
                return;
            }
            line.write(answer(who, line));
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "control.gone", e);
        }
    }

    private String answer(String who, ControlLine line) throws IOException {
        ControlRequest request;
        try {
            request = ControlRequest.parse(line.read(ControlRequest.LONGEST));
        } catch (CommandException e) {
            LOG.log(Level.WARNING, "control.refused user=" + who + " " + e.getMessage());
            return failure(e.exitCode(), String.valueOf(e.getMessage()));
        }
        LOG.log(Level.INFO, "control.request user=" + who + " request=" + request.line());
        return answer(request, line);
    }

    private String answer(ControlRequest request, ControlLine line) {
        try {
            Map<String, Object> said =
                    operator.operate(request, row -> line.writeQuietly(JsonText.of(row)));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ok", true);
            answer.put("result", said);
            return JsonText.of(answer);
        } catch (CommandException e) {
            return failure(e.exitCode(), String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            // Whoever asked does not listen any more.
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "control.failed request=" + request.line(), e);
            return failure(ExitCode.ENVIRONMENT, "it failed: " + e + "; the log has more");
        }
    }

    private static String failure(ExitCode code, String message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", false);
        answer.put("code", code.code());
        answer.put("message", message);
        return JsonText.of(answer);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "control.socket-left path=" + path, e);
        }
    }
}
