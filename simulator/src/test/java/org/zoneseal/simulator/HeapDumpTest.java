package org.zoneseal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureScheme;

/**
 * No private key on the Java heap while lanes are open, seen in a real heap dump.
 *
 * <p>What is looked for is kept here with every bit turned over, or the test would find itself. A
 * dump writes arrays of int big-endian, so a search for the bytes finds a BigInteger's digits too.
 */
final class HeapDumpTest {

    private static final byte MASK = (byte) 0xff;

    @TempDir Path temp;

    @Test
    void heapDump_whileLanesSign_holdsNoPrivateKey() throws Exception {
        assumeTrue(
                Schemes.best(HeapKeys.REFUSED).memory().get(SignatureScheme.ED25519)
                        == KeyMemory.NATIVE,
                "no native build of the crypto provider for this machine");
        byte[] p256 = masked("GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=");
        byte[] ed25519 = masked("ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=");
        try (EmbeddedHsm hsm =
                        EmbeddedHsm.create(
                                temp.resolve("store"),
                                new StoreSecret.DeviceFile(temp.resolve("device.secret")),
                                HeapKeys.REFUSED);
                Lane lane = hsm.openLane()) {
            importAndSign(
                    hsm,
                    lane,
                    SignatureScheme.ECDSA_P256_SHA256,
                    p256,
                    "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+"
                            + "e+MAnLr+Wi9xMWyQLc8NAA==");
            importAndSign(
                    hsm,
                    lane,
                    SignatureScheme.ED25519,
                    ed25519,
                    "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=");
            hsm.relabel(hsm.keys().getFirst(), "another label");
            Path dump = dump("signing.hprof");
            assertThat(holds(dump, p256)).as("P-256 scalar").isFalse();
            assertThat(holds(dump, ed25519)).as("Ed25519 secret key").isFalse();
        }
        byte[] control = unmasked(p256);
        try {
            assertThat(holds(dump("control.hprof"), p256)).as("the search finds keys").isTrue();
        } finally {
            Reference.reachabilityFence(control);
        }
    }

    private static void importAndSign(
            EmbeddedHsm hsm, Lane lane, SignatureScheme scheme, byte[] masked, String publicKey) {
        KeyHandle key;
        try (PrivateMaterial material =
                new PrivateMaterial.Raw(
                        scheme, unmasked(masked), Base64.getDecoder().decode(publicKey))) {
            KeyId id = new KeyId(new byte[] {(byte) scheme.algorithm()});
            key = hsm.importKey(new KeyRequest(scheme, 0, id, "imported"), material);
        }
        for (int i = 0; i < 100; i++) {
            SignatureCheck.sign(lane, key);
        }
    }

    private Path dump(String name) throws IOException {
        Path file = temp.resolve(name);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpHeap(file.toString(), true);
        return file;
    }

    private static boolean holds(Path dump, byte[] masked) throws IOException {
        try (FileChannel channel = FileChannel.open(dump)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            for (int at = 0; at + masked.length <= bytes.limit(); at++) {
                if (matches(bytes, at, masked)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean matches(MappedByteBuffer bytes, int at, byte[] masked) {
        for (int i = 0; i < masked.length; i++) {
            if ((byte) (bytes.get(at + i) ^ MASK) != masked[i]) {
                return false;
            }
        }
        return true;
    }

    /** Decodes four characters at a time, so that no array ever holds the whole key. */
    private static byte[] masked(String base64) {
        byte[] masked = new byte[base64.length() / 4 * 3 - (base64.endsWith("=") ? 1 : 0)];
        int at = 0;
        for (int i = 0; i < base64.length(); i += 4) {
            for (byte each : Base64.getDecoder().decode(base64.substring(i, i + 4))) {
                masked[at++] = (byte) (each ^ MASK);
            }
        }
        return masked;
    }

    private static byte[] unmasked(byte[] masked) {
        byte[] bytes = masked.clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= MASK;
        }
        return bytes;
    }
}
