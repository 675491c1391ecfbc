package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.client.jce.ZonesealProvider;

/** Keys made in the HSM sign through the JDK's own classes; the JDK's providers verify. */
class JceSignaturesTest {

    private static final byte[] DATA = HexFormat.of().parseHex("00112233445566778899");

    @TempDir static Path folder;
    private static RunningHsm hsm;
    private static Provider provider;

    @BeforeAll
    static void start() throws Exception {
        hsm = RunningHsm.start(folder);
        provider = new ZonesealProvider().configure(hsm.settings());
        Security.addProvider(provider);
        KeyStore.getInstance("ZONESEAL", provider).load(null, RunningHsm.PIN.toCharArray());
    }

    @AfterAll
    static void stop() {
        Security.removeProvider(provider.getName());
        hsm.close();
    }

    private static KeyPair generate(String algorithm, String parameter) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        if (algorithm.equals("RSA")) {
            generator.initialize(Integer.parseInt(parameter));
        } else if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(parameter));
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @CsvSource({
        "EC, secp256r1, SHA256withECDSA",
        "EC, secp256r1, SHA512withECDSA",
        "EC, secp256r1, SHA1withECDSA",
        "EC, secp256r1, NONEwithECDSA",
        "EC, secp256r1, SHA256withECDSAinP1363Format",
        "EC, secp384r1, SHA384withECDSA",
        "EC, secp384r1, SHA384withECDSAinP1363Format",
        "EC, secp521r1, SHA512withECDSA",
        "RSA, 2048, SHA256withRSA",
        "RSA, 2048, SHA1withRSA",
        "RSA, 2048, SHA512withRSA",
        "RSA, 2048, NONEwithRSA",
        "Ed25519, '', Ed25519",
        "Ed25519, '', EdDSA",
        "EdDSA, '', Ed25519",
        "Ed448, '', Ed448",
        "ML-DSA-44, '', ML-DSA-44",
        "ML-DSA-65, '', ML-DSA",
        "ML-DSA-87, '', ML-DSA-87"
    })
    void signature_startedWithAKeyOfTheHsm_isOursAndVerifies(
            String algorithm, String parameter, String scheme) throws Exception {
        KeyPair pair = generate(algorithm, parameter);
        Signature signer = Signature.getInstance(scheme);
        signer.initSign(pair.getPrivate());
        assertThat(signer.getProvider()).isSameAs(provider);
        signer.update(DATA);
        byte[] signature = signer.sign();

        Signature verifier = Signature.getInstance(scheme);
        verifier.initVerify(pair.getPublic());
        assertThat(verifier.getProvider()).isNotSameAs(provider);
        verifier.update(DATA);
        assertThat(verifier.verify(signature)).isTrue();
        verifier.update(DATA);
        verifier.update((byte) 1);
        assertThat(verifier.verify(signature)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SHA-256, SHA-256, 32", "SHA-384, SHA-384, 48", "SHA-512, SHA-256, 20"})
    void pss_withItsParameters_verifies(String hash, String mask, int salt) throws Exception {
        KeyPair pair = generate("RSA", "2048");
        PSSParameterSpec parameters =
                new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mask), salt, 1);
        Signature signer = Signature.getInstance("RSASSA-PSS");
        signer.initSign(pair.getPrivate());
        signer.setParameter(parameters);
        signer.update(DATA);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(parameters);
        verifier.initVerify(pair.getPublic());
        verifier.update(DATA);
        assertThat(verifier.verify(signature)).isTrue();
    }

    /**
     * Without a key the JDK has to choose a provider by the parameters alone, and chooses its own.
     */
    @Test
    void pss_parametersFirst_worksWithTheProviderNamed() throws Exception {
        KeyPair pair = generate("RSA", "2048");
        Signature signer = Signature.getInstance("RSASSA-PSS", provider);
        signer.setParameter(
                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        signer.initSign(pair.getPrivate());
        signer.update(DATA);
        assertThat(signer.sign()).hasSize(256);
    }

    @Test
    void key_ofTheHsm_hasNoBytes() throws Exception {
        KeyPair pair = generate("EC", "secp256r1");
        assertThat(pair.getPrivate().getEncoded()).isNull();
        assertThat(pair.getPrivate().getFormat()).isNull();
        assertThat(pair.getPrivate().toString()).contains("EC private key");
    }

    @ParameterizedTest
    @CsvSource({"Ed25519", "ML-DSA-44"})
    void data_largerThanUsual_isSignedAsAWhole(String algorithm) throws Exception {
        KeyPair pair = generate(algorithm, "");
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(pair.getPrivate());
        signer.update(new byte[1_000_000]);
        byte[] signature = signer.sign();
        signer.initVerify(pair.getPublic());
        signer.update(new byte[1_000_000]);
        assertThat(signer.verify(signature)).isTrue();
    }

    @Test
    void keyFactory_ofTheProvider_readsPublicKeysAndPassesPrivateOnes() throws Exception {
        KeyPair pair = generate("EC", "secp256r1");
        KeyFactory factory = KeyFactory.getInstance("EC", provider);
        assertThat(factory.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded())))
                .isEqualTo(pair.getPublic());
        assertThat(factory.translateKey(pair.getPrivate())).isSameAs(pair.getPrivate());
        assertThatThrownBy(() -> factory.getKeySpec(pair.getPrivate(), PKCS8EncodedKeySpec.class))
                .isInstanceOf(InvalidKeySpecException.class);
    }

    @Test
    void software_besideTheHsm_isNotDisturbed() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        assertThat(signer.getProvider()).isNotSameAs(provider);
    }
}
