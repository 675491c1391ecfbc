package org.zoneseal.interop.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.zoneseal.interop.Peer;

/** A program of {@code src/test/c}, compiled once a run, to be run with a module as argument. */
final class CProgram {

    private static final Path SOURCES = Path.of("src/test/c").toAbsolutePath();
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Path program;

    private CProgram(Path program) {
        this.program = program;
    }

    /** All sources of a folder make one program. */
    static CProgram ofFolder(String name) {
        try (Stream<Path> files = Files.list(SOURCES.resolve(name))) {
            return build(
                    "pkcs11-" + name,
                    files.filter(file -> file.toString().endsWith(".c")).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program of one source file. */
    static CProgram named(String name) {
        return build(name, List.of(SOURCES.resolve(name + ".c")));
    }

    private static CProgram build(String name, List<Path> sources) {
        Peer.of("cc");
        Path program = TARGET.resolve(name);
        List<String> arguments = new ArrayList<>(List.of(program.toString()));
        sources.forEach(source -> arguments.add(source.toString()));
        Peer.at(SOURCES.resolve("build-program")).run(TARGET, arguments).mustBeFine();
        return new CProgram(program);
    }

    Peer in(Device device) {
        return Peer.at(program).with(device.environment());
    }
}
