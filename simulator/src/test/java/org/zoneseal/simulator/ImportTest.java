package org.zoneseal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureScheme;

final class ImportTest {

    @TempDir Path temp;

    private EmbeddedHsm hsm;

    @BeforeEach
    void create() {
        hsm =
                EmbeddedHsm.create(
                        temp.resolve("store"),
                        new StoreSecret.DeviceFile(temp.resolve("device.secret")),
                        HeapKeys.ALLOWED);
    }

    @AfterEach
    void close() {
        hsm.close();
    }

    /** The example keys of RFC 6605, section 6, and RFC 8080, section 6. */
    static Stream<Arguments> exampleKeys() {
        return Stream.of(
                Arguments.of(
                        SignatureScheme.ECDSA_P256_SHA256,
                        "GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=",
                        "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+"
                                + "e+MAnLr+Wi9xMWyQLc8NAA=="),
                Arguments.of(
                        SignatureScheme.ECDSA_P384_SHA384,
                        "WURgWHCcYIYUPWgeLmiPY2DJJk02vgrmTfitxgqcL4vwW7BOrbawVmVe0d9V94SR",
                        "xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RC"
                                + "OpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/"
                                + "qTI37m40"),
                Arguments.of(
                        SignatureScheme.ED25519,
                        "ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=",
                        "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4="),
                Arguments.of(
                        SignatureScheme.ED448,
                        "xZ+5Cgm463xugtkY5B0Jx6erFTXp13rYegst0qRtNsOYnaVpMx0Z/c5EiA9x8wWb"
                                + "DDct/U3FhYWA",
                        "3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYU"
                                + "cJKm1MDpJtIA"));
    }

    @ParameterizedTest
    @MethodSource("exampleKeys")
    void importKey_exampleOfTheRfc_signsForItsPublicHalf(
            SignatureScheme scheme, String secret, String publicKey) throws Exception {
        byte[] bytes = Base64.getDecoder().decode(secret);
        KeyHandle key;
        try (PrivateMaterial material =
                new PrivateMaterial.Raw(scheme, bytes, Base64.getDecoder().decode(publicKey))) {
            key = hsm.importKey(request(scheme), material);
        }
        assertThat(bytes).containsOnly(0);
        assertThat(key.publicHalf().dnskeyForm()).isEqualTo(Base64.getDecoder().decode(publicKey));
        assertThat(SignatureCheck.verifies(hsm, key)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("exampleKeys")
    void importKey_publicHalfOfAnotherKey_isRefused(
            SignatureScheme scheme, String secret, String publicKey) {
        byte[] other = hsm.generate(request(scheme)).publicHalf().dnskeyForm();
        KeyRequest request = new KeyRequest(scheme, 0, KeyId.ofHex("02"), "imported");
        try (PrivateMaterial material =
                new PrivateMaterial.Raw(scheme, Base64.getDecoder().decode(secret), other)) {
            assertThatThrownBy(() -> hsm.importKey(request, material))
                    .isInstanceOfSatisfying(
                            HsmException.class,
                            e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.KEY_MISMATCH));
        }
        assertThat(hsm.keys()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("exampleKeys")
    void importKey_wrongLength_isRefused(SignatureScheme scheme, String secret, String publicKey) {
        byte[] half = Base64.getDecoder().decode(publicKey);
        try (PrivateMaterial material = new PrivateMaterial.Raw(scheme, new byte[31], half)) {
            assertThatThrownBy(() -> hsm.importKey(request(scheme), material))
                    .isInstanceOf(HsmException.class);
        }
        assertThat(hsm.keys()).isEmpty();
    }

    @Test
    void importKey_zeroScalar_isRefused() {
        byte[] half =
                hsm.generate(request(SignatureScheme.ECDSA_P256_SHA256)).publicHalf().dnskeyForm();
        KeyRequest request =
                new KeyRequest(SignatureScheme.ECDSA_P256_SHA256, 0, KeyId.ofHex("02"), "imported");
        try (PrivateMaterial material =
                new PrivateMaterial.Raw(SignatureScheme.ECDSA_P256_SHA256, new byte[32], half)) {
            assertThatThrownBy(() -> hsm.importKey(request, material))
                    .isInstanceOf(HsmException.class);
        }
    }

    @Test
    void importKey_rfc8032Vector_signsByteForByte() {
        HexFormat hex = HexFormat.of();
        byte[] secret =
                hex.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
        byte[] half =
                hex.parseHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        try (PrivateMaterial material =
                        new PrivateMaterial.Raw(SignatureScheme.ED25519, secret, half);
                Lane lane = hsm.openLane()) {
            KeyHandle key = hsm.importKey(request(SignatureScheme.ED25519), material);
            byte[] signature = new byte[70];
            int length = lane.sign(key, hex.parseHex("00af8200"), 1, 2, signature, 5);
            assertThat(length).isEqualTo(64);
            assertThat(hex.formatHex(signature, 5, 69))
                    .isEqualTo(
                            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                                    + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027bece"
                                    + "ea1ec40a");
        }
    }

    @Test
    void importKey_rsa_signsForItsPublicHalf() throws Exception {
        for (int bits : new int[] {1024, 1032, 2048}) {
            RSAPrivateCrtKey made = rsa(bits);
            KeyRequest request =
                    new KeyRequest(
                            SignatureScheme.RSA_SHA512,
                            0,
                            new KeyId(new byte[] {(byte) (bits >> 3), (byte) (bits >> 11)}),
                            "imported");
            try (PrivateMaterial material = material(made)) {
                KeyHandle key = hsm.importKey(request, material);
                byte[] form = key.publicHalf().dnskeyForm();
                assertThat(Arrays.copyOf(form, 4)).containsExactly(3, 1, 0, 1);
                assertThat(new BigInteger(1, Arrays.copyOfRange(form, 4, form.length)))
                        .isEqualTo(made.getModulus());
                assertThat(SignatureCheck.verifies(hsm, key)).isTrue();
            }
        }
    }

    @Test
    void importKey_schemeOfAnotherKey_isRefused() throws Exception {
        try (PrivateMaterial material = material(rsa(1024))) {
            assertThatThrownBy(() -> hsm.importKey(request(SignatureScheme.ED25519), material))
                    .isInstanceOf(HsmException.class)
                    .hasMessageContaining("cannot be imported as ED25519");
        }
    }

    private static RSAPrivateCrtKey rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        return (RSAPrivateCrtKey) pair.getPrivate();
    }

    private static PrivateMaterial material(RSAPrivateCrtKey key) {
        return new PrivateMaterial.Rsa(
                SignatureScheme.RSA_SHA512,
                key.getModulus().toByteArray(),
                key.getPublicExponent().toByteArray(),
                key.getPrivateExponent().toByteArray(),
                key.getPrimeP().toByteArray(),
                key.getPrimeQ().toByteArray(),
                key.getPrimeExponentP().toByteArray(),
                key.getPrimeExponentQ().toByteArray(),
                key.getCrtCoefficient().toByteArray());
    }

    private static KeyRequest request(SignatureScheme scheme) {
        return new KeyRequest(scheme, 0, KeyId.ofHex("01"), "imported");
    }
}
