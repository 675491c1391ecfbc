package org.zoneseal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Pin;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.storage.FaultyFiles;

/** Stores that somebody edited, cut, swapped, or opens with the wrong secret. */
final class StoreDamageTest {

    private static final Path STORE = Path.of("/var/keys");
    private static final Path HEADER = STORE.resolve("store.v1");
    private static final Path DEVICE = Path.of("/etc/device.secret");
    private static final StoreSecret SECRET = new StoreSecret.DeviceFile(DEVICE);
    private static final Schemes SCHEMES = Schemes.best(HeapKeys.REFUSED);
    private static final int MAX_LENGTH = 1 << 16;

    private final FaultyFiles files = new FaultyFiles();

    @BeforeEach
    void makeAStoreWithTwoKeys() {
        try (EmbeddedHsm hsm = EmbeddedHsm.create(files, STORE, SECRET, SCHEMES)) {
            hsm.generate(request("01"));
            hsm.generate(request("02"));
        }
    }

    @Test
    void open_anyByteOfAKeyChanged_saysDamagedAndTouchesNothing() throws IOException {
        checkEachByte(objects().getFirst());
    }

    @Test
    void open_anyByteOfTheHeaderChanged_saysDamagedAndTouchesNothing() throws IOException {
        checkEachByte(HEADER);
    }

    @Test
    void open_fileCutAnywhere_saysDamagedAndTouchesNothing() throws IOException {
        for (Path file : List.of(HEADER, objects().getFirst())) {
            byte[] good = files.read(file, MAX_LENGTH);
            for (int length = 0; length < good.length; length++) {
                checkRefused(file, Arrays.copyOf(good, length));
            }
            checkRefused(file, Arrays.copyOf(good, good.length + 1));
            files.edit(file, good);
        }
        open().close();
    }

    @Test
    void open_filesOfTwoKeysSwapped_saysDamaged() throws IOException {
        Path first = objects().get(0);
        Path second = objects().get(1);
        byte[] content = files.read(first, MAX_LENGTH);
        files.edit(first, files.read(second, MAX_LENGTH));
        files.edit(second, content);
        assertStore("another object's file");
    }

    @Test
    void open_keyOfAnotherStore_saysSo() throws IOException {
        FaultyFiles other = new FaultyFiles();
        try (EmbeddedHsm hsm = EmbeddedHsm.create(other, STORE, SECRET, SCHEMES)) {
            hsm.generate(request("03"));
        }
        Path file = other.list(STORE.resolve("objects")).getFirst();
        files.edit(file, other.read(file, MAX_LENGTH));
        assertStore("another store");
    }

    @Test
    void open_olderCopyOfAKeyUnderItsName_isNotNoticed() throws IOException {
        Path file = objects().getFirst();
        byte[] older = files.read(file, MAX_LENGTH);
        try (EmbeddedHsm hsm = open()) {
            hsm.relabel(hsm.keys().getFirst(), "newer");
        }
        files.edit(file, older);
        // An honest limit: within one object's place the store cannot tell an old backup.
        open().close();
    }

    @Test
    void open_newerFormats_saysWhichAndTouchesNothing() throws IOException {
        for (Path file : List.of(HEADER, objects().getFirst())) {
            byte[] good = files.read(file, MAX_LENGTH);
            byte[] newer = good.clone();
            newer[9] = 2;
            files.edit(file, newer);
            assertStore("format 2, written by a newer version");
            assertThat(files.read(file, MAX_LENGTH)).isEqualTo(newer);
            files.edit(file, good);
        }
    }

    @Test
    void open_foreignFileAmongTheKeys_saysWhich() throws IOException {
        files.edit(STORE.resolve("objects/readme.txt"), new byte[3]);
        assertStore("readme.txt");
    }

    @Test
    void open_headerMissing_offersNoNewStoreOverTheKeys() throws IOException {
        files.delete(HEADER);
        assertStore("no key store");
        assertThatThrownBy(() -> EmbeddedHsm.create(files, STORE, SECRET, SCHEMES))
                .isInstanceOf(HsmException.class)
                .hasMessageContaining("keys beside it");
    }

    @Test
    void open_deviceSecretMissing_saysWhatToRestore() throws IOException {
        files.delete(DEVICE);
        assertStore("the device secret " + DEVICE + " is not there");
    }

    @Test
    void open_deviceSecretOfAnotherMachine_isWrongPin() throws IOException {
        byte[] other = files.read(DEVICE, MAX_LENGTH);
        other[20] ^= 1;
        files.edit(DEVICE, other);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        HsmException.class,
                        e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.WRONG_PIN));
    }

    @Test
    void open_withAPassphraseWhereADeviceSecretOpens_saysSo() {
        StoreSecret passphrase = new StoreSecret.Passphrase(pin("guess"));
        assertThatThrownBy(() -> EmbeddedHsm.open(files, STORE, passphrase, SCHEMES))
                .isInstanceOf(HsmException.class)
                .hasMessageContaining("is opened by a device secret file");
    }

    @Test
    void open_wrongPassphrase_isWrongPinAndTheRightOneStillOpens() throws IOException {
        FaultyFiles own = new FaultyFiles();
        StoreSecret right = new StoreSecret.Passphrase(pin("correct horse"));
        StoreSecret wrong = new StoreSecret.Passphrase(pin("battery staple"));
        EmbeddedHsm.create(own, STORE, right, SCHEMES).close();
        byte[] header = own.read(HEADER, MAX_LENGTH);
        assertThatThrownBy(() -> EmbeddedHsm.open(own, STORE, wrong, SCHEMES))
                .isInstanceOfSatisfying(
                        HsmException.class,
                        e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.WRONG_PIN));
        assertThat(own.read(HEADER, MAX_LENGTH)).isEqualTo(header);
        EmbeddedHsm.open(own, STORE, right, SCHEMES).close();
    }

    @Test
    void argon2_outOfBounds_isRefusedBeforeItCostsAnything() {
        assertThatThrownBy(() -> new Argon2(Integer.MAX_VALUE, 3, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Argon2(64 * 1024, 1000, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Argon2(64, 3, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Argon2(-1, 3, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void open_openAlready_isRefused() {
        try (EmbeddedHsm hsm = open()) {
            assertStore("in use");
            assertThat(hsm.keys()).hasSize(2);
        }
    }

    private void checkEachByte(Path file) throws IOException {
        byte[] good = files.read(file, MAX_LENGTH);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            checkRefused(file, bad);
        }
        files.edit(file, good);
        open().close();
    }

    private void checkRefused(Path file, byte[] bad) throws IOException {
        files.edit(file, bad);
        assertStore(file.toString());
        assertThat(files.read(file, MAX_LENGTH)).isEqualTo(bad);
    }

    private void assertStore(String message) {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        HsmException.class,
                        e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.STORE))
                .hasMessageContaining(message);
    }

    private EmbeddedHsm open() {
        return EmbeddedHsm.open(files, STORE, SECRET, SCHEMES);
    }

    private List<Path> objects() throws IOException {
        return files.list(STORE.resolve("objects"));
    }

    private static Pin pin(String text) {
        return new Pin(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyRequest request(String id) {
        return new KeyRequest(SignatureScheme.ED25519, 0, KeyId.ofHex(id), "key " + id);
    }
}
