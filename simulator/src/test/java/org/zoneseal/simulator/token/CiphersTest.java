package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckg;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.device.CryptokiException;

/** Ciphers, codes and digests against the JDK and the examples of NIST and the RFCs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CiphersTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] VECTOR = HEX.parseHex("000102030405060708090a0b0c0d0e0f");
    private static final long SIZE = Cryptoki.SIZE_ONLY;

    private final Bench bench = Bench.developer();

    @AfterAll
    void close() {
        bench.close();
    }

    /** SP 800-38A, F.1.1 and F.2.1: the first block. */
    @ParameterizedTest
    @CsvSource({
        "2b7e151628aed2a6abf7158809cf4f3c, 3ad77bb40d7a3660a89ecaf32466ef97,"
                + " 7649abac8119b246cee98e9b12e9197d",
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4,"
                + " f3eed1bdb5d2a03c064b5a7e3db181f8, f58c4c04d6e5f1ba779eabfb5f7bfbd6"
    })
    void aes_examplesOfNist_giveTheirCiphertext(String key, String ecb, String cbc) {
        long handle = aes(HEX.parseHex(key));
        byte[] plain = HEX.parseHex("6bc1bee22e409f96e93d7e117393172a");
        assertThat(encrypt(Mechanism.of(Ckm.AES_ECB), handle, plain)).isEqualTo(HEX.parseHex(ecb));
        assertThat(encrypt(vector(Ckm.AES_CBC), handle, plain)).isEqualTo(HEX.parseHex(cbc));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 31, 32, 33, 100, 1000})
    void aesModes_anyLengthInAnyParts_agreeWithTheJdkBothWays(int length) throws Exception {
        byte[] key = bytes(32, 7);
        long handle = aes(key);
        byte[] plain = bytes(length, 3);
        Mechanism gcm =
                new Mechanism(
                        Ckm.AES_GCM, new Mechanism.Parameter.Gcm(bytes(12, 1), bytes(20, 2), 128));
        Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
        jdk.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, bytes(12, 1)));
        jdk.updateAAD(bytes(20, 2));
        roundTrip(gcm, handle, plain, jdk.doFinal(plain));
        roundTrip(vector(Ckm.AES_CBC_PAD), handle, plain, jdk("AES/CBC/PKCS5Padding", key, plain));
        byte[] counter =
                ByteBuffer.allocate(24)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(128)
                        .put(VECTOR)
                        .array();
        roundTrip(
                new Mechanism(Ckm.AES_CTR, new Mechanism.Parameter.Raw(counter)),
                handle,
                plain,
                jdk("AES/CTR/NoPadding", key, plain));
        if (length % 16 == 0) {
            roundTrip(vector(Ckm.AES_CBC), handle, plain, jdk("AES/CBC/NoPadding", key, plain));
        }
    }

    @Test
    void aesCbc_brokenBlock_isALengthError() {
        long handle = aes(bytes(16, 1));
        assertReturns(Ckr.DATA_LEN_RANGE, () -> encrypt(vector(Ckm.AES_CBC), handle, new byte[15]));
        bench.cryptoki.decryptInit(bench.session, vector(Ckm.AES_CBC_PAD), handle);
        assertReturns(
                Ckr.ENCRYPTED_DATA_LEN_RANGE,
                () -> bench.cryptoki.decrypt(bench.session, new byte[15], 100));
        assertReturns(
                Ckr.OPERATION_NOT_INITIALIZED,
                () -> bench.cryptoki.decrypt(bench.session, new byte[16], 100));
    }

    @Test
    void aesGcm_oneBitTurned_isRefused() {
        long handle = aes(bytes(16, 1));
        Mechanism gcm =
                new Mechanism(
                        Ckm.AES_GCM, new Mechanism.Parameter.Gcm(bytes(12, 1), new byte[0], 128));
        byte[] sealed = encrypt(gcm, handle, bytes(40, 1));
        sealed[3] ^= 1;
        bench.cryptoki.decryptInit(bench.session, gcm, handle);
        assertReturns(
                Ckr.ENCRYPTED_DATA_INVALID,
                () -> bench.cryptoki.decrypt(bench.session, sealed, 100));
    }

    @Test
    void rsa_whatTheJdkEncrypts_isDecryptedHereAndBack() throws Exception {
        Cryptoki.KeyPair pair = bench.rsa(2048);
        PublicKey key =
                KeyFactory.getInstance("RSA")
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        bench.bytes(pair.publicKey(), Cka.PUBLIC_KEY_INFO)));
        byte[] plain = bytes(32, 9);
        Cipher pkcs1 = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        pkcs1.init(Cipher.ENCRYPT_MODE, key);
        assertThat(decrypt(Mechanism.of(Ckm.RSA_PKCS), pair.privateKey(), pkcs1.doFinal(plain)))
                .isEqualTo(plain);
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
        oaep.init(
                Cipher.ENCRYPT_MODE,
                key,
                new OAEPParameterSpec(
                        "SHA-256",
                        "MGF1",
                        MGF1ParameterSpec.SHA1,
                        new PSource.PSpecified(bytes(5, 5))));
        Mechanism mechanism =
                new Mechanism(
                        Ckm.RSA_PKCS_OAEP,
                        new Mechanism.Parameter.Oaep(Ckm.SHA256, Ckg.MGF1_SHA1, 1, bytes(5, 5)));
        assertThat(decrypt(mechanism, pair.privateKey(), oaep.doFinal(plain))).isEqualTo(plain);
        for (Mechanism each :
                List.of(mechanism, Mechanism.of(Ckm.RSA_PKCS), Mechanism.of(Ckm.RSA_X_509))) {
            byte[] padded = each.type() == Ckm.RSA_X_509 ? bytes(256, 0) : plain;
            assertThat(decrypt(each, pair.privateKey(), encrypt(each, pair.publicKey(), padded)))
                    .isEqualTo(padded);
        }
        assertReturns(
                Ckr.ENCRYPTED_DATA_LEN_RANGE,
                () -> decrypt(mechanism, pair.privateKey(), new byte[255]));
        assertReturns(
                Ckr.ENCRYPTED_DATA_INVALID,
                () -> decrypt(mechanism, pair.privateKey(), new byte[256]));
        assertReturns(
                Ckr.DATA_LEN_RANGE,
                () -> encrypt(Mechanism.of(Ckm.RSA_PKCS), pair.publicKey(), new byte[246]));
    }

    @ParameterizedTest
    @CsvSource({
        "0x221, HmacSHA1",
        "0x256, HmacSHA224",
        "0x251, HmacSHA256",
        "0x261, HmacSHA384",
        "0x271, HmacSHA512"
    })
    void hmac_eachHash_agreesWithTheJdk(String mechanism, String name) throws Exception {
        byte[] key = bytes(40, 4);
        long handle = secret(Ckk.GENERIC_SECRET, key);
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(key, name));
        byte[] expected = mac.doFinal(bytes(100, 5));
        Mechanism full = Mechanism.of(Long.decode(mechanism));
        assertThat(bench.sign(full, handle, bytes(100, 5))).isEqualTo(expected);
        Mechanism cut =
                new Mechanism(Long.decode(mechanism) + 1, new Mechanism.Parameter.Unsigned(10));
        assertThat(bench.sign(cut, handle, bytes(100, 5))).isEqualTo(Arrays.copyOf(expected, 10));
        bench.cryptoki.verifyInit(bench.session, full, handle);
        bench.cryptoki.verifyUpdate(bench.session, bytes(100, 5));
        bench.cryptoki.verifyFinal(bench.session, expected);
        bench.cryptoki.verifyInit(bench.session, full, handle);
        expected[0] ^= 1;
        assertReturns(
                Ckr.SIGNATURE_INVALID,
                () -> bench.cryptoki.verify(bench.session, bytes(100, 5), expected));
    }

    /** RFC 4493, section 4. */
    @ParameterizedTest
    @CsvSource({
        "'', bb1d6929e95937287fa37d129b756746",
        "6bc1bee22e409f96e93d7e117393172a, 070a16b46b4d4144f79bdd9dd04a287c",
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411,"
                + " dfa66747de9ae63030ca32611497c827"
    })
    void cmac_examplesOfTheRfc_giveTheirCode(String data, String code) {
        long handle = aes(HEX.parseHex("2b7e151628aed2a6abf7158809cf4f3c"));
        assertThat(bench.sign(Mechanism.of(Ckm.AES_CMAC), handle, HEX.parseHex(data)))
                .isEqualTo(HEX.parseHex(code));
    }

    @Test
    void digest_inPartsAndWithAKey_isTheJdks() throws Exception {
        byte[] key = bytes(20, 6);
        long handle = secret(Ckk.GENERIC_SECRET, key);
        bench.cryptoki.digestInit(bench.session, Mechanism.of(Ckm.SHA384));
        bench.cryptoki.digestUpdate(bench.session, bytes(10, 1));
        bench.cryptoki.digestKey(bench.session, handle);
        assertThat(bench.cryptoki.digestFinal(bench.session, SIZE).size()).isEqualTo(48);
        assertThat(bench.cryptoki.digestFinal(bench.session, 47).bytes()).isNull();
        java.security.MessageDigest jdk = java.security.MessageDigest.getInstance("SHA-384");
        jdk.update(bytes(10, 1));
        assertThat(bench.cryptoki.digestFinal(bench.session, 48).bytes())
                .isEqualTo(jdk.digest(key));
    }

    private void roundTrip(Mechanism mechanism, long key, byte[] plain, byte[] expected) {
        assertThat(encrypt(mechanism, key, plain)).isEqualTo(expected);
        assertThat(decrypt(mechanism, key, expected)).isEqualTo(plain);
        for (int part : new int[] {1, 7, 16, 33}) {
            bench.cryptoki.encryptInit(bench.session, mechanism, key);
            assertThat(parts(plain, part, true)).isEqualTo(expected);
            bench.cryptoki.decryptInit(bench.session, mechanism, key);
            assertThat(parts(expected, part, false)).isEqualTo(plain);
        }
    }

    /** In parts, each asked for its size first, and with too little room. */
    private byte[] parts(byte[] data, int part, boolean encrypts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (int at = 0; at < data.length; at += part) {
            byte[] next = Arrays.copyOfRange(data, at, Math.min(at + part, data.length));
            long size = update(next, SIZE, encrypts).size();
            byte[] made = Objects.requireNonNull(update(next, size, encrypts).bytes());
            assertThat((long) made.length).isLessThanOrEqualTo(size);
            out.writeBytes(made);
        }
        long size = finish(SIZE, encrypts).size();
        Cryptoki.Output last = finish(0, encrypts);
        out.writeBytes(
                Objects.requireNonNull(
                        last.bytes() == null ? finish(size, encrypts).bytes() : last.bytes()));
        return out.toByteArray();
    }

    private Cryptoki.Output update(byte[] part, long room, boolean encrypts) {
        return encrypts
                ? bench.cryptoki.encryptUpdate(bench.session, part, room)
                : bench.cryptoki.decryptUpdate(bench.session, part, room);
    }

    private Cryptoki.Output finish(long room, boolean encrypts) {
        return encrypts
                ? bench.cryptoki.encryptFinal(bench.session, room)
                : bench.cryptoki.decryptFinal(bench.session, room);
    }

    private byte[] encrypt(Mechanism mechanism, long key, byte[] plain) {
        bench.cryptoki.encryptInit(bench.session, mechanism, key);
        long size = bench.cryptoki.encrypt(bench.session, plain, SIZE).size();
        return Objects.requireNonNull(bench.cryptoki.encrypt(bench.session, plain, size).bytes());
    }

    private byte[] decrypt(Mechanism mechanism, long key, byte[] sealed) {
        bench.cryptoki.decryptInit(bench.session, mechanism, key);
        long size = bench.cryptoki.decrypt(bench.session, sealed, SIZE).size();
        return Objects.requireNonNull(bench.cryptoki.decrypt(bench.session, sealed, size).bytes());
    }

    private long aes(byte[] value) {
        return secret(Ckk.AES, value);
    }

    private long secret(long keyType, byte[] value) {
        return bench.cryptoki.createObject(
                bench.session,
                List.of(
                        Attribute.number(Cka.CLASS, Cko.SECRET_KEY),
                        Attribute.number(Cka.KEY_TYPE, keyType),
                        Attribute.flag(Cka.SENSITIVE, false),
                        Attribute.flag(Cka.EXTRACTABLE, true),
                        Attribute.bytes(Cka.VALUE, value)),
                Bench.NO_REQUEST);
    }

    private static byte[] jdk(String name, byte[] key, byte[] plain) throws Exception {
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(VECTOR));
        return cipher.doFinal(plain);
    }

    private static Mechanism vector(long type) {
        return new Mechanism(type, new Mechanism.Parameter.Raw(VECTOR));
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        if (length > 0) {
            bytes[0] = 0;
        }
        return bytes;
    }

    private static void assertReturns(
            long returnValue, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CryptokiException.class,
                        e -> assertThat(e.returnValue()).isEqualTo(returnValue));
    }
}
