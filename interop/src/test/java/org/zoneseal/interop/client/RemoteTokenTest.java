package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyProbe;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.Pin;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureCheck;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.pkcs11.Pkcs11Options.LastPinTry;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;
import org.zoneseal.hsm.pkcs11.RemoteToken;

/** A running software HSM as the rest of the product sees any HSM. */
class RemoteTokenTest {

    private static final KeyId ID = KeyId.ofHex("0102");
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir Path folder;
    private RunningHsm hsm;

    @BeforeEach
    void start() {
        hsm = RunningHsm.start(folder);
    }

    @AfterEach
    void stop() {
        hsm.close();
    }

    private RemoteToken open() {
        return open(RunningHsm.LABEL, RunningHsm.PIN);
    }

    private RemoteToken open(String label, String pin) {
        return RemoteToken.open(
                hsm.connect(),
                Pkcs11Uri.of(label),
                new Pin(RunningHsm.bytes(pin)),
                LastPinTry.REFUSED,
                new SecureRandom());
    }

    private static byte[] sign(RemoteToken token, KeyHandle key, byte[] data) {
        byte[] out = new byte[Lane.MAX_SIGNATURE_LENGTH];
        try (Lane lane = token.openLane()) {
            int length = lane.sign(key, data, 0, data.length, out, 0);
            return Arrays.copyOf(out, length);
        }
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void key_ofEveryScheme_livesItsLife(SignatureScheme scheme) {
        try (RemoteToken token = open()) {
            assertThat(token.schemes()).contains(scheme);
            KeyHandle key = token.generate(new KeyRequest(scheme, 2048, ID, "new"));
            byte[] data = new byte[300];
            assertThat(new SignatureCheck(key.publicHalf()).verifies(data, sign(token, key, data)))
                    .isTrue();
            KeyHandle named = token.relabel(key, "example/zsk/" + scheme.algorithm() + "/1");
            List<KeyHandle> found = token.find(ID);
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().label()).isEqualTo(named.label());
            assertThat(found.getFirst().publicHalf()).isEqualTo(key.publicHalf());
            assertThat(token.keys()).hasSize(1);
            KeyProbe.find(token, ID, key.publicHalf(), BOUND);
            token.destroy(named);
            assertThat(token.keys()).isEmpty();
        }
    }

    @Test
    void key_broughtIn_signsAsItself() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        byte[] info = pair.getPublic().getEncoded();
        byte[] form = Arrays.copyOfRange(info, info.length - 32, info.length);
        KeyRequest request = new KeyRequest(SignatureScheme.ED25519, 0, ID, "imported");
        try (RemoteToken token = open();
                PrivateMaterial material =
                        new PrivateMaterial.Raw(SignatureScheme.ED25519, secret, form)) {
            KeyHandle key = token.importKey(request, material);
            assertThat(key.publicHalf().dnskeyForm()).isEqualTo(form);
            byte[] data = {7};
            assertThat(new SignatureCheck(key.publicHalf()).verifies(data, sign(token, key, data)))
                    .isTrue();
        }
    }

    @Test
    void key_broughtInWithAnothersPublicHalf_isRefusedAndNotKept() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        byte[] info =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
        byte[] form = Arrays.copyOfRange(info, info.length - 32, info.length);
        KeyRequest request = new KeyRequest(SignatureScheme.ED25519, 0, ID, "imported");
        try (RemoteToken token = open();
                PrivateMaterial material =
                        new PrivateMaterial.Raw(SignatureScheme.ED25519, secret, form)) {
            assertThatThrownBy(() -> token.importKey(request, material))
                    .isInstanceOf(HsmException.class);
            assertThat(token.find(ID)).isEmpty();
        }
    }

    @Test
    void key_afterRestartOfTheHsm_signsOn() {
        try (RemoteToken token = open()) {
            KeyHandle key =
                    token.generate(
                            new KeyRequest(SignatureScheme.ECDSA_P256_SHA256, 0, ID, "lasting"));
            hsm.restart();
            byte[] data = {1};
            assertThat(new SignatureCheck(key.publicHalf()).verifies(data, sign(token, key, data)))
                    .isTrue();
        }
    }

    @Test
    void key_whileTheHsmRestarts_isWaitedFor() throws InterruptedException {
        try (RemoteToken token = open()) {
            KeyHandle key =
                    token.generate(new KeyRequest(SignatureScheme.ED25519, 0, ID, "lasting"));
            hsm.stop();
            Thread later = Thread.ofVirtual().start(hsm::resume);
            byte[] data = {1};
            assertThat(new SignatureCheck(key.publicHalf()).verifies(data, sign(token, key, data)))
                    .isTrue();
            later.join();
        }
    }

    @Test
    void open_wrongPin_isAWrongPin() {
        assertThatThrownBy(() -> open(RunningHsm.LABEL, "wrong-pin"))
                .isInstanceOf(HsmException.class)
                .extracting(e -> ((HsmException) e).kind())
                .isEqualTo(HsmException.Kind.WRONG_PIN);
    }

    @Test
    void open_unknownLabel_namesThoseThatAreThere() {
        assertThatThrownBy(() -> open("nobody", RunningHsm.PIN))
                .hasMessageContaining("nobody")
                .hasMessageContaining(RunningHsm.LABEL);
    }

    @Test
    void generate_idTaken_isRefusedAndLeavesTheKey() {
        try (RemoteToken token = open()) {
            KeyRequest request = new KeyRequest(SignatureScheme.ED25519, 0, ID, "first");
            token.generate(request);
            assertThatThrownBy(() -> token.generate(request)).isInstanceOf(HsmException.class);
            assertThat(token.find(ID)).hasSize(1);
        }
    }
}
