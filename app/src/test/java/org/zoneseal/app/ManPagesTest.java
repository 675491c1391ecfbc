package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The committed manual pages say what the options say. After a change of options: {@code mvn -pl
 * app -am test -Dtest=ManPagesTest -Dman.write=true}, and commit {@code docs/man}.
 */
class ManPagesTest {

    private static final Path FOLDER = repository().resolve("docs").resolve("man");

    @Test
    void pages_committed_areThoseOfTheOptions() throws IOException {
        Map<String, String> made = ManPage.all(Zoneseal.commandLine());
        if (Boolean.getBoolean("man.write")) {
            write(made);
        }
        assertThat(committed()).isEqualTo(made);
    }

    private static void write(Map<String, String> pages) throws IOException {
        Files.createDirectories(FOLDER);
        for (String old : committed().keySet()) {
            Files.delete(FOLDER.resolve(old));
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
        }
    }

    private static Map<String, String> committed() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                pages.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return pages;
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("not run inside the repository");
            }
            folder = parent;
        }
        return folder;
    }
}
