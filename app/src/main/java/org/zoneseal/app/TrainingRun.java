package org.zoneseal.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.zoneseal.app.hsm.ServeTraining;
import org.zoneseal.app.serve.RunTraining;

/**
 * Runs what a start usually needs, once, while the launcher has the virtual machine record its AOT
 * cache: the classes, and which methods are hot (JEP 514, JEP 515). Prints nothing.
 *
 * <p>The zones are large enough for the inner loops to show in the profile, and small enough for a
 * few seconds.
 */
public final class TrainingRun {

    private static final int NAMES = 3_000;
    private static final String ORIGIN = "training.example.";

    private TrainingRun() {}

    /** Takes {@code server}, to run that alone, or nothing, to run all else too. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("zoneseal-training");
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            if (List.of(arguments).equals(List.of("server"))) {
                serve(folder);
            } else {
                run(folder, nowhere);
            }
        } finally {
            delete(folder);
        }
    }

    /**
     * The server by itself. Its cache has no class of signing and of HSMs: every class of a cache
     * is in memory from the first moment on, and what it refers to in signed jars is looked up.
     */
    static void serve(Path folder) throws IOException {
        Path zone = Files.writeString(folder.resolve("unsigned"), zone());
        RunTraining.serve(folder, zone, ORIGIN);
    }

    /** Runs it all; what commands say beside their results goes to {@code err}. */
    static void run(Path folder, PrintStream err) throws IOException {
        commands(folder).forEach(command -> run(command, err));
        Path device = folder.resolve("device");
        List<List<String>> asked = deviceCommands(folder, device);
        ServeTraining.serveDuring(device, () -> asked.forEach(command -> run(command, err)));
        RunTraining.serve(folder, folder.resolve("nsec"), ORIGIN);
    }

    private static List<List<String>> commands(Path folder) throws IOException {
        String zone = Files.writeString(folder.resolve("zone"), zone()).toString();
        String nsec = folder.resolve("nsec").toString();
        String nsec3 = folder.resolve("nsec3").toString();
        String state = folder.resolve("state").toString();
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("sign", zone, "--origin", ORIGIN, "--state", state, "--out", nsec),
                List.of(
                        "sign",
                        zone,
                        "--origin",
                        ORIGIN,
                        "--state",
                        state,
                        "--out",
                        nsec3,
                        "--denial",
                        "nsec3-opt-out"),
                List.of("verify", nsec, "--origin", ORIGIN),
                List.of("key", "list", "--origin", ORIGIN, "--state", state));
    }

    private static List<List<String>> deviceCommands(Path folder, Path device) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "training\n");
        return Stream.of(
                        "status",
                        "user list",
                        "slot init 0 --label training --so-pin-file FILE --pin-file FILE",
                        "slot list --json",
                        "key generate --slot 0 --name training --type ec-p256",
                        "key list",
                        "audit show")
                .map(command ->
                        "hsm " + command + " --hsm DEVICE --login training --password-file FILE")
                .map(command ->
                        Stream.of(command.split(" "))
                                .map(word -> word.equals("FILE") ? secret.toString() : word)
                                .map(word -> word.equals("DEVICE") ? device.toString() : word)
                                .toList())
                .toList();
    }

    private static void run(List<String> command, PrintStream err) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        ExitCode code =
                Zoneseal.run(new Terminal(nowhere, err, false), command.toArray(String[]::new));
        if (code != ExitCode.FINE) {
            err.println(command + " ended with " + code);
        }
    }

    private static String zone() {
        StringBuilder text = new StringBuilder();
        text.append("$TTL 3600\n@ IN SOA ns hostmaster 1 7200 3600 1209600 3600\n");
        text.append("@ IN NS ns\nns IN A 192.0.2.1\n");
        for (int i = 0; i < NAMES; i++) {
            text.append("name").append(i).append(" IN NS ns1.hoster.example.net.\n");
            if (i % 3 == 0) {
                text.append("name").append(i).append(" IN DS ").append(i).append(" 13 2 ");
                text.append("0123456789ABCDEF".repeat(4)).append('\n');
            }
        }
        return text.toString();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
