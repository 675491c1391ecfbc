package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/** The first hour of the handbook, pasted: exactly its commands, in its order, in one shell. */
class HandbookTest {

    private static final Path PAGE =
            Path.of("../docs/handbook/hsm-simulator.md").toAbsolutePath().normalize();
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    @TempDir Path folder;

    @Test
    void firstHour_pastedFromThePage_worksToTheEnd() throws IOException {
        ZonesealHsm.requireModule();
        Peer.of("pkcs11-tool");
        Path script =
                Files.writeString(
                        folder.resolve("first-hour.sh"),
                        COMMANDS.matcher(Files.readString(PAGE))
                                .results()
                                .map(HandbookTest::checked)
                                .collect(Collectors.joining("\n")));
        Peer.Outcome outcome =
                Peer.of("bash")
                        .with(
                                Map.of(
                                        "MODULE",
                                        ZonesealHsm.MODULE.toString(),
                                        "PATH",
                                        programs() + ":" + System.getenv("PATH")))
                        .run(folder, "-eumx", script.toString());
        assertThat(outcome.isFine()).as("%s%s", outcome, logs()).isTrue();
        assertThat(outcome.out())
                .contains("alice  22000000", "bob    11001111", "Verified OK", "fine     yes")
                .contains("the same 1 keys");
        assertThat(outcome.err()).contains("audit.show needs audit");
    }

    /** A command that must fail does not end a shell with -e when it does not fail: make it. */
    private static String checked(MatchResult block) {
        return block.group(1)
                .replaceAll(
                        "(?m)^! (.*)$", "if $1; then echo 'must have failed: $1' >&2; exit 9; fi");
    }

    private String logs() throws IOException {
        List<String> said = new ArrayList<>();
        for (String name : List.of("serve.log", "second.log")) {
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
