package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;

/** The JDK's own PKCS#11 provider, driven by {@code keytool}; OpenSSL checks what it makes. */
@ExtendWith(SharedDevices.class)
class SunPkcs11ConsumerTest {

    private static final Pattern SLOT = Pattern.compile("Slot (\\d+) \\(");

    @TempDir Path folder;

    private void configure(Device device) throws IOException {
        Files.writeString(
                folder.resolve("sun.cfg"),
                "name = interop\nlibrary = %s\nslotListIndex = %d\n"
                        .formatted(device.module(), slotIndex(device)));
    }

    /** The provider knows slots by number only; the tool lists them with their labels. */
    private int slotIndex(Device device) {
        String out =
                device.peer("pkcs11-tool")
                        .run(folder, "--module", device.module().toString(), "--list-slots")
                        .mustBeFine()
                        .out();
        for (String slot : out.split("(?=Slot \\d)")) {
            Matcher number = SLOT.matcher(slot);
            if (number.find() && slot.matches("(?s).*: " + device.label() + "\n.*")) {
                return Integer.parseInt(number.group(1));
            }
        }
        throw new AssertionError(device.label() + " is not among " + out);
    }

    private Outcome keytool(Device device, String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "-J-XX:+UseSerialGC",
                                "-keystore",
                                "NONE",
                                "-storetype",
                                "PKCS11",
                                "-providerClass",
                                "sun.security.pkcs11.SunPKCS11",
                                "-providerArg",
                                "sun.cfg",
                                "-storepass",
                                device.pin()));
        all.addAll(List.of(arguments));
        return Peer.at(Path.of(System.getProperty("java.home"), "bin", "keytool"))
                .with(device.environment())
                .run(folder, all)
                .mustBeFine();
    }

    @ParameterizedTest
    @CsvSource({
        "SOFTHSM, EC, -groupname, secp256r1, SHA256withECDSA",
        "ZONESEAL, EC, -groupname, secp256r1, SHA256withECDSA",
        "P11_KIT, EC, -groupname, secp256r1, SHA256withECDSA",
        "SOFTHSM, RSA, -keysize, 2048, SHA256withRSA",
        "ZONESEAL, RSA, -keysize, 2048, SHA256withRSA",
        "P11_KIT, RSA, -keysize, 2048, SHA256withRSA"
    })
    void key_madeByKeytool_signsRequestsAndCertificates(
            Door door, String type, String option, String size, String scheme, Devices devices)
            throws IOException {
        Device device = devices.token(door, "sun");
        configure(device);
        String alias = "sun-" + type;
        keytool(
                device,
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                type,
                option,
                size,
                "-sigalg",
                scheme,
                "-dname",
                "CN=" + alias);
        assertThat(keytool(device, "-list").out()).contains(alias + ", PrivateKeyEntry");
        keytool(device, "-certreq", "-alias", alias, "-file", "request.pem");
        openssl("req", "-in", "request.pem", "-verify", "-noout");
        keytool(device, "-exportcert", "-rfc", "-alias", alias, "-file", "certificate.pem");
        openssl("verify", "-CAfile", "certificate.pem", "certificate.pem");
        keytool(device, "-delete", "-alias", alias);
        assertThat(keytool(device, "-list").out()).doesNotContain(alias);
    }

    private void openssl(String... arguments) {
        Peer.of("openssl").run(folder, arguments).mustBeFine();
    }
}
