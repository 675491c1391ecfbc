package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;

/** Zoneseal itself as a user of the daemon through PKCS#11, as of any other HSM. */
@ExtendWith(SharedDevices.class)
class OwnConsumerTest {

    @TempDir Path folder;

    private Outcome zoneseal(Device device, List<String> command, String... more)
            throws IOException {
        Path pin = Files.writeString(folder.resolve("pin"), device.pin() + "\n");
        List<String> all = new ArrayList<>(command);
        all.addAll(
                List.of(
                        "--pkcs11",
                        device.module().toString(),
                        "--token",
                        device.label(),
                        "--pin-file",
                        pin.toString(),
                        "--state",
                        folder.resolve("state").toString()));
        all.addAll(List.of(more));
        return Peer.zoneseal().with(device.environment()).run(folder, all);
    }

    @ParameterizedTest
    @CsvSource({
        "SOFTHSM, ecdsap256sha256", "ZONESEAL, ecdsap256sha256", "P11_KIT, ecdsap256sha256",
        "ZONESEAL, rsasha256", "ZONESEAL, ecdsap384sha384", "ZONESEAL, ed25519"
    })
    void zone_signedThroughPkcs11_isAcceptedByOthers(Door door, String algorithm, Devices devices)
            throws IOException {
        Device device = devices.token(door, "own-" + algorithm);
        Path zone = Files.writeString(folder.resolve("zone"), KnotConsumerTest.ZONE);
        zoneseal(
                        device,
                        List.of("sign", zone.toString()),
                        "--origin",
                        "example.",
                        "--out",
                        folder.resolve("signed").toString(),
                        "--algorithm",
                        algorithm)
                .mustBeFine();
        Peer.of("ldns-verify-zone").run(folder, "-V", "2", "signed").mustBeFine();
        Peer.of("kzonecheck").run(folder, "-o", "example.", "-d", "on", "signed").mustBeFine();
    }

    @ParameterizedTest
    @EnumSource
    void hsmTest_findsNothingThatDoesNotWork(Door door, Devices devices) throws IOException {
        Outcome outcome = zoneseal(devices.token(door, "own"), List.of("hsm", "test")).mustBeFine();
        assertThat(outcome.out()).contains("ECDSAP256SHA256");
    }
}
