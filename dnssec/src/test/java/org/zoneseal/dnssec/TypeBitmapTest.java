package org.zoneseal.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeBitmapTest {

    private final TypeBitmap bitmap = new TypeBitmap();

    /** RFC 4034 §4.3. */
    @Test
    void bitmap_ofRfc4034Example_isItsBytes() {
        for (int type : new int[] {1, 15, 46, 47, 1234}) {
            bitmap.add(type);
        }
        byte[] expected =
                Rdata.of()
                        .hex("0006 400100000003")
                        .hex("041b 000000000000000000000000000000000000000000000000000020")
                        .bytes();
        assertThat(written()).isEqualTo(expected);
        assertThat(bitmap.length()).isEqualTo(expected.length);
        assertThat(TypeBitmap.isWellFormed(expected, 0, expected.length)).isTrue();
        assertThat(TypeBitmap.contains(expected, 0, expected.length, 1234)).isTrue();
        assertThat(TypeBitmap.contains(expected, 0, expected.length, 1233)).isFalse();
        assertThat(TypeBitmap.contains(expected, 0, expected.length, 500)).isFalse();
    }

    @Test
    void bitmap_ofRandomTypes_readsBackAndMatchesOnlyItself() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int[] types = random.ints(random.nextInt(20), 0, 65536).sorted().distinct().toArray();
            bitmap.clear();
            for (int type : types) {
                bitmap.add(type);
            }
            byte[] bytes = written();
            assertThat(TypeBitmap.types(bytes, 0, bytes.length)).isEqualTo(types);
            assertThat(TypeBitmap.isWellFormed(bytes, 0, bytes.length)).isTrue();
            assertThat(bitmap.matches(bytes, 0, bytes.length)).isTrue();
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] ^= 1;
                assertThat(bitmap.matches(bytes, 0, bytes.length)).isFalse();
                assertThat(bitmap.matches(bytes, 0, bytes.length - 1)).isFalse();
            }
            assertThat(bitmap.isEmpty()).isEqualTo(types.length == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "0001",
                "000100",
                "0000",
                "000140 000140",
                "010140 000140",
                "0002 4000",
                "0021 01"
            })
    void bitmap_thatIsMalformed_isSeen(String hex) {
        byte[] bytes = Rdata.of().hex(hex).bytes();
        assertThat(TypeBitmap.isWellFormed(bytes, 0, bytes.length)).isFalse();
    }

    private byte[] written() {
        byte[] out = new byte[TypeBitmap.MAX_LENGTH];
        return Arrays.copyOf(out, bitmap.writeTo(out, 0));
    }
}
