package org.zoneseal.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real root zone's content, signed by us with keys of our own: every verifier accepts it. */
class SignedRootTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "8, nsec",
        "8, nsec3",
        "8, nsec3-opt-out",
        "10, nsec",
        "10, nsec3",
        "10, nsec3-opt-out",
        "13, nsec",
        "13, nsec3",
        "13, nsec3-opt-out",
        "14, nsec",
        "14, nsec3",
        "14, nsec3-opt-out",
        "15, nsec",
        "15, nsec3",
        "15, nsec3-opt-out",
        "16, nsec",
        "16, nsec3",
        "16, nsec3-opt-out"
    })
    void root_signedWithZonemd_isAcceptedByEveryVerifier(int algorithm, String denial)
            throws IOException {
        Path zone = sign(algorithm, denial, "--zonemd");
        Verifiers verifiers = new Verifiers(folder, ".");
        verifiers.allAccept(zone);
        verifiers.ldnsWithZonemd(zone).mustBeFine();
    }

    @ParameterizedTest
    @CsvSource({"13, nsec", "13, nsec3"})
    void root_signedWithoutZonemd_isAcceptedByEveryVerifier(int algorithm, String denial)
            throws IOException {
        new Verifiers(folder, ".").allAccept(sign(algorithm, denial));
    }

    private Path sign(int algorithm, String denial, String... more) {
        Path signed = folder.resolve("signed.zone");
        String[] arguments = {
            "sign",
            SharedZones.file("root-2026082201.zone").toString(),
            "--origin",
            ".",
            "--out",
            signed.toString(),
            "--algorithm",
            Integer.toString(algorithm),
            "--denial",
            denial,
            "--state",
            folder.resolve("state").toString(),
            "--allow-heap-keys"
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        Peer.zoneseal().run(folder, all).mustBeFine();
        return signed;
    }
}
