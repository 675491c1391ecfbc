package org.zoneseal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.storage.FaultyFiles;

/** A day in a key store's life, with the plug pulled before each single file operation. */
final class KeyStoreCrashTest {

    private static final Path STORE = Path.of("/var/keys");
    private static final StoreSecret SECRET =
            new StoreSecret.DeviceFile(Path.of("/etc/device.secret"));
    private static final Schemes SCHEMES = Schemes.best(HeapKeys.REFUSED);

    @ParameterizedTest
    @EnumSource
    void store_crashAnywhere_hasAllThatWasPromisedAndNothingDestroyed(FaultyFiles.Loss loss)
            throws Exception {
        int points = operationsOfADay();
        for (int point = 1; point <= points + 1; point++) {
            FaultyFiles files = new FaultyFiles();
            files.crashAt(point);
            Promises promises = new Promises();
            try {
                promises.live(files);
            } catch (FaultyFiles.Crash e) {
                // What was promised until now must hold.
            }
            promises.check(files.afterCrash(loss), "crash before operation " + point);
        }
    }

    @ParameterizedTest
    @EnumSource
    void store_failureAnywhere_saysItOnceAndStaysIntact(FaultyFiles.Failure failure)
            throws Exception {
        int points = operationsOfADay();
        for (int point = 1; point <= points; point++) {
            FaultyFiles files = new FaultyFiles();
            files.failAt(point, failure);
            Promises promises = new Promises();
            assertThatThrownBy(() -> promises.live(files))
                    .isInstanceOfSatisfying(
                            HsmException.class,
                            e ->
                                    assertThat(e.kind())
                                            .isIn(
                                                    HsmException.Kind.STORE,
                                                    HsmException.Kind.TOKEN_FULL));
            promises.check(files, "operation " + point + " failed");
        }
    }

    @Test
    void generate_diskFull_saysSoAndWorksAgainWithRoom() throws Exception {
        FaultyFiles files = new FaultyFiles();
        try (EmbeddedHsm hsm = EmbeddedHsm.create(files, STORE, SECRET, SCHEMES)) {
            files.failAt(files.operations() + 2, FaultyFiles.Failure.NO_SPACE);
            assertThatThrownBy(() -> hsm.generate(request("01")))
                    .isInstanceOfSatisfying(
                            HsmException.class,
                            e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.TOKEN_FULL))
                    .hasMessageContaining("disk is full");
            assertThat(hsm.keys()).isEmpty();
            assertThat(SignatureCheck.verifies(hsm, hsm.generate(request("01")))).isTrue();
        }
    }

    @Test
    void generate_afterAnUnconfirmedWrite_isRefusedUntilReopened() throws Exception {
        FaultyFiles files = new FaultyFiles();
        KeyHandle before;
        try (EmbeddedHsm hsm = EmbeddedHsm.create(files, STORE, SECRET, SCHEMES)) {
            before = hsm.generate(request("01"));
            files.failAt(files.operations() + 3, FaultyFiles.Failure.INPUT_OUTPUT);
            assertThatThrownBy(() -> hsm.generate(request("02")))
                    .hasMessageContaining("did not confirm");
            assertThatThrownBy(() -> hsm.generate(request("03")))
                    .hasMessageContaining("did not confirm an earlier write");
            assertThat(SignatureCheck.verifies(hsm, before)).isTrue();
        }
        try (EmbeddedHsm hsm = EmbeddedHsm.open(files, STORE, SECRET, SCHEMES)) {
            assertThat(hsm.keys()).extracting(KeyHandle::id).containsExactly(before.id());
            hsm.generate(request("03"));
        }
    }

    private static int operationsOfADay() throws Exception {
        FaultyFiles files = new FaultyFiles();
        new Promises().live(files);
        return files.operations();
    }

    private static KeyRequest request(String id) {
        return new KeyRequest(SignatureScheme.ECDSA_P256_SHA256, 0, KeyId.ofHex(id), "first");
    }

    /** What a store has confirmed, and what it was asked for without an answer. */
    private static final class Promises {
        private boolean created;
        private final Map<KeyId, String> labels = new HashMap<>();
        private @Nullable KeyId unanswered;

        void live(FaultyFiles files) {
            try (EmbeddedHsm hsm = EmbeddedHsm.create(files, STORE, SECRET, SCHEMES)) {
                created = true;
                KeyHandle first = generate(hsm, "01");
                KeyHandle second = generate(hsm, "02");
                unanswered = first.id();
                hsm.relabel(first, "second");
                labels.put(first.id(), "second");
                unanswered = second.id();
                hsm.destroy(second);
                labels.remove(second.id());
                generate(hsm, "03");
                unanswered = null;
            }
            EmbeddedHsm.open(files, STORE, SECRET, SCHEMES).close();
        }

        private KeyHandle generate(EmbeddedHsm hsm, String id) {
            unanswered = KeyId.ofHex(id);
            KeyHandle key = hsm.generate(request(id));
            labels.put(key.id(), key.label());
            return key;
        }

        void check(FaultyFiles files, String when) throws Exception {
            if (!KeyStore.exists(files, STORE)) {
                assertThat(created).as(when).isFalse();
                EmbeddedHsm.create(files, STORE, SECRET, SCHEMES).close();
            }
            try (EmbeddedHsm hsm = EmbeddedHsm.open(files, STORE, SECRET, SCHEMES)) {
                Map<KeyId, String> found = new HashMap<>();
                for (KeyHandle key : hsm.keys()) {
                    found.put(key.id(), key.label());
                    assertThat(SignatureCheck.verifies(hsm, key)).as(when).isTrue();
                }
                found.remove(unanswered);
                Map<KeyId, String> sure = new HashMap<>(labels);
                sure.remove(unanswered);
                assertThat(found).as(when).isEqualTo(sure);
            }
        }
    }
}
