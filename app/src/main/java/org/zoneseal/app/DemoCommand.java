package org.zoneseal.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zoneseal demo}: what Zoneseal does, shown on a sample zone in a scratch folder. */
@Command(
        name = "demo",
        description = {
            "Sign a sample zone with fresh keys in the embedded HSM, prove it, break it, and show"
                    + " what happens; all in a scratch folder."
        })
final class DemoCommand implements Operation {

    private static final String ZONE = "example.";

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Work in this new or empty folder and leave it there.")
    @Nullable Path keep;

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        Path given = keep;
        if (given == null) {
            Path scratch = Files.createTempDirectory("zoneseal-demo");
            try {
                return show(terminal, scratch);
            } finally {
                remove(scratch);
            }
        }
        Files.createDirectories(given);
        try (Stream<Path> content = Files.list(given)) {
            if (content.findAny().isPresent()) {
                throw CommandException.usage(given + " is not empty; --keep takes a new folder");
            }
        }
        return show(terminal, given);
    }

    private ExitCode show(Terminal terminal, Path folder) throws IOException {
        PrintStream out = terminal.out();
        Path zone = folder.resolve("example.zone");
        Path signed = folder.resolve("example.zone.signed");
        Path state = folder.resolve("state");
        try (InputStream sample = DemoCommand.class.getResourceAsStream("demo.zone")) {
            Files.copy(Objects.requireNonNull(sample), zone);
        }
        say(out, "A sample zone is in " + zone + ". Sign it; the first run makes the keys:");
        ExitCode code =
                command(
                        terminal,
                        "sign",
                        zone,
                        "--origin",
                        ZONE,
                        "--state",
                        state,
                        "--zonemd",
                        "--cds");
        if (code != ExitCode.FINE) {
            return code;
        }
        say(out, "Verify it, as somebody would who has only the file:");
        code = command(terminal, "verify", signed, "--origin", ZONE);
        if (code != ExitCode.FINE) {
            return code;
        }
        Path broken = folder.resolve("example.zone.broken");
        breakAddress(signed, broken);
        say(
                out,
                "Now somebody changes one address in the signed zone, 192.0.2.80 to 192.0.2.81."
                        + " This must fail:");
        if (command(terminal, "verify", broken, "--origin", ZONE) != ExitCode.BAD) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT, "the broken zone was not refused; report this");
        }
        say(out, "What is on the disk. The private keys are in hsm/ only, encrypted:");
        list(out, folder);
        say(
                out,
                keep == null
                        ? "The scratch folder is removed again; --keep DIR leaves it. Next: your own"
                                + " zone with \"zoneseal sign\"."
                        : "All of it is in "
                                + folder
                                + ". Next: your own zone with \"zoneseal sign\".");
        return ExitCode.FINE;
    }

    private static void say(PrintStream out, String text) {
        out.println();
        out.println("# " + text);
    }

    private static ExitCode command(Terminal terminal, Object... words) {
        List<String> arguments = new ArrayList<>();
        for (Object word : words) {
            arguments.add(word.toString());
        }
        terminal.out().println("$ zoneseal " + String.join(" ", arguments));
        return Zoneseal.run(terminal, arguments.toArray(String[]::new));
    }

    private static void breakAddress(Path signed, Path broken) throws IOException {
        String text = Files.readString(signed, StandardCharsets.ISO_8859_1);
        Files.writeString(
                broken,
                text.replace("\tA\t192.0.2.80", "\tA\t192.0.2.81"),
                StandardCharsets.ISO_8859_1);
    }

    private static void list(PrintStream out, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.printf("%8d  %s%n", Files.size(file), folder.relativize(file));
            }
        }
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException problem) throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
