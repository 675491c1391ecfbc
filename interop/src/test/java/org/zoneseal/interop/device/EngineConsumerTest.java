package org.zoneseal.interop.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.interop.Peer;

/**
 * OpenSSL's pkcs11 engine (libp11 0.4): {@code openssl dgst -sign}, verified with OpenSSL alone. A
 * token that holds an Ed25519 key is one that libp11 lists no keys of, whichever the module.
 */
@ExtendWith(SharedDevices.class)
class EngineConsumerTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "SOFTHSM, rsa:2048, 01", "ZONESEAL, rsa:2048, 01", "P11_KIT, rsa:2048, 01",
        "SOFTHSM, EC:prime256v1, 02", "ZONESEAL, EC:prime256v1, 02", "P11_KIT, EC:prime256v1, 02"
    })
    void key_usedByTheEngine_signsWhatOpenSslVerifies(
            Door door, String type, String id, Devices devices) throws IOException {
        Device device = devices.token(door, "engine");
        tool(device, "--keypairgen", "--key-type", type, "--id", id, "--label", "engine-" + id);
        tool(device, "--read-object", "--type", "pubkey", "--id", id, "-o", "public.der");
        openssl("pkey", "-pubin", "-inform", "DER", "-in", "public.der", "-out", "public.pem");
        Files.writeString(folder.resolve("data"), "signed through the engine");
        String key =
                "pkcs11:token=%s;object=engine-%s;type=private;pin-value=%s"
                        .formatted(device.label(), id, device.pin());
        device.peer("openssl")
                .with(Map.of("PKCS11_MODULE_PATH", device.module().toString()))
                .run(
                        folder,
                        "dgst",
                        "-engine",
                        "pkcs11",
                        "-keyform",
                        "engine",
                        "-sha256",
                        "-sign",
                        key,
                        "-out",
                        "signed",
                        "data")
                .mustBeFine();
        openssl("dgst", "-sha256", "-verify", "public.pem", "-signature", "signed", "data");
    }

    private void tool(Device device, String... arguments) {
        PkcsTool.on(device, folder, arguments).mustBeFine();
    }

    private void openssl(String... arguments) {
        Peer.of("openssl").run(folder, arguments).mustBeFine();
    }
}
