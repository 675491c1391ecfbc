package org.zoneseal.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureCheckTest {

    private static final byte[] DATA = "some data".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "RSA_SHA256, RSA, 2048, SHA256withRSA, 0",
        "RSA_SHA512, RSA, 2048, SHA512withRSA, 0",
        "ECDSA_P256_SHA256, EC, secp256r1, SHA256withECDSAinP1363Format, 64",
        "ECDSA_P384_SHA384, EC, secp384r1, SHA384withECDSAinP1363Format, 96",
        "ED25519, Ed25519, '', Ed25519, 32",
        "ED448, Ed448, '', Ed448, 57",
        "ML_DSA_44, ML-DSA-44, '', ML-DSA-44, 1312"
    })
    void signature_goodAndChanged_isToldApart(
            SignatureScheme scheme, String type, String size, String name, int length)
            throws GeneralSecurityException {
        KeyPair pair = pair(type, size);
        Signature signer = Signature.getInstance(name);
        signer.initSign(pair.getPrivate());
        signer.update(DATA);
        byte[] signature = signer.sign();

        SignatureCheck check = new SignatureCheck(half(scheme, pair.getPublic(), length));
        assertThat(check.verifies(DATA, signature)).isTrue();
        signature[signature.length / 2] ^= 1;
        assertThat(check.verifies(DATA, signature)).isFalse();
        assertThat(check.verifies(DATA, new byte[3])).isFalse();
    }

    private static KeyPair pair(String type, String size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        if (type.equals("RSA")) {
            generator.initialize(Integer.parseInt(size));
        } else if (type.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(size));
        }
        return generator.generateKeyPair();
    }

    private static PublicHalf half(SignatureScheme scheme, PublicKey key, int length) {
        if (key instanceof RSAPublicKey rsa) {
            return PublicHalf.ofRsa(
                    scheme, bytes(rsa.getPublicExponent()), bytes(rsa.getModulus()));
        }
        byte[] info = key.getEncoded();
        return new PublicHalf(scheme, Arrays.copyOfRange(info, info.length - length, info.length));
    }

    private static byte[] bytes(BigInteger number) {
        return number.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void publicHalf_thatIsNoKey_isMismatch(SignatureScheme scheme) {
        for (int length : new int[] {0, 1, 5, 31}) {
            assertThatThrownBy(() -> new SignatureCheck(new PublicHalf(scheme, new byte[length])))
                    .isInstanceOfSatisfying(
                            HsmException.class,
                            e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.KEY_MISMATCH));
        }
    }
}
