package org.zoneseal.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/** Zone versions out of text. */
final class Zones {

    private Zones() {}

    static ZoneVersion parse(String origin, String text) {
        return read(
                origin,
                ZoneFileSource.of(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), "test"));
    }

    private static ZoneVersion read(String origin, ZoneFileSource source) {
        Name apex = Name.parse(origin);
        ZoneBuilder builder = new ZoneBuilder(apex);
        try {
            ZoneFileReader.read(source, ZoneFileOptions.of(apex), builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return builder.build(2);
    }

    /** A zone of the folder that lies beside the checkout; the test is skipped without it. */
    static ZoneVersion shared(String file, String origin) {
        return read(origin, ZoneFileSource.of(path(file)));
    }

    static Path path(String file) {
        Path at = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        while (at != null && !Files.exists(at.resolve(".mvn"))) {
            at = at.getParent();
        }
        Path found = at == null ? Path.of(file) : at.resolveSibling("shared/zones").resolve(file);
        Assumptions.assumeTrue(
                Files.exists(found),
                () -> "needs ../shared/zones/" + file + " beside the checkout");
        return found;
    }
}
