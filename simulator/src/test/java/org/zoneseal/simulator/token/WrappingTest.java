package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.simulator.token.Returns.assertReturns;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckg;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.simulator.mechanism.EdwardsKind;

/** Keys that are wrapped, unwrapped and agreed on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WrappingTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final Attribute EXTRACTABLE = Attribute.flag(Cka.EXTRACTABLE, true);

    private final Bench bench = Bench.developer();

    @AfterAll
    void close() {
        bench.close();
    }

    /** RFC 3394, section 4, and RFC 5649, section 6. */
    @ParameterizedTest
    @CsvSource({
        "0x2109, 000102030405060708090A0B0C0D0E0F, 00112233445566778899AABBCCDDEEFF,"
                + " 1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5",
        "0x2109, 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F,"
                + " 00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F,"
                + " 28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21",
        "0x210b, 5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8,"
                + " c37b7e6492584340bed12207808941155068f738,"
                + " 138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a",
        "0x210b, 5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8, 466f7250617369,"
                + " afbeb0f07dfbf5419200f2ccb50bb24f"
    })
    void keyWrap_examplesOfTheRfcs_giveTheirBytes(
            String mechanism, String key, String secret, String wrapped) {
        Mechanism how = Mechanism.of(Long.decode(mechanism));
        long wrapping = secret(Ckk.AES, HEX.parseHex(key));
        long inner = secret(Ckk.GENERIC_SECRET, HEX.parseHex(secret));
        byte[] made = wrap(how, wrapping, inner);
        assertThat(made).isEqualTo(HEX.parseHex(wrapped));
        long back = unwrapSecret(how, wrapping, made, Ckk.GENERIC_SECRET);
        assertThat(bench.bytes(back, Cka.VALUE)).isEqualTo(HEX.parseHex(secret));
        made[0] ^= 1;
        assertReturns(
                Ckr.WRAPPED_KEY_INVALID,
                () -> unwrapSecret(how, wrapping, made, Ckk.GENERIC_SECRET));
    }

    @Test
    void rsaWrap_bothPaddings_bringTheKeyBack() {
        Cryptoki.KeyPair pair =
                bench.pair(
                        Ckm.RSA_PKCS_KEY_PAIR_GEN,
                        List.of(
                                Attribute.number(Cka.MODULUS_BITS, 2048),
                                Attribute.flag(Cka.WRAP, true)),
                        Attribute.flag(Cka.UNWRAP, true));
        long inner = secret(Ckk.AES, new byte[32]);
        for (Mechanism how :
                List.of(
                        Mechanism.of(Ckm.RSA_PKCS),
                        new Mechanism(
                                Ckm.RSA_PKCS_OAEP,
                                new Mechanism.Parameter.Oaep(
                                        Ckm.SHA256, Ckg.MGF1_SHA256, 0, new byte[0])))) {
            byte[] wrapped = wrap(how, pair.publicKey(), inner);
            assertThat(
                            bench.bytes(
                                    unwrapSecret(how, pair.privateKey(), wrapped, Ckk.AES),
                                    Cka.VALUE))
                    .isEqualTo(new byte[32]);
        }
    }

    @Test
    void privateKeys_wrappedAsPkcs8_comeBackAndSign() throws Exception {
        long wrapping = secret(Ckk.AES, new byte[16]);
        Mechanism how = Mechanism.of(Ckm.AES_KEY_WRAP_KWP);
        for (Curve curve : Curve.values()) {
            returns(how, wrapping, bench.ec(curve, EXTRACTABLE), Ckk.EC, Ckm.ECDSA_SHA256);
        }
        returns(how, wrapping, bench.rsa(2048, EXTRACTABLE), Ckk.RSA, Ckm.SHA256_RSA_PKCS);
        for (EdwardsKind kind : EdwardsKind.values()) {
            returns(
                    how,
                    wrapping,
                    bench.pair(
                            Ckm.EC_EDWARDS_KEY_PAIR_GEN,
                            List.of(Attribute.bytes(Cka.EC_PARAMS, kind.objectIdentifier())),
                            EXTRACTABLE),
                    Ckk.EC_EDWARDS,
                    Ckm.EDDSA);
        }
        returns(
                how,
                wrapping,
                bench.pair(
                        Ckm.ML_DSA_KEY_PAIR_GEN,
                        List.of(Attribute.number(Cka.PARAMETER_SET, 2)),
                        EXTRACTABLE),
                Ckk.ML_DSA,
                Ckm.ML_DSA);
    }

    /** What the JDK makes of a wrapped private key: it reads our PKCS#8. */
    @Test
    void ecKey_wrappedAndUnwrappedByTheJdk_isReadable() throws Exception {
        byte[] kek = new byte[16];
        long wrapping = secret(Ckk.AES, kek);
        Cryptoki.KeyPair pair = bench.ec(Curve.P256, EXTRACTABLE);
        javax.crypto.Cipher jdk = javax.crypto.Cipher.getInstance("AES/KWP/NoPadding");
        jdk.init(javax.crypto.Cipher.UNWRAP_MODE, new javax.crypto.spec.SecretKeySpec(kek, "AES"));
        java.security.Key key =
                jdk.unwrap(
                        wrap(Mechanism.of(Ckm.AES_KEY_WRAP_KWP), wrapping, pair.privateKey()),
                        "EC",
                        javax.crypto.Cipher.PRIVATE_KEY);
        assertThat(((java.security.interfaces.ECPrivateKey) key).getS().signum()).isPositive();
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource
    void ecdh_withAKeyOfTheJdk_agreesOnTheSameSecret(Curve curve) throws Exception {
        Cryptoki.KeyPair ours = bench.ec(curve, Attribute.flag(Cka.DERIVE, true));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve.standardName()));
        java.security.KeyPair theirs = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(theirs.getPrivate());
        agreement.doPhase(
                KeyFactory.getInstance("EC")
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        bench.bytes(ours.publicKey(), Cka.PUBLIC_KEY_INFO))),
                true);
        byte[] expected = agreement.generateSecret();
        byte[] encoded = ((ECPublicKey) theirs.getPublic()).getEncoded();
        byte[] point =
                Arrays.copyOfRange(
                        encoded, encoded.length - 1 - 2 * curve.length(), encoded.length);
        long all = derive(ours.privateKey(), point, Ckk.GENERIC_SECRET, 0);
        assertThat(bench.bytes(all, Cka.VALUE)).isEqualTo(expected);
        long cut = derive(ours.privateKey(), EcPoints.wrapped(point), Ckk.AES, 16);
        assertThat(bench.bytes(cut, Cka.VALUE))
                .isEqualTo(Arrays.copyOfRange(expected, expected.length - 16, expected.length));
        point[5] ^= 1;
        assertReturns(
                Ckr.MECHANISM_PARAM_INVALID,
                () -> derive(ours.privateKey(), point, Ckk.GENERIC_SECRET, 0));
    }

    @Test
    void wrap_whatMustNotLeave_isRefused() {
        long wrapping = secret(Ckk.AES, new byte[16]);
        Mechanism how = Mechanism.of(Ckm.AES_KEY_WRAP_KWP);
        Cryptoki.KeyPair stays = bench.ec(Curve.P256);
        assertReturns(Ckr.KEY_UNEXTRACTABLE, () -> wrap(how, wrapping, stays.privateKey()));
        assertReturns(Ckr.KEY_NOT_WRAPPABLE, () -> wrap(how, wrapping, stays.publicKey()));
        Cryptoki.KeyPair trusting =
                bench.ec(Curve.P256, EXTRACTABLE, Attribute.flag(Cka.WRAP_WITH_TRUSTED, true));
        assertReturns(Ckr.KEY_NOT_WRAPPABLE, () -> wrap(how, wrapping, trusting.privateKey()));
        assertReturns(
                Ckr.WRAPPING_KEY_HANDLE_INVALID, () -> wrap(how, 99_999, trusting.privateKey()));
        assertReturns(
                Ckr.MECHANISM_PARAM_INVALID,
                () ->
                        wrap(
                                new Mechanism(
                                        Ckm.AES_KEY_WRAP, new Mechanism.Parameter.Raw(new byte[3])),
                                wrapping,
                                secret(Ckk.AES, new byte[16])));
    }

    @Test
    void alwaysAuthenticate_unwrapOrDerive_isNoWayAround() {
        Cryptoki.KeyPair pair =
                bench.ec(
                        Curve.P256,
                        Attribute.flag(Cka.DERIVE, true),
                        Attribute.flag(Cka.ALWAYS_AUTHENTICATE, true));
        assertReturns(
                Ckr.KEY_FUNCTION_NOT_PERMITTED,
                () -> derive(pair.privateKey(), new byte[65], Ckk.GENERIC_SECRET, 0));
    }

    @Test
    void unwrap_keysOwnTemplate_isAddedAndHolds() {
        Attribute signOnly =
                new Attribute(
                        Cka.UNWRAP_TEMPLATE,
                        new AttributeValue.Template(
                                List.of(Attribute.flag(Cka.EXTRACTABLE, false))));
        long wrapping = secret(Ckk.AES, new byte[16], signOnly);
        byte[] wrapped =
                wrap(Mechanism.of(Ckm.AES_KEY_WRAP), wrapping, secret(Ckk.AES, new byte[32]));
        assertReturns(
                Ckr.TEMPLATE_INCONSISTENT,
                () -> unwrapSecret(Mechanism.of(Ckm.AES_KEY_WRAP), wrapping, wrapped, Ckk.AES));
    }

    private void returns(
            Mechanism how, long wrapping, Cryptoki.KeyPair pair, long keyType, long signing)
            throws Exception {
        byte[] wrapped = wrap(how, wrapping, pair.privateKey());
        long back =
                bench.cryptoki.unwrapKey(
                        bench.session,
                        how,
                        wrapping,
                        wrapped,
                        List.of(
                                Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY),
                                Attribute.number(Cka.KEY_TYPE, keyType)),
                        Bench.NO_REQUEST);
        byte[] data = Bench.utf8("came back");
        byte[] signature = bench.sign(Mechanism.of(signing), back, data);
        bench.cryptoki.verifyInit(bench.session, Mechanism.of(signing), pair.publicKey());
        bench.cryptoki.verify(bench.session, data, signature);
        assertThat(bench.flag(back, Cka.LOCAL)).isFalse();
        assertThat(bench.flag(back, Cka.ALWAYS_SENSITIVE)).isFalse();
    }

    private long derive(long key, byte[] point, long keyType, int length) {
        List<Attribute> template =
                new java.util.ArrayList<>(
                        List.of(
                                Attribute.number(Cka.CLASS, Cko.SECRET_KEY),
                                Attribute.number(Cka.KEY_TYPE, keyType),
                                Attribute.flag(Cka.SENSITIVE, false),
                                EXTRACTABLE));
        if (length > 0) {
            template.add(Attribute.number(Cka.VALUE_LEN, length));
        }
        return bench.cryptoki.deriveKey(
                bench.session,
                new Mechanism(
                        Ckm.ECDH1_DERIVE, new Mechanism.Parameter.Ecdh(1, new byte[0], point)),
                key,
                template,
                Bench.NO_REQUEST);
    }

    private byte[] wrap(Mechanism how, long wrapping, long key) {
        long size =
                bench.cryptoki
                        .wrapKey(bench.session, how, wrapping, key, Cryptoki.SIZE_ONLY)
                        .size();
        return Objects.requireNonNull(
                bench.cryptoki.wrapKey(bench.session, how, wrapping, key, size).bytes());
    }

    private long unwrapSecret(Mechanism how, long unwrapping, byte[] wrapped, long keyType) {
        return bench.cryptoki.unwrapKey(
                bench.session,
                how,
                unwrapping,
                wrapped,
                List.of(
                        Attribute.number(Cka.CLASS, Cko.SECRET_KEY),
                        Attribute.number(Cka.KEY_TYPE, keyType),
                        Attribute.flag(Cka.SENSITIVE, false),
                        EXTRACTABLE),
                Bench.NO_REQUEST);
    }

    private long secret(long keyType, byte[] value, Attribute... more) {
        List<Attribute> template =
                new java.util.ArrayList<>(
                        List.of(
                                Attribute.number(Cka.CLASS, Cko.SECRET_KEY),
                                Attribute.number(Cka.KEY_TYPE, keyType),
                                Attribute.flag(Cka.SENSITIVE, false),
                                EXTRACTABLE,
                                Attribute.flag(Cka.WRAP, true),
                                Attribute.flag(Cka.UNWRAP, true),
                                Attribute.bytes(Cka.VALUE, value)));
        template.addAll(List.of(more));
        return bench.cryptoki.createObject(bench.session, template, Bench.NO_REQUEST);
    }
}
