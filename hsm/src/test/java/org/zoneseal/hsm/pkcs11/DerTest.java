package org.zoneseal.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 57, 65, 97, 127, 128, 133, 255, 256, 1312, 65535})
    void octetString_unwrapped_givesContent(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 4);
        assertThat(Der.unwrapped(Der.octetString(content), length)).isEqualTo(content);
        assertThat(Der.unwrapped(content, length)).isEqualTo(content);
    }

    @Test
    void octetString_ofOtherLength_isLeftAlone() {
        byte[] wrapped = Der.octetString(new byte[31]);
        assertThat(Der.unwrapped(wrapped, 32)).isEqualTo(wrapped);
        assertThat(Der.unwrapped(new byte[0], 32)).isEmpty();
    }

    @Test
    void point_thatLooksLikeAnOctetString_isNotUnwrapped() {
        byte[] point = new byte[65];
        point[0] = 4;
        point[1] = 63;
        assertThat(Der.unwrapped(point, 65)).isEqualTo(point);
    }
}
