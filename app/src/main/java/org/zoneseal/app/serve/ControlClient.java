package org.zoneseal.app.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.StateFolder;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running server something; the options that say which one. */
final class ControlClient {

    private static final String VARIABLE = "ZONESEAL_CONTROL";
    private static final Path OF_THE_SYSTEM = Path.of("/run/zoneseal/control.socket");
    private static final JsonMapper MAPPER = new JsonMapper();

    @Option(
            names = "--control",
            paramLabel = "SOCKET",
            description =
                    "The server's control socket, or the folder that it is in; otherwise"
                            + " $ZONESEAL_CONTROL, control.socket in server in the state folder, or"
                            + " /run/zoneseal/control.socket.")
    @Nullable Path control;

    /**
     * What was answered.
     *
     * @param rows as many as there are
     * @param result what is said of it all
     */
    record Reply(List<JsonNode> rows, JsonNode result) {}

    /**
     * Asks.
     *
     * @throws CommandException with what the server says if it does not do it
     */
    Reply ask(ControlRequest request) throws IOException {
        Path socket = socket();
        List<JsonNode> lines = new ArrayList<>();
        try (SocketChannel channel = connect(socket)) {
            byte[] line = (request.line() + "\n").getBytes(StandardCharsets.UTF_8);
            for (ByteBuffer bytes = ByteBuffer.wrap(line); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(channel), StandardCharsets.UTF_8));
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                lines.add(MAPPER.readTree(text));
            }
        }
        return reply(socket, lines);
    }

    private static Reply reply(Path socket, List<JsonNode> lines) {
        JsonNode last = lines.isEmpty() ? null : lines.getLast();
        if (last == null || !last.has("ok")) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT,
                    "the server at " + socket + " hung up before it had answered; see its log");
        }
        if (!last.get("ok").asBoolean()) {
            throw new CommandException(
                    code(last.get("code").asInt()), last.get("message").asString());
        }
        return new Reply(lines.subList(0, lines.size() - 1), last.get("result"));
    }

    private static ExitCode code(int number) {
        for (ExitCode code : ExitCode.values()) {
            if (code.code() == number) {
                return code;
            }
        }
        return ExitCode.ENVIRONMENT;
    }

    private static SocketChannel connect(Path socket) {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw CommandException.environment(
                    "no server answers at "
                            + socket
                            + " ("
                            + e.getMessage()
                            + "); is zoneseal run running? --control names its socket",
                    e);
        }
    }

    private Path socket() {
        Path given = control;
        String named = System.getenv(VARIABLE);
        if (given == null && named != null && !named.isEmpty()) {
            given = Path.of(named);
        }
        if (given != null) {
            return Files.isDirectory(given) ? ControlSocket.in(given) : given;
        }
        Path own = ControlSocket.in(StateFolder.ofEnvironment().server());
        return Files.exists(own) || !Files.exists(OF_THE_SYSTEM) ? own : OF_THE_SYSTEM;
    }
}
