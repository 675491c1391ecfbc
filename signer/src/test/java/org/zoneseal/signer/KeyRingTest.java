package org.zoneseal.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.storage.FolderLock;

class KeyRingTest {

    private static final Name ZONE = Name.parse("zone.test.");
    private static final Instant CREATED = Instant.parse("2026-11-22T13:00:00Z");
    private static final KeyEntry.InToken ZSK =
            new KeyEntry.InToken(
                    ZoneKey.Role.ZSK,
                    Dnskey.of(Dnskey.ZSK, 15, new byte[32]),
                    CREATED,
                    "My 100% \"token\" \u00fc",
                    KeyId.ofHex("00ff10"));
    private static final KeyEntry.Elsewhere KSK =
            new KeyEntry.Elsewhere(Dnskey.of(Dnskey.KSK, 13, new byte[64]), CREATED);

    @TempDir Path state;
    private KeyRing ring;

    @BeforeEach
    void addKeys() {
        ring = KeyRing.of(state, ZONE);
        ring.add(List.of(ZSK));
        ring.add(List.of(KSK));
    }

    @Test
    void read_whatWasAdded_isTheSame() {
        assertThat(KeyRing.of(state, ZONE).read()).containsExactly(ZSK, KSK);
    }

    @Test
    void read_noFile_hasNoKeys() {
        assertThat(KeyRing.of(state, Name.parse("other.test.")).read()).isEmpty();
    }

    @Test
    void read_zoneInOtherCase_isTheSameRing() {
        assertThat(KeyRing.of(state, Name.parse("Zone.TEST.")).read()).containsExactly(ZSK, KSK);
    }

    @Test
    void lock_heldAlready_namesWhoHasIt() {
        try (FolderLock _ = ring.lock()) {
            assertThatThrownBy(ring::lock).hasMessageContaining("in use by this process");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    zoneseal-keys v1 | zoneseal-keys v2 | newer Zoneseal
                    zoneseal-keys v1 | something else   | first line
                    zone zone.test.  | zone other.test. | other.test.
                    zone zone.test.  | zone a..b        | not about
                    key zsk 256 15   | key zsk 257 15   | line 3: the key's tag is
                    key zsk 256 15   | key boss 256 15  | line 3
                    key zsk 256 15   | key zsk x 15     | line 3
                    key ksk 257 13   | key zsk 257 13   | line 4
                    key ksk          | kye ksk          | line 4: not a key
                    2026-11-22T13    | yesterday        | line 3
                    00ff10           | 00ff1            | line 3
                    """)
    void read_editedFile_saysWhereAndLeavesItAlone(String what, String with, String message)
            throws IOException {
        String text = Files.readString(ring.file());
        assertThat(text).contains(what);
        String edited = text.replaceFirst(what, with);
        Files.writeString(ring.file(), edited);
        assertThatThrownBy(ring::read)
                .isInstanceOf(SigningException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(ring.file().toString());
        assertThatThrownBy(() -> ring.add(List.of(ZSK))).isInstanceOf(SigningException.class);
        assertThat(Files.readString(ring.file())).isEqualTo(edited);
    }

    @Test
    void read_editedFingerprintOrPublicKey_isRefused() throws IOException {
        String text = Files.readString(ring.file());
        String fingerprint = text.lines().skip(2).findFirst().orElseThrow().split(" ")[9];
        assertThat(fingerprint).hasSize(64);
        String first = fingerprint.startsWith("0") ? "1" : "0";
        Files.writeString(ring.file(), text.replace(fingerprint, first + fingerprint.substring(1)));
        assertThatThrownBy(ring::read).hasMessageContaining("fingerprint");
        Files.writeString(ring.file(), text.replaceFirst("AAAA", "AAAB"));
        assertThatThrownBy(ring::read).isInstanceOf(SigningException.class);
    }

    @Test
    void read_fileCutAnywhere_isRefused() throws IOException {
        String text = Files.readString(ring.file());
        for (int length = 0; length < text.length(); length++) {
            Files.writeString(ring.file(), text.substring(0, length));
            assertThatThrownBy(ring::read)
                    .isInstanceOf(SigningException.class)
                    .hasMessageContaining("restore it from a backup");
        }
    }

    @Test
    void file_oddZoneNames_haveFilesOfTheirOwnInTheFolder() {
        Name long255 = Name.ROOT;
        for (int length : new int[] {61, 63, 63, 63}) {
            long255 = long255.child(new byte[length]);
        }
        Name long254 = Name.ROOT;
        for (int length : new int[] {60, 63, 63, 63}) {
            long254 =
                    long254.child(
                            "a"
                                    .repeat(length)
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        List<Name> names =
                List.of(
                        Name.ROOT,
                        Name.parse("root."),
                        Name.parse("\\@."),
                        Name.parse("\\.\\.\\/etc."),
                        Name.parse("a\\.b.test."),
                        Name.parse("a.b.test."),
                        Name.parse("a\\032b.test."),
                        Name.parse("\\000\\010.test."),
                        Name.parse("2f.test."),
                        Name.parse("\\%2f.test."),
                        Name.parse("\\/.test."),
                        long255,
                        long254,
                        long254.parent().child(new byte[] {'b'}));
        Set<Path> files = new HashSet<>();
        for (Name name : names) {
            KeyRing each = KeyRing.of(state, name);
            each.add(List.of(KSK));
            assertThat(each.read()).containsExactly(KSK);
            assertThat(each.file().getParent()).isEqualTo(state.resolve("keys"));
            assertThat(each.file()).isRegularFile();
            files.add(each.file());
        }
        assertThat(files).hasSize(names.size());
    }
}
