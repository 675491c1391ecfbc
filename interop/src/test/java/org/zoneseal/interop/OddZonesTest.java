package org.zoneseal.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Zones with every oddity that we could think of: what we sign, every verifier accepts.
 *
 * <p>With ZONEMD for NSEC only: on some NSEC3 zones with one, {@code ldns-verify-zone} 1.8.3 does
 * not come to an end (docs/design/interop.md).
 */
class OddZonesTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "11, nsec",
        "12, nsec",
        "13, nsec",
        "14, nsec3",
        "15, nsec3",
        "16, nsec3",
        "17, nsec3-opt-out",
        "18, nsec3-opt-out",
        "19, nsec3-opt-out"
    })
    void oddZone_signed_isAcceptedByEveryVerifier(long seed, String denial) throws IOException {
        Path zone = Files.writeString(folder.resolve("odd.zone"), OddZone.text(seed));
        Path signed = folder.resolve("signed.zone");
        List<String> arguments = new ArrayList<>(List.of("sign", zone.toString()));
        arguments.addAll(List.of("--origin", "odd.example.", "--denial", denial));
        arguments.addAll(List.of("--state", folder.resolve("state").toString()));
        arguments.addAll(List.of("--out", signed.toString()));
        if (denial.equals("nsec")) {
            arguments.add("--zonemd");
        }
        Peer.zoneseal().run(folder, arguments.toArray(String[]::new)).mustBeFine();
        Verifiers verifiers = new Verifiers(folder, "odd.example.");
        verifiers.allAccept(signed);
        if (denial.equals("nsec")) {
            verifiers.ldnsWithZonemd(signed).mustBeFine();
        }
    }
}
