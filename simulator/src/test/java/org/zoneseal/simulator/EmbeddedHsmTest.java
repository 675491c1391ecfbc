package org.zoneseal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.TokenTest;
import org.zoneseal.storage.FileLayer;

final class EmbeddedHsmTest {

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource
    void sign_withGeneratedKey_verifiesWithItsPublicHalf(SignatureScheme scheme) throws Exception {
        try (EmbeddedHsm hsm = create()) {
            KeyHandle key = hsm.generate(request(scheme, "01"));
            assertThat(SignatureCheck.verifies(hsm, key)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sign_afterReopening_verifiesWithTheSamePublicHalf(SignatureScheme scheme)
            throws Exception {
        KeyHandle made;
        try (EmbeddedHsm hsm = create()) {
            made = hsm.generate(request(scheme, "01"));
        }
        try (EmbeddedHsm hsm = open()) {
            KeyHandle found = hsm.find(KeyId.ofHex("01")).getFirst();
            assertThat(found.publicHalf()).isEqualTo(made.publicHalf());
            assertThat(found.label()).isEqualTo(made.label());
            assertThat(SignatureCheck.verifies(hsm, found)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void store_madeWithOneProvider_opensAndSignsWithTheOther(SignatureScheme scheme)
            throws Exception {
        Schemes platform = Schemes.platform(HeapKeys.ALLOWED);
        Path folder = temp.resolve("store");
        PublicHalf made;
        try (EmbeddedHsm hsm = EmbeddedHsm.create(FileLayer.real(), folder, secret(), platform)) {
            made = hsm.generate(request(scheme, "01")).publicHalf();
        }
        try (EmbeddedHsm hsm = open()) {
            KeyHandle key = hsm.keys().getFirst();
            assertThat(key.publicHalf()).isEqualTo(made);
            assertThat(SignatureCheck.verifies(hsm, key)).isTrue();
            hsm.generate(request(scheme, "02"));
        }
        try (EmbeddedHsm hsm = EmbeddedHsm.open(FileLayer.real(), folder, secret(), platform)) {
            KeyHandle key = hsm.find(KeyId.ofHex("02")).getFirst();
            assertThat(SignatureCheck.verifies(hsm, key)).isTrue();
        }
    }

    @Test
    void schemes_heapKeysRefused_lackEd448AndMlDsa() {
        try (EmbeddedHsm hsm =
                EmbeddedHsm.create(temp.resolve("store"), secret(), HeapKeys.REFUSED)) {
            assertThat(hsm.schemes())
                    .doesNotContain(SignatureScheme.ED448, SignatureScheme.ML_DSA_44)
                    .hasSize(5);
            assertThatThrownBy(() -> hsm.generate(request(SignatureScheme.ED448, "01")))
                    .isInstanceOfSatisfying(
                            HsmException.class,
                            e ->
                                    assertThat(e.kind())
                                            .isEqualTo(HsmException.Kind.MECHANISM_MISSING))
                    .hasMessageContaining("Java heap");
        }
    }

    @Test
    void tokenTest_findsThatEverySchemeOnOfferWorks() {
        try (EmbeddedHsm hsm = create()) {
            assertThat(TokenTest.run(hsm, Duration.ofMinutes(1)))
                    .allMatch(TokenTest.Result::works, "works")
                    .hasSize(SignatureScheme.values().length);
            assertThat(hsm.keys()).isEmpty();
        }
    }

    @Test
    void sign_heapKeyAfterHeapKeysWereRefusedAgain_isRefused() {
        try (EmbeddedHsm hsm = create()) {
            hsm.generate(request(SignatureScheme.ED448, "01"));
        }
        try (EmbeddedHsm hsm = EmbeddedHsm.open(temp.resolve("store"), secret(), HeapKeys.REFUSED);
                Lane lane = hsm.openLane()) {
            KeyHandle key = hsm.keys().getFirst();
            assertThatThrownBy(() -> SignatureCheck.sign(lane, key))
                    .isInstanceOf(HsmException.class)
                    .hasMessageContaining("Java heap");
        }
    }

    @Test
    void keyMemory_withoutNativeBuild_saysHeapForAll() {
        assertThat(Schemes.platform(HeapKeys.ALLOWED).memory().values())
                .containsOnly(KeyMemory.HEAP);
    }

    @Test
    void generate_idInUse_isRefused() {
        try (EmbeddedHsm hsm = create()) {
            hsm.generate(p256("01"));
            assertThatThrownBy(() -> hsm.generate(p256("01")))
                    .isInstanceOf(HsmException.class)
                    .hasMessageContaining("id 01");
            assertThat(hsm.keys()).hasSize(1);
        }
    }

    @Test
    void generate_rsaOutOfBounds_isRefused() {
        try (EmbeddedHsm hsm = create()) {
            KeyRequest tiny =
                    new KeyRequest(SignatureScheme.RSA_SHA256, 512, KeyId.ofHex("01"), "tiny");
            assertThatThrownBy(() -> hsm.generate(tiny))
                    .isInstanceOf(HsmException.class)
                    .hasMessageContaining("1024 to 4096");
        }
    }

    @Test
    void relabel_key_isDurableAndKeepsSigningInOpenLanes() throws Exception {
        try (EmbeddedHsm hsm = create();
                Lane lane = hsm.openLane()) {
            KeyHandle old = hsm.generate(p256("01"));
            SignatureCheck.sign(lane, old);
            KeyHandle key = hsm.relabel(old, "example./zsk/13/4711 \u00e4");
            assertThat(key.label()).isEqualTo("example./zsk/13/4711 \u00e4");
            assertThat(SignatureCheck.verifies(key, SignatureCheck.sign(lane, key))).isTrue();
            assertThat(SignatureCheck.verifies(key, SignatureCheck.sign(lane, old))).isTrue();
        }
        try (EmbeddedHsm hsm = open()) {
            assertThat(hsm.keys())
                    .extracting(KeyHandle::label)
                    .containsExactly("example./zsk/13/4711 \u00e4");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_P256_SHA256", "ED448"})
    void destroy_key_endsItEverywhereAtOnce(SignatureScheme scheme) throws Exception {
        try (EmbeddedHsm hsm = create();
                Lane lane = hsm.openLane()) {
            KeyHandle key = hsm.generate(request(scheme, "01"));
            KeyHandle other = hsm.generate(request(scheme, "02"));
            SignatureCheck.sign(lane, key);
            hsm.destroy(key);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> SignatureCheck.sign(lane, key))
                        .isInstanceOfSatisfying(
                                HsmException.class,
                                e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.KEY_MISSING));
            }
            assertThatThrownBy(() -> hsm.destroy(key)).isInstanceOf(HsmException.class);
            assertThat(hsm.find(key.id())).isEmpty();
            assertThat(SignatureCheck.verifies(other, SignatureCheck.sign(lane, other))).isTrue();
        }
        try (Stream<Path> files = Files.list(temp.resolve("store/objects"))) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void destroy_whileALaneSigns_givesGoodSignaturesThenAClearRefusal(SignatureScheme scheme)
            throws Exception {
        try (EmbeddedHsm hsm = create();
                Lane lane = hsm.openLane()) {
            KeyHandle key = hsm.generate(request(scheme, "01"));
            CountDownLatch signing = new CountDownLatch(1);
            Thread destroyer =
                    Thread.ofPlatform()
                            .start(() -> {
                                awaitQuietly(signing);
                                hsm.destroy(key);
                            });
            byte[] last = SignatureCheck.sign(lane, key);
            signing.countDown();
            HsmException refused = null;
            while (refused == null) {
                try {
                    last = SignatureCheck.sign(lane, key);
                } catch (HsmException e) {
                    refused = e;
                }
            }
            destroyer.join();
            assertThat(refused.kind()).isEqualTo(HsmException.Kind.KEY_MISSING);
            assertThat(SignatureCheck.verifies(key, last)).isTrue();
        }
    }

    @Test
    void lane_moreKeysThanItKeeps_signsWithAll() throws Exception {
        try (EmbeddedHsm hsm = create();
                Lane lane = hsm.openLane()) {
            for (int i = 0; i < 300; i++) {
                hsm.generate(request(SignatureScheme.ED25519, "%04x".formatted(i)));
            }
            List<KeyHandle> keys = hsm.keys();
            for (KeyHandle key : keys) {
                SignatureCheck.sign(lane, key);
            }
            KeyHandle first = keys.getFirst();
            assertThat(SignatureCheck.verifies(first, SignatureCheck.sign(lane, first))).isTrue();
        }
    }

    @Test
    void lanes_manyThreadsOneKey_allSignaturesVerify() throws Exception {
        try (EmbeddedHsm hsm = create()) {
            KeyHandle key = hsm.generate(p256("01"));
            List<Thread> threads =
                    Stream.generate(() -> Thread.ofPlatform().unstarted(() -> signMany(hsm, key)))
                            .limit(4)
                            .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(SignatureCheck.verifies(hsm, key)).isTrue();
        }
    }

    @Test
    void sign_afterClose_isRefused() {
        EmbeddedHsm hsm = create();
        KeyHandle key = hsm.generate(p256("01"));
        Lane lane = hsm.openLane();
        SignatureCheck.sign(lane, key);
        hsm.close();
        hsm.close();
        assertThatThrownBy(() -> SignatureCheck.sign(lane, key)).isInstanceOf(HsmException.class);
        assertThatThrownBy(hsm::keys)
                .isInstanceOf(HsmException.class)
                .hasMessageContaining("closed");
        lane.close();
    }

    @Test
    void files_ofTheStore_areForTheirOwnerOnly() throws Exception {
        try (EmbeddedHsm hsm = create()) {
            hsm.generate(p256("01"));
        }
        try (Stream<Path> files = Files.walk(temp)) {
            for (Path file : files.filter(path -> !path.equals(temp)).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void create_storeIsThere_isRefused() {
        create().close();
        assertThatThrownBy(this::create)
                .isInstanceOf(HsmException.class)
                .hasMessageContaining("already");
    }

    @Test
    void create_deviceSecretInsideTheStore_isRefused() {
        Path folder = temp.resolve("store");
        StoreSecret inside = new StoreSecret.DeviceFile(folder.resolve("../store/secret"));
        assertThatThrownBy(() -> EmbeddedHsm.create(folder, inside, HeapKeys.REFUSED))
                .isInstanceOf(HsmException.class)
                .hasMessageContaining("inside the key store");
        assertThat(EmbeddedHsm.exists(folder)).isFalse();
    }

    @Test
    void open_noStore_saysSo() {
        assertThatThrownBy(this::open)
                .isInstanceOf(HsmException.class)
                .hasMessageContaining("there is no key store");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void signMany(EmbeddedHsm hsm, KeyHandle key) {
        try (Lane lane = hsm.openLane()) {
            for (int i = 0; i < 200; i++) {
                SignatureCheck.sign(lane, key);
            }
        }
    }

    private EmbeddedHsm create() {
        return EmbeddedHsm.create(temp.resolve("store"), secret(), HeapKeys.ALLOWED);
    }

    private EmbeddedHsm open() {
        return EmbeddedHsm.open(temp.resolve("store"), secret(), HeapKeys.ALLOWED);
    }

    private StoreSecret secret() {
        return new StoreSecret.DeviceFile(temp.resolve("device.secret"));
    }

    private static KeyRequest p256(String id) {
        return request(SignatureScheme.ECDSA_P256_SHA256, id);
    }

    private static KeyRequest request(SignatureScheme scheme, String id) {
        return new KeyRequest(scheme, 2048, KeyId.ofHex(id), "example./zsk/" + scheme.algorithm());
    }
}
