package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealZonesTest {

    @ParameterizedTest
    @CsvSource({
        "root-signed-2026073102.zone, .",
        "root-2026080600.zone, .",
        "root-2026082200.zone, .",
        "root-2026082201.zone, .",
        "rfc4035-appA.zone, example.",
        "rfc5155-appA.zone, example."
    })
    void realZone_readAndWritten_readsBackTheSame(String file, String origin) throws IOException {
        Path path = SharedZones.file(file);
        ZoneFileOptions options = ZoneFileOptions.of(Name.parse(origin));
        List<String> first = Zones.lines(ZoneFileSource.of(path), options);
        byte[] written = Zones.rewritten(ZoneFileSource.of(path), options);
        List<String> second =
                Zones.lines(
                        ZoneFileSource.of(new ByteArrayInputStream(written), "written"), options);
        assertThat(second).isEqualTo(first);
        assertThat(first).hasSizeGreaterThan(50);
    }
}
