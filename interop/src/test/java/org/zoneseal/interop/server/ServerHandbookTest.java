package org.zoneseal.interop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.interop.Peer;

/**
 * The server's first hour in the handbook, pasted: exactly its commands, in its order, in one
 * shell; only the ports are others, so that nobody else has them.
 */
class ServerHandbookTest {

    private static final Path PAGE =
            Path.of("../docs/handbook/server.md").toAbsolutePath().normalize();
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final List<String> PORTS = List.of("5300", "5301", "5853", "5353");

    @TempDir Path folder;

    @Test
    void firstHour_pastedFromThePage_worksToTheEnd() throws IOException {
        Peer.of("dig");
        Peer.of("curl");
        Peer.of("openssl");
        String text =
                COMMANDS.matcher(Files.readString(PAGE))
                        .results()
                        .map(ServerHandbookTest::checked)
                        .collect(Collectors.joining("\n"));
        Path script = Files.writeString(folder.resolve("first-hour.sh"), withFreePorts(text));
        Peer.Outcome outcome =
                Peer.of("bash")
                        .with(Map.of("PATH", programs() + ":" + System.getenv("PATH")))
                        .run(folder, "-eumx", script.toString());
        assertThat(outcome.isFine()).as("%s%s", outcome, logs()).isTrue();
        assertThat(outcome.out())
                .contains("192.0.2.80", "192.0.2.25", "primary.yaml is fine", "RRSIG")
                .contains("held", "zoneseal_zones{state=\"served\"} 1")
                .containsPattern("verified +full");
        assertThat(outcome.err()).contains("lanes must be a number");
    }

    private static String withFreePorts(String text) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        String changed = text;
        for (String port : PORTS) {
            ServerSocket socket = new ServerSocket(0);
            sockets.add(socket);
            changed = changed.replace(port, Integer.toString(socket.getLocalPort()));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return changed;
    }

    /** A command that must fail does not end a shell with -e when it does not fail: make it. */
    private static String checked(MatchResult block) {
        return block.group(1)
                .replaceAll(
                        "(?m)^! (.*)$", "if $1; then echo 'must have failed: $1' >&2; exit 9; fi");
    }

    private String logs() throws IOException {
        List<String> said = new ArrayList<>();
        for (String name : List.of("primary.log", "secondary.log")) {
            Path log = folder.resolve(name);
            said.add(Files.exists(log) ? name + ": " + Files.readString(log) : "no " + name);
        }
        return String.join("\n", said);
    }

    /** A folder with the program as the launcher would start it. */
    private Path programs() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Path program =
                Files.writeString(
                        programs.resolve("zoneseal"),
                        Peer.zoneseal().command().stream()
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return programs;
    }
}
