package org.zoneseal.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ciphers, MACs and random numbers of the HSM through the JDK's classes. */
class JceCiphersTest {

    @TempDir static Path folder;
    private static RunningHsm hsm;
    private static JceProviders jce;

    @BeforeAll
    static void start() throws Exception {
        hsm = RunningHsm.start(folder);
        jce = JceProviders.install(hsm);
    }

    @AfterAll
    static void stop() {
        jce.close();
        hsm.close();
    }

    private static SecretKey generate(String algorithm) throws Exception {
        return KeyGenerator.getInstance(algorithm, jce.provider()).generateKey();
    }

    private static byte[] data(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    @ParameterizedTest
    @CsvSource({
        "AES/GCM/NoPadding, 0",
        "AES/GCM/NoPadding, 1000",
        "AES/CBC/PKCS5Padding, 1000",
        "AES/CBC/PKCS5Padding, 1024",
        "AES/CBC/NoPadding, 1024",
        "AES/CBC/PKCS5Padding, 1000000"
    })
    void cipher_thereAndBack_isTheSame(String transformation, int length) throws Exception {
        SecretKey key = generate("AES");
        byte[] plain = data(length);
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThat(cipher.getProvider()).isSameAs(jce.provider());
        byte[] secret = cipher.doFinal(plain);
        assertThat(secret).isNotEqualTo(plain);
        Cipher back = Cipher.getInstance(transformation);
        back.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
        back.update(secret, 0, secret.length / 2);
        byte[] rest = Arrays.copyOfRange(secret, secret.length / 2, secret.length);
        assertThat(back.doFinal(rest)).isEqualTo(plain);
    }

    @Test
    void gcm_changedOrOtherAssociatedData_isRefused() throws Exception {
        SecretKey key = generate("AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        cipher.updateAAD(new byte[] {1});
        byte[] secret = cipher.doFinal(data(100));
        Cipher back = Cipher.getInstance("AES/GCM/NoPadding");
        back.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
        back.updateAAD(new byte[] {2});
        assertThatThrownBy(() -> back.doFinal(secret)).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void gcm_sameIvTwice_isRefused() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, generate("AES"));
        cipher.doFinal(data(10));
        assertThatThrownBy(() -> cipher.doFinal(data(10)))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RSA/ECB/PKCS1Padding",
                "RSA/ECB/OAEPPadding",
                "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"
            })
    void rsa_encryptedInSoftware_isDecryptedInTheHsm(String transformation) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", jce.provider());
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        byte[] secret = cipher.doFinal(data(50));
        Cipher back = Cipher.getInstance(transformation);
        back.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        assertThat(back.getProvider()).isSameAs(jce.provider());
        assertThat(back.doFinal(secret)).isEqualTo(data(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HmacSHA1", "HmacSHA224", "HmacSHA256", "HmacSHA384", "HmacSHA512"})
    void mac_ofAnImportedKey_isThatOfTheJdk(String algorithm) throws Exception {
        SecretKeySpec software = new SecretKeySpec(data(32), algorithm);
        jce.keys().setKeyEntry("mac-" + algorithm, software, null, null);
        Key inside = jce.keys().getKey("mac-" + algorithm, null);
        assertThat(mac(algorithm, inside)).isEqualTo(mac(algorithm, software));
    }

    private static byte[] mac(String algorithm, Key key) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(key);
        mac.update(data(600_000));
        return mac.doFinal();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES/KW/NoPadding", "AES/KWP/NoPadding", "AESWrap"})
    void wrapping_notExtractableKey_isRefusedWithTheReason(String transformation) throws Exception {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.WRAP_MODE, generate("AESWrap"));
        SecretKey inner = generate("AES");
        assertThatThrownBy(() -> cipher.wrap(inner)).hasMessageContaining("CKR_KEY_UNEXTRACTABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES/KW/NoPadding", "AES/KWP/NoPadding"})
    void unwrapping_whatTheJdkWrapped_givesTheKeyInside(String transformation) throws Exception {
        SecretKeySpec software = new SecretKeySpec(data(32), "AESWrap");
        SecretKeySpec wrapped = new SecretKeySpec(data(16), "HmacSHA256");
        Cipher outside = Cipher.getInstance(transformation);
        outside.init(Cipher.WRAP_MODE, new SecretKeySpec(software.getEncoded(), "AES"));
        byte[] blob = outside.wrap(wrapped);

        jce.keys().setKeyEntry("kek-" + transformation.length(), software, null, null);
        Cipher inside = Cipher.getInstance(transformation);
        inside.init(Cipher.UNWRAP_MODE, jce.keys().getKey("kek-" + transformation.length(), null));
        Key key = inside.unwrap(blob, "HmacSHA256", Cipher.SECRET_KEY);
        assertThat(key.getEncoded()).isNull();
        assertThat(mac("HmacSHA256", key)).isEqualTo(mac("HmacSHA256", wrapped));
    }

    @Test
    void random_twice_differs() throws Exception {
        SecureRandom random = SecureRandom.getInstance("ZONESEAL", jce.provider());
        byte[] first = new byte[100_000];
        byte[] second = new byte[100_000];
        random.nextBytes(first);
        random.nextBytes(second);
        assertThat(first).isNotEqualTo(second);
        assertThat(Arrays.copyOfRange(first, 90_000, 100_000)).isNotEqualTo(new byte[10_000]);
    }
}
