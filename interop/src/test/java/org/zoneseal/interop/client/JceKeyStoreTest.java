package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Collections;
import javax.crypto.KeyGenerator;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.jce.HsmKeyParameterSpec;
import org.zoneseal.jce.ZonesealProvider;

/** The token as a key store. */
class JceKeyStoreTest {

    private static final byte[] DATA = {1, 2, 3};

    @TempDir static Path folder;
    private static RunningHsm hsm;
    private static JceProviders jce;
    private static KeyStore keys;
    private static TestCertificates certificates;

    @BeforeAll
    static void start() throws Exception {
        hsm = RunningHsm.start(folder);
        jce = JceProviders.install(hsm);
        keys = jce.keys();
        certificates = new TestCertificates();
    }

    @AfterAll
    static void stop() {
        jce.close();
        hsm.close();
    }

    private static KeyPair inside(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm, jce.provider()).generateKeyPair();
    }

    private static boolean signs(Key key, Certificate certificate) throws Exception {
        String scheme = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        if (key.getAlgorithm().equals("EdDSA")) {
            scheme = "Ed25519";
        }
        Signature signer = Signature.getInstance(scheme);
        signer.initSign((PrivateKey) key);
        signer.update(DATA);
        byte[] signature = signer.sign();
        signer.initVerify(certificate.getPublicKey());
        signer.update(DATA);
        return signer.verify(signature);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void key_keptWithItsChain_isThereForOthers(String algorithm) throws Exception {
        KeyPair pair = inside(algorithm);
        String alias = "kept-" + algorithm;
        X509Certificate own = certificates.of("CN=" + alias, pair.getPublic());
        keys.setKeyEntry(
                alias, pair.getPrivate(), null, new Certificate[] {own, certificates.authority()});
        assertThat(keys.isKeyEntry(alias)).isTrue();
        assertThat(keys.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)).isTrue();

        KeyStore other = KeyStore.getInstance("ZONESEAL", otherProgram());
        other.load(null, RunningHsm.PIN.toCharArray());
        assertThat(Collections.list(other.aliases())).contains(alias);
        Certificate[] chain = other.getCertificateChain(alias);
        assertThat(chain).containsExactly(own, certificates.authority());
        assertThat(signs(keys.getKey(alias, null), own)).isTrue();
        assertThat(other.getCertificateAlias(own)).isEqualTo(alias);
        assertThat(other.getCreationDate(alias)).isEqualTo(own.getNotBefore());

        keys.deleteEntry(alias);
        assertThat(keys.containsAlias(alias)).isFalse();
        assertThat(other.containsAlias(alias)).isFalse();
        assertThat(other.getCertificate(alias)).isNull();
    }

    private static ZonesealProvider otherProgram() {
        return new ZonesealProvider().configure(hsm.settings());
    }

    @Test
    void key_notKept_isNoEntry() throws Exception {
        int before = keys.size();
        inside("EC");
        assertThat(keys.size()).isEqualTo(before);
    }

    @Test
    void key_madeUnderAName_isAnEntryWithoutCertificate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", jce.provider());
        generator.initialize(new HsmKeyParameterSpec("named", new ECGenParameterSpec("secp256r1")));
        KeyPair pair = generator.generateKeyPair();
        assertThat(keys.isKeyEntry("named")).isTrue();
        assertThat(keys.entryInstanceOf("named", KeyStore.PrivateKeyEntry.class)).isTrue();
        assertThat(keys.entryInstanceOf("named", KeyStore.SecretKeyEntry.class)).isFalse();
        assertThat(keys.getCertificateChain("named")).isNull();
        assertThat(keys.getKey("named", null)).isEqualTo(pair.getPrivate());
        Certificate later = certificates.of("CN=named", pair.getPublic());
        keys.setKeyEntry("named", pair.getPrivate(), null, new Certificate[] {later});
        assertThat(keys.getCertificate("named")).isEqualTo(later);
        Certificate renewed = certificates.of("CN=renewed", pair.getPublic());
        keys.setKeyEntry("named", keys.getKey("named", null), null, new Certificate[] {renewed});
        assertThat(keys.getCertificate("named")).isEqualTo(renewed);
        assertThat(keys.getCertificateAlias(later)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void key_broughtIn_signsInside(String algorithm) throws Exception {
        KeyPair software = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        String alias = "imported-" + algorithm;
        X509Certificate own = certificates.of("CN=" + alias, software.getPublic());
        keys.setKeyEntry(alias, software.getPrivate(), null, new Certificate[] {own});
        Key key = keys.getKey(alias, null);
        assertThat(key.getEncoded()).isNull();
        assertThat(signs(key, own)).isTrue();
    }

    @Test
    void alias_givenToAnotherKey_losesTheFirst() throws Exception {
        KeyPair first = inside("EC");
        KeyPair second = inside("EC");
        for (KeyPair pair : new KeyPair[] {first, second}) {
            keys.setKeyEntry(
                    "twice",
                    pair.getPrivate(),
                    null,
                    new Certificate[] {certificates.of("CN=twice", pair.getPublic())});
        }
        assertThat(Collections.list(keys.aliases())).containsOnlyOnce("twice");
        assertThat(keys.getCertificate("twice").getPublicKey()).isEqualTo(second.getPublic());
    }

    @Test
    void secretKey_kept_isThere() throws Exception {
        keys.setKeyEntry(
                "secret",
                KeyGenerator.getInstance("AES", jce.provider()).generateKey(),
                null,
                null);
        assertThat(keys.entryInstanceOf("secret", KeyStore.SecretKeyEntry.class)).isTrue();
        assertThat(keys.getKey("secret", null).getAlgorithm()).isEqualTo("AES");
    }

    @Test
    void certificate_ofSomebodyElse_isATrustedEntry() throws Exception {
        X509Certificate other =
                certificates.of(
                        "CN=other",
                        KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic());
        keys.setCertificateEntry("trusted", other);
        assertThat(keys.isCertificateEntry("trusted")).isTrue();
        assertThat(keys.isKeyEntry("trusted")).isFalse();
        assertThat(keys.getCertificate("trusted")).isEqualTo(other);
        assertThat(keys.getCertificateAlias(other)).isEqualTo("trusted");
        keys.deleteEntry("trusted");
        assertThat(keys.containsAlias("trusted")).isFalse();
    }

    @Test
    void load_wrongPin_isRefusedAsTheJdkExpects() throws Exception {
        KeyStore other = KeyStore.getInstance("ZONESEAL", otherProgram());
        assertThatThrownBy(() -> other.load(null, "wrong-pin".toCharArray()))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(UnrecoverableKeyException.class)
                .hasMessageContaining("CKR_PIN_INCORRECT");
    }

    @Test
    void load_withoutPin_showsNoPrivateKeys() throws Exception {
        KeyStore other = KeyStore.getInstance("ZONESEAL", otherProgram());
        other.load(null, null);
        assertThat(Collections.list(other.aliases()).stream().filter(a -> isKey(other, a)))
                .isEmpty();
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void login_byCallbackAndLogout_goTogether() throws Exception {
        ZonesealProvider provider = otherProgram();
        KeyStore store = KeyStore.getInstance("ZONESEAL", provider);
        store.load(null, null);
        provider.login(
                null,
                callbacks -> {
                    for (Callback callback : callbacks) {
                        ((PasswordCallback) callback).setPassword(RunningHsm.PIN.toCharArray());
                    }
                });
        KeyPair pair = KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
        assertThat(pair.getPrivate().getEncoded()).isNull();
        provider.logout();
        assertThatThrownBy(() -> KeyPairGenerator.getInstance("EC", provider).generateKeyPair())
                .hasMessageContaining("CKR_USER_NOT_LOGGED_IN");
    }

    @Test
    void pinFile_inTheSettings_logsInByItself() throws Exception {
        ZonesealProvider provider =
                new ZonesealProvider().configure(hsm.settings() + ";pin-file=" + hsm.pinFile());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EdDSA", provider);
        generator.initialize(NamedParameterSpec.ED448);
        assertThat(generator.generateKeyPair().getPublic().getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void provider_wronglyConfigured_saysAllThatIsWrong() {
        assertThatThrownBy(() ->
                        new ZonesealProvider()
                                .configure("address=here;slot=x;color=red;call-timeout=1"))
                .hasMessageContaining("address:")
                .hasMessageContaining("slot:")
                .hasMessageContaining("color")
                .hasMessageContaining("call-timeout:");
        assertThatThrownBy(() ->
                        KeyStore.getInstance("ZONESEAL", new ZonesealProvider()).load(null, null))
                .hasMessageContaining("address=unix:/path;slot=0");
    }
}
