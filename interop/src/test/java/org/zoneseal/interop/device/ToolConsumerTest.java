package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;

/** OpenSC's {@code pkcs11-tool}: keys, signatures that OpenSSL verifies, certificates, PINs. */
@ExtendWith(SharedDevices.class)
class ToolConsumerTest {

    @TempDir Path folder;

    private Outcome toolWith(Device device, String pin, String... arguments) {
        return PkcsTool.on(device, pin, folder, arguments);
    }

    private Outcome tool(Device device, String... arguments) {
        return toolWith(device, device.pin(), arguments).mustBeFine();
    }

    private Outcome openssl(String... arguments) {
        return Peer.of("openssl").run(folder, arguments).mustBeFine();
    }

    private void generate(Device device, String type, String id) {
        tool(device, "--keypairgen", "--key-type", type, "--id", id, "--label", "key-" + id);
    }

    private void readPublicKey(Device device, String id) {
        tool(device, "--read-object", "--type", "pubkey", "--id", id, "-o", "public.der");
        openssl("pkey", "-pubin", "-inform", "DER", "-in", "public.der", "-out", "public.pem");
    }

    private void readListedPoint(Device device, String id, ListedPoint point) throws IOException {
        String listing = tool(device, "--list-objects", "--type", "pubkey").out();
        String entry =
                Stream.of(listing.split("(?=Public Key Object)"))
                        .filter(one -> one.contains("key-" + id))
                        .findFirst()
                        .orElseThrow();
        point.writePem(entry, folder.resolve("public.pem"));
    }

    @ParameterizedTest
    @EnumSource
    void rsaKey_madeAndUsed_signsWhatOpenSslVerifies(Door door, Devices devices)
            throws IOException {
        Device device = devices.token(door, "tool");
        Files.writeString(folder.resolve("data"), "signed by " + door);
        generate(device, "rsa:2048", "01");
        tool(device, "--sign", "-m", "SHA256-RSA-PKCS", "--id", "01", "-i", "data", "-o", "signed");
        readPublicKey(device, "01");
        openssl("dgst", "-sha256", "-verify", "public.pem", "-signature", "signed", "data");
        Files.writeString(folder.resolve("data"), "changed");
        assertThat(
                        Peer.of("openssl")
                                .run(
                                        folder,
                                        "dgst",
                                        "-sha256",
                                        "-verify",
                                        "public.pem",
                                        "-signature",
                                        "signed",
                                        "data")
                                .isFine())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SOFTHSM, prime256v1, 02, 256", "ZONESEAL, prime256v1, 02, 256",
        "P11_KIT, prime256v1, 02, 256", "SOFTHSM, secp384r1, 03, 384",
        "ZONESEAL, secp384r1, 03, 384", "P11_KIT, secp384r1, 03, 384"
    })
    void ecKey_madeAndUsed_signsWhatOpenSslVerifies(
            Door door, String curve, String id, int hash, Devices devices) throws IOException {
        Device device = devices.token(door, "tool");
        Files.writeString(folder.resolve("data"), "signed by " + door);
        generate(device, "EC:" + curve, id);
        openssl("dgst", "-sha" + hash, "-binary", "-out", "hash", "data");
        tool(
                device,
                "--sign",
                "-m",
                "ECDSA",
                "--signature-format",
                "openssl",
                "--id",
                id,
                "-i",
                "hash",
                "-o",
                "signed");
        if (hash == 384) {
            readListedPoint(device, id, ListedPoint.P384);
        } else {
            readPublicKey(device, id);
        }
        openssl("dgst", "-sha" + hash, "-verify", "public.pem", "-signature", "signed", "data");
        assertThat(
                        tool(
                                        device,
                                        "--verify",
                                        "-m",
                                        "ECDSA",
                                        "--signature-format",
                                        "openssl",
                                        "--id",
                                        id,
                                        "-i",
                                        "hash",
                                        "--signature-file",
                                        "signed")
                                .out())
                .contains("Signature is valid");
    }

    /** p11-kit 0.24 lets no EdDSA through. */
    @ParameterizedTest
    @EnumSource(names = {"SOFTHSM", "ZONESEAL"})
    void ed25519Key_madeAndUsed_signsWhatOpenSslVerifies(Door door, Devices devices)
            throws IOException {
        Device device = devices.token(door, "tool");
        Files.writeString(folder.resolve("data"), "signed by " + door);
        generate(device, "EC:edwards25519", "04");
        tool(device, "--sign", "-m", "EDDSA", "--id", "04", "-i", "data", "-o", "signed");
        readListedPoint(device, "04", ListedPoint.ED25519);
        openssl(
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                "public.pem",
                "-sigfile",
                "signed",
                "-in",
                "data");
    }

    @ParameterizedTest
    @EnumSource
    void certificate_writtenAndRead_isTheSame(Door door, Devices devices) throws IOException {
        Device device = devices.token(door, "tool");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "key.pem",
                "-subj",
                "/CN=interop",
                "-days",
                "3",
                "-outform",
                "DER",
                "-out",
                "certificate.der");
        tool(
                device,
                "--write-object",
                "certificate.der",
                "--type",
                "cert",
                "--id",
                "05",
                "--label",
                "certificate");
        assertThat(tool(device, "--list-objects", "--type", "cert").out())
                .contains("CN=interop")
                .contains("certificate");
        tool(device, "--read-object", "--type", "cert", "--id", "05", "-o", "read.der");
        assertThat(folder.resolve("read.der"))
                .hasSameBinaryContentAs(folder.resolve("certificate.der"));
        tool(device, "--delete-object", "--type", "cert", "--id", "05");
        assertThat(tool(device, "--list-objects", "--type", "cert").out())
                .doesNotContain("CN=interop");
    }

    @ParameterizedTest
    @EnumSource
    void privateKey_listed_isSensitiveAndNeverExtractable(Door door, Devices devices) {
        Device device = devices.token(door, "tool");
        generate(device, "EC:prime256v1", "06");
        assertThat(tool(device, "--list-objects", "--type", "privkey", "--id", "06").out())
                .contains("key-06")
                .contains("sensitive, always sensitive, never extractable, local");
        tool(device, "--delete-object", "--type", "privkey", "--id", "06");
        assertThat(tool(device, "--list-objects", "--type", "privkey").out())
                .doesNotContain("key-06");
    }

    @ParameterizedTest
    @EnumSource
    void pin_changed_opensInsteadOfTheOldOne(Door door, Devices devices) {
        Device device = devices.token(door, "tool-pin");
        tool(device, "--change-pin", "--new-pin", "another-5678");
        assertThat(toolWith(device, device.pin(), "--list-objects").isFine()).isFalse();
        assertThat(toolWith(device, "another-5678", "--list-objects").isFine()).isTrue();
        toolWith(device, "another-5678", "--change-pin", "--new-pin", device.pin()).mustBeFine();
    }

    @ParameterizedTest
    @EnumSource
    void userPin_setByTheSecurityOfficer_opens(Door door, Devices devices) {
        Device device = devices.token(door, "tool-pin");
        device.peer("pkcs11-tool")
                .run(
                        folder,
                        "--module",
                        device.module().toString(),
                        "--token-label",
                        device.label(),
                        "--login",
                        "--login-type",
                        "so",
                        "--so-pin",
                        device.soPin(),
                        "--init-pin",
                        "--new-pin",
                        "from-officer-1")
                .mustBeFine();
        assertThat(toolWith(device, "from-officer-1", "--list-objects").isFine()).isTrue();
        toolWith(device, "from-officer-1", "--change-pin", "--new-pin", device.pin()).mustBeFine();
    }
}
