package org.zoneseal.interop.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.dnssec.SignatureVerifier;
import org.zoneseal.dnssec.VerifyPolicy;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.interop.Peer;
import org.zoneseal.signer.BindKeyFile;
import org.zoneseal.simulator.EmbeddedHsm;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.simulator.StoreSecret;

/** Keys made by BIND's tools sign in the embedded HSM. */
final class BindKeysTest {

    private static final byte[] DATA = "signed data".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "RSASHA256, 1024",
        "RSASHA256, 2048",
        "RSASHA512, 2048",
        "ECDSAP256SHA256, 0",
        "ECDSAP384SHA384, 0",
        "ED25519, 0",
        "ED448, 0"
    })
    void keygen_eachAlgorithm_importsAndSigns(String algorithm, int bits) {
        String name =
                bits == 0
                        ? keygen("-a", algorithm, "example.org")
                        : keygen("-a", algorithm, "-b", String.valueOf(bits), "example.org");
        checkImport(name, Dnskey.ZSK);
    }

    @Test
    void keygen_ksk_keepsItsFlags() {
        checkImport(keygen("-a", "ED25519", "-f", "KSK", "example.org"), Dnskey.KSK);
    }

    private String keygen(String... arguments) {
        return Peer.of("dnssec-keygen").run(folder, arguments).mustBeFine().out().strip();
    }

    private void checkImport(String name, int flags) {
        try (EmbeddedHsm hsm =
                        EmbeddedHsm.create(
                                folder.resolve("store"),
                                new StoreSecret.DeviceFile(folder.resolve("device.secret")),
                                HeapKeys.ALLOWED);
                BindKeyFile pair = BindKeyFile.read(folder.resolve(name + ".private"))) {
            assertThat(pair.zone()).isEqualTo(Name.parse("example.org."));
            assertThat(pair.dnskey().flags()).isEqualTo(flags);
            assertThat(name)
                    .endsWith("+%05d".formatted(pair.dnskey().keyTag()))
                    .contains("+%03d+".formatted(pair.dnskey().algorithm()));
            KeyHandle key =
                    hsm.importKey(
                            new KeyRequest(pair.material().scheme(), 0, KeyId.ofHex("01"), name),
                            pair.material());
            assertThat(key.publicHalf()).isEqualTo(pair.publicHalf());
            checkSigns(hsm, key, pair.dnskey());
        }
    }

    private static void checkSigns(EmbeddedHsm hsm, KeyHandle key, Dnskey dnskey) {
        byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
        try (Lane lane = hsm.openLane()) {
            int length = lane.sign(key, DATA, 0, DATA.length, signature, 0);
            assertThat(
                            SignatureVerifier.of(dnskey, VerifyPolicy.STANDARD)
                                    .verify(DATA, 0, DATA.length, signature, 0, length))
                    .isTrue();
        }
    }
}
