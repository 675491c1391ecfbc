package org.zoneseal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519", "Ed448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void ofEncoded_whatTheJdkEncoded_isTheSameKey(String algorithm) throws Exception {
        PublicKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();
        assertThat(PublicKeys.ofEncoded(key.getEncoded())).isEqualTo(key);
    }

    @Test
    void ofEncoded_cutOrChangedAnywhere_isAKeyOrAnErrorOfTheDevice() throws Exception {
        byte[] good = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
        for (int i = 0; i < good.length; i++) {
            byte[] cut = Arrays.copyOf(good, i);
            assertThatThrownBy(() -> PublicKeys.ofEncoded(cut))
                    .isInstanceOf(HsmClientException.class);
            byte[] changed = good.clone();
            changed[i] ^= (byte) 0xff;
            try {
                assertThat(PublicKeys.ofEncoded(changed).getAlgorithm()).isEqualTo("EC");
            } catch (HsmClientException e) {
                assertThat(e).hasMessageContaining("public key");
            }
        }
    }
}
