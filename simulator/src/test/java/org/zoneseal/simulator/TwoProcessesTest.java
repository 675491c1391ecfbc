package org.zoneseal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.SignatureScheme;

/** Two processes want one store, and one of them is killed in the middle of its work. */
final class TwoProcessesTest {

    private static final int KEYS = 25;

    @TempDir Path temp;

    @Test
    void store_heldByAnotherProcessThatIsKilled_hasAllItsKeys() throws Exception {
        Process maker = maker();
        Set<KeyId> made = new HashSet<>();
        try {
            BufferedReader lines = maker.inputReader(StandardCharsets.US_ASCII);
            while (made.size() < KEYS) {
                made.add(KeyId.ofHex(String.valueOf(lines.readLine())));
            }
            assertThatThrownBy(() -> open(temp))
                    .isInstanceOfSatisfying(
                            HsmException.class,
                            e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.STORE))
                    .hasMessageContaining("in use by process " + maker.pid());
        } finally {
            maker.destroyForcibly().waitFor();
        }
        try (EmbeddedHsm hsm = open(temp)) {
            assertThat(hsm.keys()).extracting(KeyHandle::id).containsAll(made);
            for (KeyHandle key : hsm.keys()) {
                assertThat(SignatureCheck.verifies(hsm, key)).isTrue();
            }
        }
    }

    private static EmbeddedHsm open(Path folder) {
        return EmbeddedHsm.open(folder.resolve("store"), secret(folder), HeapKeys.REFUSED);
    }

    private static StoreSecret secret(Path folder) {
        return new StoreSecret.DeviceFile(folder.resolve("device.secret"));
    }

    private Process maker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Maker.class.getName(),
                        temp.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Makes keys, saying the id of each once it is made, until it is killed. */
    static final class Maker {
        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            try (EmbeddedHsm hsm =
                    EmbeddedHsm.create(folder.resolve("store"), secret(folder), HeapKeys.REFUSED)) {
                for (int i = 0; i < 1 << 16; i++) {
                    KeyId id = KeyId.ofHex("%04x".formatted(i));
                    hsm.generate(new KeyRequest(SignatureScheme.ED25519, 0, id, "made"));
                    System.out.println(id);
                }
            }
        }
    }
}
