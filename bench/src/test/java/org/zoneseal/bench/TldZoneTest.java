package org.zoneseal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TldZoneTest {

    /** The digests are those of a Python script that makes the same zone. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.3, 98bf439ba70c54c3a577138c1f51163a4e58a14325c05299e9ede116b146f9b8",
        "1000, 0.3, de30d7aa2e2031deac840c08d538311b9a28ec8f2c8024fe60f9987cf6bc9082",
        "20000, 0.3, cbd84a8eac9916582c0573b5897616620f81f223e00dff7318ba77f7411adc16",
        "5000, 1, 633f582456849e76bee7ea1edbcbba171a236a728a92aab440fb96a3caa2c583",
        "5000, 0, 40c7d4b03726772072489542259cee4384dc19261c2a7722242089ef0f64e57c"
    })
    void writeTo_anyArguments_givesThePinnedBytes(int count, double share, String digest)
            throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            new TldZone(count, share).writeTo(out);
        }
        assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(digest);
    }
}
