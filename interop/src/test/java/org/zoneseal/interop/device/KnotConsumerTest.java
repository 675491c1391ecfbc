package org.zoneseal.interop.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.interop.Peer;

/**
 * Knot DNS 3.2: a key from {@code keymgr}, a zone signed by {@code kzonesign}, verified by Knot and
 * ldns. GnuTLS 3.7 asks for an Ed25519 pair with the wrong mechanism, whichever the module, so that
 * key is made by {@code pkcs11-tool} and imported.
 */
@ExtendWith(SharedDevices.class)
class KnotConsumerTest {

    static final String ZONE =
            """
            example. 3600 IN SOA ns.example. hostmaster.example. 1 3600 900 604800 300
            example. 3600 IN NS ns.example.
            ns.example. 3600 IN A 192.0.2.1
            www.example. 3600 IN AAAA 2001:db8::1
            """;

    @TempDir Path folder;

    @BeforeEach
    void writeZone() throws IOException {
        Files.createDirectories(folder.resolve("knot/out"));
        Files.writeString(folder.resolve("zone"), ZONE);
    }

    private void configure(Device device) throws IOException {
        Files.writeString(
                folder.resolve("knot.conf"),
                """
                server:
                    rundir: "%1$s/knot"
                database:
                    storage: "%1$s/knot"
                keystore:
                  - id: hsm
                    backend: pkcs11
                    config: "pkcs11:token=%2$s;pin-value=%3$s %4$s"
                policy:
                  - id: manual
                    keystore: hsm
                    manual: on
                zone:
                  - domain: example.
                    file: "%1$s/zone"
                    dnssec-signing: on
                    dnssec-policy: manual
                    journal-content: none
                """
                        .formatted(folder, device.label(), device.pin(), device.module()));
    }

    private void keymgr(Device device, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "-c";
        all[1] = "knot.conf";
        all[2] = "example.";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        device.peer("keymgr").run(folder, all).mustBeFine();
    }

    private void signAndVerify(Device device) {
        device.peer("kzonesign")
                .run(folder, "-c", "knot.conf", "-o", folder + "/knot/out", "example.")
                .mustBeFine();
        Peer.of("kzonecheck")
                .run(folder, "-o", "example.", "-d", "on", "knot/out/zone")
                .mustBeFine();
        Peer.of("ldns-verify-zone").run(folder, "-V", "2", "knot/out/zone").mustBeFine();
    }

    @ParameterizedTest
    @EnumSource
    void p256Key_generatedByKeymgr_signsAZone(Door door, Devices devices) throws IOException {
        Device device = devices.token(door, "knot");
        configure(device);
        keymgr(device, "generate", "algorithm=ECDSAP256SHA256", "ksk=yes", "zsk=yes");
        signAndVerify(device);
    }

    /** p11-kit 0.24 lets no EdDSA through. */
    @ParameterizedTest
    @EnumSource(names = {"SOFTHSM", "ZONESEAL"})
    void ed25519Key_madeByPkcs11ToolAndImported_signsAZone(Door door, Devices devices)
            throws IOException {
        Device device = devices.token(door, "knot");
        configure(device);
        PkcsTool.on(
                        device,
                        folder,
                        "--keypairgen",
                        "--key-type",
                        "EC:edwards25519",
                        "--id",
                        "0e",
                        "--label",
                        "imported")
                .mustBeFine();
        keymgr(device, "import-pkcs11", "0e", "algorithm=ED25519", "ksk=yes", "zsk=yes");
        signAndVerify(device);
    }
}
