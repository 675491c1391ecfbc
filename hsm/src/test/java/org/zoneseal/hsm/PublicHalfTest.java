package org.zoneseal.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PublicHalfTest {

    private static byte[] number(int length) {
        byte[] number = new byte[length];
        Arrays.fill(number, (byte) 0x81);
        return number;
    }

    @Test
    void rsa_withLeadingZeros_dropsThem() {
        PublicHalf half =
                PublicHalf.ofRsa(
                        SignatureScheme.RSA_SHA256,
                        new byte[] {0, 1, 0, 1},
                        new byte[] {0, 0, 5, 6});
        assertThat(half.dnskeyForm()).containsExactly(3, 1, 0, 1, 5, 6);
    }

    @Test
    void rsa_withLongExponent_hasLengthInThreeBytes() {
        byte[] form =
                PublicHalf.ofRsa(SignatureScheme.RSA_SHA512, number(256), number(256)).dnskeyForm();
        assertThat(form).hasSize(3 + 256 + 256).startsWith(0, 1, 0, 0x81);
    }

    @Test
    void fingerprint_dependsOnTheAlgorithm() {
        byte[] form = number(66);
        PublicHalf one = new PublicHalf(SignatureScheme.RSA_SHA256, form);
        PublicHalf two = new PublicHalf(SignatureScheme.RSA_SHA512, form);
        assertThat(one.fingerprint()).hasSize(64).isNotEqualTo(two.fingerprint());
        assertThat(one).isNotEqualTo(two);
    }
}
