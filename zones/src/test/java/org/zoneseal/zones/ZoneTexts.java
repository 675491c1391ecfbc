package org.zoneseal.zones;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;

/** Versions of zones that are written as text. */
final class ZoneTexts {

    private ZoneTexts() {}

    static ZoneVersion zone(Name apex, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return read(apex, ZoneFileSource.of(new ByteArrayInputStream(bytes), "test"));
    }

    /** One of the large real zones beside the repository, or the test is skipped with its name. */
    static ZoneVersion shared(Name apex, String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        Path file = folder == null ? Path.of(name) : folder.resolveSibling("shared/zones/" + name);
        if (!Files.isReadable(file)) {
            Assumptions.abort("needs ../shared/zones/" + name);
        }
        return read(apex, ZoneFileSource.of(file));
    }

    private static ZoneVersion read(Name apex, ZoneFileSource source) {
        ZoneBuilder builder = new ZoneBuilder(apex);
        try {
            ZoneFileReader.read(source, ZoneFileOptions.of(apex).withDefaultTtl(3600), builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return builder.build(2);
    }
}
