package org.zoneseal.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The large real zones beside the repository, at {@code ../shared/zones}, where they are there. */
public final class SharedZones {

    private SharedZones() {}

    /** The file, or the test is skipped with its name. */
    public static Path file(String name) {
        Path file = repository().resolveSibling("shared").resolve("zones").resolve(name);
        if (!Files.isReadable(file)) {
            Assumptions.abort("needs ../shared/zones/" + name);
        }
        return file;
    }

    /** The folder of the repository: the one with {@code .mvn} in it. */
    public static Path repository() {
        Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("not run inside the repository");
        }
        return folder;
    }
}
