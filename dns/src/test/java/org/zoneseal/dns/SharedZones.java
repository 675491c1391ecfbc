package org.zoneseal.dns;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The real zones beside the repository, where they are. */
final class SharedZones {

    private SharedZones() {}

    /** A file of {@code ../shared/zones}; without it the running test is skipped. */
    static Path file(String name) {
        Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        for (Path at = folder; at != null; at = at.getParent()) {
            Path file = at.resolveSibling("shared").resolve("zones").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return Assumptions.abort("needs ../shared/zones/" + name);
    }
}
