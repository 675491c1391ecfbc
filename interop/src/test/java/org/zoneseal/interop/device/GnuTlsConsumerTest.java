package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.interop.Peer.Outcome;

/** GnuTLS's {@code p11tool}: tokens, keys, a signature that it verifies with both halves. */
@ExtendWith(SharedDevices.class)
class GnuTlsConsumerTest {

    @TempDir Path folder;

    private Outcome p11tool(Device device, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--batch", "--provider=" + device.module(), "--login"));
        all.addAll(List.of(arguments));
        return device.peer("p11tool")
                .with(Map.of("GNUTLS_PIN", device.pin(), "GNUTLS_SO_PIN", device.soPin()))
                .run(folder, all)
                .mustBeFine();
    }

    @ParameterizedTest
    @EnumSource
    void tokens_listed_showOurs(Door door, Devices devices) {
        Device device = devices.token(door, "gnutls");
        String out = p11tool(device, "--list-tokens").out();
        assertThat(out).contains("token=" + device.label()).contains("Requires login");
    }

    @ParameterizedTest
    @EnumSource
    void ecKey_made_signsAndVerifies(Door door, Devices devices) {
        Device device = devices.token(door, "gnutls");
        String token = "pkcs11:token=" + device.label();
        p11tool(
                device,
                "--generate-privkey=ecdsa",
                "--curve=secp256r1",
                "--label=gnu-ec",
                "--id=0a",
                token);
        sign(device, token, "gnu-ec", "EC/ECDSA-SECP256R1");
    }

    @ParameterizedTest
    @EnumSource
    void rsaKey_made_signsAndVerifies(Door door, Devices devices) {
        Device device = devices.token(door, "gnutls");
        String token = "pkcs11:token=" + device.label();
        p11tool(
                device,
                "--generate-privkey=rsa",
                "--bits=2048",
                "--label=gnu-rsa",
                "--id=0b",
                token);
        sign(device, token, "gnu-rsa", "RSA-2048");
    }

    private void sign(Device device, String token, String label, String type) {
        assertThat(p11tool(device, "--list-all", token).out())
                .contains("object=" + label)
                .contains(type)
                .contains("CKA_NEVER_EXTRACTABLE; CKA_SENSITIVE");
        Outcome signed =
                p11tool(device, "--test-sign", token + ";object=" + label + ";type=private");
        assertThat(signed.out() + signed.err())
                .contains("Verifying against private key parameters... ok")
                .contains("Verifying against public key in the token... ok");
    }
}
