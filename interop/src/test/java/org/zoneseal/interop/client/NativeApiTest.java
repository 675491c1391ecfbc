package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.client.CommandAnswer;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.NativeHsm;
import org.zoneseal.client.NativeHsm.KeyRequest;
import org.zoneseal.client.NativeHsm.Storage;
import org.zoneseal.client.NativeKey;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;

/** The native API in Java against a whole HSM. */
class NativeApiTest {

    private static final Mechanism EDDSA = Mechanism.of(Ckm.EDDSA);

    @TempDir static Path folder;
    private static RunningHsm running;
    private HsmClient client;
    private NativeHsm hsm;

    @BeforeAll
    static void start() {
        running = RunningHsm.start(folder);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void logIn() {
        client = running.connect();
        hsm = new NativeHsm(client, new SecureRandom());
        hsm.loginPassword(RunningHsm.USER, RunningHsm.bytes(RunningHsm.PASSWORD));
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private static KeyRequest request(String name, String type, int size, Storage storage) {
        return new KeyRequest(RunningHsm.SLOT, name, "1", type, size, storage);
    }

    private static boolean verifies(PublicKey key, byte[] data, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(data);
        return verifier.verify(signature);
    }

    @Test
    void key_madeAndFound_signsTheSame() throws Exception {
        NativeKey made = hsm.generate(request("found", "ed25519", 0, Storage.INTERNAL));
        NativeKey found = hsm.find(RunningHsm.SLOT, "found", "1");
        assertThat(found.publicKey()).isEqualTo(made.publicKey());
        byte[] data = {1, 2, 3};
        assertThat(verifies(made.publicKey(), data, found.sign(EDDSA, data))).isTrue();
        hsm.destroy(RunningHsm.SLOT, found);
        assertThatThrownBy(() -> hsm.find(RunningHsm.SLOT, "found", "1"))
                .isInstanceOf(HsmClientException.class);
    }

    @Test
    void batch_ofMoreThanOneRequest_isSignedInOrder() throws Exception {
        NativeKey key = hsm.generate(request("batch", "ed25519", 0, Storage.INTERNAL));
        List<byte[]> data = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            data.add(new byte[i]);
        }
        List<byte[]> signatures = key.signAll(EDDSA, data);
        for (int i = 0; i < data.size(); i += 97) {
            assertThat(verifies(key.publicKey(), data.get(i), signatures.get(i))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa, 2048, RSA",
        "ec-p256, 0, EC",
        "ec-p384, 0, EC",
        "ec-p521, 0, EC",
        "ed25519, 0, EdDSA",
        "ed448, 0, EdDSA",
        "ml-dsa-44, 0, ML-DSA"
    })
    void key_ofEachType_hasAPublicKeyThatTheJdkReads(String type, int size, String algorithm) {
        NativeKey key = hsm.generate(request("type-" + type, type, size, Storage.INTERNAL));
        assertThat(key.publicKey().getAlgorithm()).isEqualTo(algorithm);
        assertThat(key.id()).isNotEmpty();
        assertThatThrownBy(key::blob)
                .extracting(e -> ((HsmClientException) e).returnValue())
                .isEqualTo(Ckr.KEY_UNEXTRACTABLE);
    }

    @Test
    void externalKey_loadedByAnotherClient_signs() throws Exception {
        makeBackupKey();
        NativeKey made = hsm.generate(request("external", "ed25519", 0, Storage.EXTERNAL));
        byte[] blob = made.blob();
        try (HsmClient other = running.connect()) {
            NativeHsm hers = new NativeHsm(other, new SecureRandom());
            hers.loginPassword(RunningHsm.USER, RunningHsm.bytes(RunningHsm.PASSWORD));
            NativeKey loaded = hers.load(blob);
            assertThat(verifies(made.publicKey(), blob, loaded.sign(EDDSA, blob))).isTrue();
            blob[blob.length / 2] ^= 1;
            assertThatThrownBy(() -> hers.load(blob)).isInstanceOf(HsmClientException.class);
        }
    }

    private void makeBackupKey() {
        List<Value> holders = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            holders.add(
                    new Value.Fields()
                            .put("name", name)
                            .put("passphrase", RunningHsm.bytes("passphrase of " + name))
                            .map());
        }
        client.command(
                "backup.key-generate",
                new Value.Fields().put("threshold", 2).put("holders", holders).map());
    }

    @Test
    void login_byKey_provesItWithoutSendingIt() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] info = pair.getPublic().getEncoded();
        client.command(
                "user.add",
                new Value.Fields()
                        .put("name", "carla")
                        .put("permissions", "00000002")
                        .put("public-key", info)
                        .map());
        try (HsmClient other = running.connect()) {
            NativeHsm hers = new NativeHsm(other, new SecureRandom());
            assertThat(hers.loginKey("carla", pair.getPrivate())).isEqualTo("00000002");
            KeyPair wrong = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            assertThatThrownBy(() -> hers.loginKey("carla", wrong.getPrivate()))
                    .isInstanceOf(HsmClientException.class);
        }
    }

    @Test
    void quorum_ofTwoHalves_mayTogetherWhatNeitherMayAlone() {
        for (String name : List.of("left", "right")) {
            client.command(
                    "user.add",
                    new Value.Fields()
                            .put("name", name)
                            .put("permissions", "00000011")
                            .put("password", RunningHsm.bytes(name + "-password"))
                            .map());
        }
        try (HsmClient other = running.connect()) {
            NativeHsm both = new NativeHsm(other, new SecureRandom());
            both.loginPassword("left", RunningHsm.bytes("left-password"));
            KeyRequest key = request("quorum", "ec-p256", 0, Storage.INTERNAL);
            assertThatThrownBy(() -> both.generate(key))
                    .extracting(e -> ((HsmClientException) e).returnValueName())
                    .isEqualTo("CKR_USER_NOT_LOGGED_IN");
            assertThat(both.loginPassword("right", RunningHsm.bytes("right-password")))
                    .isEqualTo("00000022");
            assertThat(both.generate(key).id()).isNotEmpty();
            both.logout("left");
            assertThat(CommandAnswer.of(other.command("session.show")).text("permissions"))
                    .isEqualTo("00000011");
        }
    }

    @Test
    void login_wrongPassword_isToldApart() {
        assertThatThrownBy(() ->
                        hsm.loginPassword(RunningHsm.USER, RunningHsm.bytes("wrong-password")))
                .extracting(e -> ((HsmClientException) e).returnValueName())
                .isEqualTo("CKR_PIN_INCORRECT");
    }
}
