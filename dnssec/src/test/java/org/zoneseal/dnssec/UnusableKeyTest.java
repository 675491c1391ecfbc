package org.zoneseal.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Public keys that no honest signer publishes, and signatures that no honest signer makes. */
class UnusableKeyTest {

    private static final VerifyPolicy ALL = VerifyPolicy.STANDARD.withSha1().withExperimental();

    private static UnusableKeyException.Reason refusal(int algorithm, byte[] key) {
        try {
            SignatureVerifier.of(Dnskey.of(Dnskey.ZSK, algorithm, key), ALL);
        } catch (UnusableKeyException e) {
            return e.reason();
        }
        throw new AssertionError("the key was taken");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6, 9, 11, 12, 17, 252, 255})
    void key_ofUnknownAlgorithm_isRefusedAsSuch(int algorithm) {
        assertThat(refusal(algorithm, new byte[64]))
                .isEqualTo(UnusableKeyException.Reason.UNKNOWN_ALGORITHM);
    }

    @Test
    void experimentalAlgorithm_withoutItsSwitch_isRefused() {
        Dnskey key = Dnskey.of(Dnskey.ZSK, 18, new byte[1312]);
        assertThatThrownBy(() -> SignatureVerifier.of(key, VerifyPolicy.STANDARD.withSha1()))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("MLDSA44");
    }

    @ParameterizedTest
    @CsvSource({"13, 64", "14, 96", "15, 32", "16, 57", "18, 1312"})
    void key_ofWrongLength_isMalformed(int algorithm, int length) {
        assertThat(refusal(algorithm, new byte[length - 1]))
                .isEqualTo(UnusableKeyException.Reason.MALFORMED);
        assertThat(refusal(algorithm, new byte[length + 1]))
                .isEqualTo(UnusableKeyException.Reason.MALFORMED);
        assertThat(refusal(algorithm, new byte[0]))
                .isEqualTo(UnusableKeyException.Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14})
    void point_offItsCurve_isMalformed(int algorithm) {
        byte[] good =
                (algorithm == 13 ? SignatureVectorsTest.P256 : SignatureVectorsTest.P384)
                        .key()
                        .publicKey();
        byte[] bad = good.clone();
        bad[bad.length - 1] ^= 1;
        assertThat(refusal(algorithm, bad)).isEqualTo(UnusableKeyException.Reason.MALFORMED);
        byte[] large = good.clone();
        Arrays.fill(large, 0, large.length / 2, (byte) 0xff);
        assertThat(refusal(algorithm, large)).isEqualTo(UnusableKeyException.Reason.MALFORMED);
        assertThat(refusal(algorithm, new byte[good.length]))
                .isEqualTo(UnusableKeyException.Reason.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        // No exponent, exponent 1, even exponent, leading zeros, a modulus missing or short.
        "00",
        "000000",
        "0101ff",
        "0102ff",
        "020003ff",
        "010300ff",
        "0103",
        "0503"
    })
    void rsaKey_withOddParts_isMalformed(String hex) {
        byte[] key = Rdata.of().hex(hex).bytes();
        assertThat(refusal(8, key)).isEqualTo(UnusableKeyException.Reason.MALFORMED);
    }

    @Test
    void rsaKey_beyondTheBounds_isMalformed() {
        assertThat(refusal(8, rsa(3, new byte[] {3}, 63)))
                .isEqualTo(UnusableKeyException.Reason.MALFORMED);
        assertThat(refusal(8, rsa(3, new byte[] {3}, 513)))
                .isEqualTo(UnusableKeyException.Reason.MALFORMED);
        assertThat(refusal(8, rsa(3, new byte[] {3, 0, 0, 0, 1}, 128)))
                .isEqualTo(UnusableKeyException.Reason.MALFORMED);
        assertThat(refusal(8, rsa(2, new byte[] {3}, 128)))
                .isEqualTo(UnusableKeyException.Reason.MALFORMED);
        for (int bytes : new int[] {64, 127, 128, 256, 512}) {
            byte[] key = rsa(3, new byte[] {1, 0, 1}, bytes);
            assertThat(SignatureVerifier.of(Dnskey.of(Dnskey.ZSK, 8, key), ALL)).isNotNull();
        }
    }

    /** An RSA key whose modulus has {@code bytes} bytes, the last one as given. */
    private static byte[] rsa(int last, byte[] exponent, int bytes) {
        byte[] modulus = new byte[bytes];
        Arrays.fill(modulus, (byte) 0xc5);
        modulus[bytes - 1] = (byte) last;
        return Rdata.of().u8(exponent.length).raw(exponent).raw(modulus).bytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14})
    void ecdsaSignature_withZeroOrOrder_isNotValid(int algorithm) {
        SignatureVectorsTest.Vector vector =
                algorithm == 13 ? SignatureVectorsTest.P256 : SignatureVectorsTest.P384;
        SignatureVerifier verifier = SignatureVerifier.of(vector.key(), ALL);
        String order =
                algorithm == 13
                        ? "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
                        : "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
                                + "581a0db248b0a77aecec196accc52973";
        byte[] n = Rdata.of().hex(order).bytes();
        byte[] zero = new byte[n.length];
        byte[] one = new byte[n.length];
        one[n.length - 1] = 1;
        for (byte[] r : new byte[][] {zero, one, n}) {
            for (byte[] s : new byte[][] {zero, one, n}) {
                byte[] signature = Rdata.of().raw(r).raw(s).bytes();
                assertThat(verifier.verify(one, 0, 1, signature, 0, signature.length)).isFalse();
            }
        }
    }

    @Test
    void ed25519Signature_withSAboveTheOrder_isNotValid() {
        SignatureVectorsTest.Vector vector = SignatureVectorsTest.ED25519;
        byte[] rrsig = vector.rrsig();
        // Adding the group's order to S gives a signature that a careless verifier takes too.
        byte[] order =
                Rdata.of()
                        .hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
                        .bytes();
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            int at = rrsig.length - 32 + i;
            carry += (rrsig[at] & 0xff) + (order[i] & 0xff);
            rrsig[at] = (byte) carry;
            carry >>= 8;
        }
        assertThat(vector.verifies(vector.rrsig(), vector.rdata())).isTrue();
        assertThat(vector.verifies(rrsig, vector.rdata())).isFalse();
    }

    @Test
    void mlDsa44_ofTheJdk_isVerified() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 1312, encoded.length);
        Signature signature = Signature.getInstance("ML-DSA-44");
        signature.initSign(pair.getPrivate());
        byte[] data = {1, 2, 3};
        signature.update(data);
        byte[] signed = signature.sign();
        SignatureVerifier verifier = SignatureVerifier.of(Dnskey.of(Dnskey.ZSK, 18, raw), ALL);
        assertThat(verifier.verify(data, 0, 3, signed, 0, signed.length)).isTrue();
        assertThat(verifier.verify(data, 0, 2, signed, 0, signed.length)).isFalse();
        signed[0] ^= 1;
        assertThat(verifier.verify(data, 0, 3, signed, 0, signed.length)).isFalse();
    }
}
