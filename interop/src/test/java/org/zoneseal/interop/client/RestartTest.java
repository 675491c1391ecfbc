package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.client.HsmUnreachableException;
import org.zoneseal.jce.HsmKeyParameterSpec;
import org.zoneseal.jce.ZonesealProvider;

/** The HSM goes away and comes back under a program that has keys of it in hand. */
class RestartTest {

    @TempDir Path folder;
    private RunningHsm hsm;
    private JceProviders jce;

    @BeforeEach
    void start() throws Exception {
        hsm = RunningHsm.start(folder);
        jce = JceProviders.install(hsm);
    }

    @AfterEach
    void stop() {
        jce.close();
        hsm.close();
    }

    private static byte[] sign(PrivateKey key) throws Exception {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key);
        signer.update((byte) 1);
        return signer.sign();
    }

    private static boolean verifies(PublicKey key, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update((byte) 1);
        return verifier.verify(signature);
    }

    @Test
    void keptKey_afterRestart_signsWithoutAnotherPin() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", jce.provider());
        generator.initialize(
                new HsmKeyParameterSpec("lasting", new ECGenParameterSpec("secp256r1")));
        KeyPair pair = generator.generateKeyPair();
        for (int i = 0; i < 3; i++) {
            hsm.restart();
            assertThat(verifies(pair.getPublic(), sign(pair.getPrivate()))).isTrue();
        }
        assertThat(jce.keys().isKeyEntry("lasting")).isTrue();
    }

    @Test
    void sessionKey_afterRestart_isGoneAndSaysWhy() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("EC", jce.provider()).generateKeyPair();
        hsm.restart();
        assertThatThrownBy(() -> sign(pair.getPrivate()))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("session object");
    }

    @Test
    void key_whileTheHsmIsDown_saysSoAndWorksLater() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", jce.provider());
        generator.initialize(
                new HsmKeyParameterSpec("patient", new ECGenParameterSpec("secp256r1")));
        KeyPair pair = generator.generateKeyPair();
        hsm.stop();
        assertThatThrownBy(() -> sign(pair.getPrivate()))
                .hasCauseInstanceOf(HsmUnreachableException.class)
                .hasMessageContaining("cannot be reached");
        hsm.resume();
        assertThat(verifies(pair.getPublic(), sign(pair.getPrivate()))).isTrue();
    }

    @Test
    void logout_thenRestart_isNotLoggedInAgain() throws Exception {
        hsm.restart();
        assertThat(jce.keys().size()).isZero();
        ((ZonesealProvider) jce.provider()).logout();
        hsm.restart();
        assertThatThrownBy(
                        () -> KeyPairGenerator.getInstance("EC", jce.provider()).generateKeyPair())
                .hasMessageContaining("CKR_USER_NOT_LOGGED_IN");
    }
}
