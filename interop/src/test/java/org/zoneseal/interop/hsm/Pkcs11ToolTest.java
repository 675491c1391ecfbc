package org.zoneseal.interop.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyProbe;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.pkcs11.Pkcs11Options;
import org.zoneseal.hsm.pkcs11.Pkcs11Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;

/** OpenSC's tool and we see the same keys in a token. */
class Pkcs11ToolTest {

    private static final KeyId ID = KeyId.ofHex("0a0b0c0d");

    @TempDir Path folder;

    private SoftHsm softHsm;

    @BeforeEach
    void makeToken() throws Exception {
        softHsm = SoftHsm.in(folder).withToken("zones");
    }

    private Outcome tool(String... arguments) {
        String[] all = new String[arguments.length + 7];
        System.arraycopy(
                new String[] {
                    "--module", SoftHsm.MODULE.toString(), "--token-label", "zones", "--login"
                },
                0,
                all,
                0,
                5);
        all[5] = "--pin";
        all[6] = "1234abcd";
        System.arraycopy(arguments, 0, all, 7, arguments.length);
        return Peer.of("pkcs11-tool").with(softHsm.environment()).run(folder, all).mustBeFine();
    }

    private static Pkcs11Token open() {
        return Pkcs11Token.open(
                SoftHsm.MODULE, Pkcs11Uri.of("zones"), SoftHsm.pin(), Pkcs11Options.defaults());
    }

    @Test
    void ourKey_seenByTool_isSensitiveAndNeverExtractable() {
        try (Pkcs11Token token = open()) {
            token.generate(
                    new KeyRequest(
                            SignatureScheme.ECDSA_P256_SHA256, 0, ID, "example./zsk/13/4711"));
        }
        assertThat(tool("--list-objects", "--type", "privkey").out())
                .contains("example./zsk/13/4711")
                .contains("0a0b0c0d")
                .contains("sensitive")
                .contains("never extractable");
        assertThat(tool("--list-objects", "--type", "pubkey").out())
                .contains("example./zsk/13/4711")
                .contains("0a0b0c0d");
    }

    @ParameterizedTest
    @CsvSource({
        "EC:prime256v1, ECDSA_P256_SHA256",
        "EC:secp384r1, ECDSA_P384_SHA384",
        "EC:edwards25519, ED25519",
        "rsa:2048, RSA_SHA256"
    })
    void toolsKey_foundByUs_signs(String type, SignatureScheme scheme) {
        tool("--keypairgen", "--key-type", type, "--id", "0a0b0c0d", "--label", "theirs");
        try (Pkcs11Token token = open()) {
            KeyHandle key = token.find(ID).getFirst();
            assertThat(key.label()).isEqualTo("theirs");
            assertThat(key.publicHalf().scheme()).isEqualTo(scheme);
            KeyProbe.check(token, key, key.publicHalf(), Duration.ofSeconds(30));
        }
    }
}
