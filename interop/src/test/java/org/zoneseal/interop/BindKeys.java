package org.zoneseal.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A KSK and a ZSK made by {@code dnssec-keygen}, in a folder of their own. */
record BindKeys(Path folder) {

    static BindKeys generate(Path folder, String zone, String algorithm) throws IOException {
        Files.createDirectories(folder);
        Peer keygen = Peer.of("dnssec-keygen");
        String[] bits = algorithm.startsWith("RSA") ? new String[] {"-b", "2048"} : new String[0];
        keygen.run(folder, with(bits, "-q", "-a", algorithm, zone)).mustBeFine();
        keygen.run(folder, with(bits, "-q", "-a", algorithm, "-f", "KSK", zone)).mustBeFine();
        return new BindKeys(folder);
    }

    List<String> privateFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).filter(name -> name.endsWith(".private")).toList();
        }
    }

    private static String[] with(String[] more, String... arguments) {
        return Stream.concat(Stream.of(more), Stream.of(arguments)).toArray(String[]::new);
    }
}
