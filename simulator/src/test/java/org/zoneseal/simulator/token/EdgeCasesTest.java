package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.simulator.token.Returns.assertReturns;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.mechanism.Bytes;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.simulator.mechanism.EdwardsKind;

/** Values at the rims: signatures that are almost good, keys that are almost keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EdgeCasesTest {

    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final Bench bench = Bench.strict();

    @AfterAll
    void close() {
        bench.close();
    }

    @Test
    void ecdsa_signaturesAtTheRims_areInvalid() {
        Mechanism ecdsa = Mechanism.of(Ckm.ECDSA);
        Cryptoki.KeyPair pair = bench.ec(Curve.P256);
        byte[] hash = new byte[32];
        byte[] good = bench.sign(ecdsa, pair.privateKey(), hash);
        byte[] order = fixed(P256_ORDER, 32);
        byte[] half = Arrays.copyOf(good, 32);
        byte[] other = Arrays.copyOfRange(good, 32, 64);
        List<byte[]> bad =
                List.of(
                        new byte[64],
                        Bytes.join(new byte[32], other),
                        Bytes.join(half, new byte[32]),
                        Bytes.join(order, other),
                        Bytes.join(half, order),
                        Bytes.join(other, half),
                        filled(64, 0xff));
        for (byte[] signature : bad) {
            bench.cryptoki.verifyInit(bench.session, ecdsa, pair.publicKey());
            assertReturns(
                    Ckr.SIGNATURE_INVALID,
                    () -> bench.cryptoki.verify(bench.session, hash, signature));
        }
        BigInteger s = new BigInteger(1, other);
        byte[] mirrored = Bytes.join(half, fixed(P256_ORDER.subtract(s), 32));
        bench.cryptoki.verifyInit(bench.session, ecdsa, pair.publicKey());
        bench.cryptoki.verify(bench.session, hash, mirrored);
    }

    @ParameterizedTest
    @EnumSource
    void eddsa_signatureWithTheOrderAdded_isInvalid(EdwardsKind kind) {
        Mechanism eddsa = Mechanism.of(Ckm.EDDSA);
        Cryptoki.KeyPair pair = bench.edwards(kind.objectIdentifier());
        byte[] signature = bench.sign(eddsa, pair.privateKey(), new byte[3]);
        signature[signature.length - 1 - (kind == EdwardsKind.ED448 ? 1 : 0)] |= 0x60;
        bench.cryptoki.verifyInit(bench.session, eddsa, pair.publicKey());
        assertReturns(
                Ckr.SIGNATURE_INVALID,
                () -> bench.cryptoki.verify(bench.session, new byte[3], signature));
    }

    @Test
    void rsa_signaturesAtTheRims_areInvalid() {
        Mechanism pkcs1 = Mechanism.of(Ckm.SHA256_RSA_PKCS);
        Cryptoki.KeyPair pair = bench.rsa(2048);
        byte[] modulus = bench.bytes(pair.publicKey(), Cka.MODULUS);
        byte[] good = bench.sign(pkcs1, pair.privateKey(), new byte[1]);
        byte[] negated = fixed(number(modulus).subtract(number(good)), 256);
        for (byte[] signature : List.of(new byte[256], modulus, filled(256, 0xff), negated)) {
            bench.cryptoki.verifyInit(bench.session, pkcs1, pair.publicKey());
            assertReturns(
                    Ckr.SIGNATURE_INVALID,
                    () -> bench.cryptoki.verify(bench.session, new byte[1], signature));
        }
        assertReturns(
                Ckr.DATA_LEN_RANGE,
                () -> bench.sign(Mechanism.of(Ckm.RSA_PKCS), pair.privateKey(), new byte[246]));
        assertReturns(
                Ckr.DATA_INVALID,
                () ->
                        bench.sign(
                                Mechanism.of(Ckm.RSA_X_509), pair.privateKey(), filled(256, 0xff)));
        assertThat(bench.sign(pkcs1, pair.privateKey(), new byte[1])).isEqualTo(good);
    }

    /** RFC 8032, section 7. */
    @ParameterizedTest
    @CsvSource({
        "ED25519, 9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, '',"
                + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "ED25519, c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, af82,"
                + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "ED448, 6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3"
                + "528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b, '',"
                + " 533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f"
                + "2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a"
                + "9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4db"
                + "b61149f05a7363268c71d95808ff2e652600"
    })
    void eddsa_examplesOfTheRfc_giveTheirSignatures(
            EdwardsKind kind, String secret, String message, String signature) {
        HexFormat hex = HexFormat.of();
        long key =
                create(
                        Ckk.EC_EDWARDS,
                        Attribute.bytes(Cka.EC_PARAMS, kind.objectIdentifier()),
                        Attribute.bytes(Cka.VALUE, hex.parseHex(secret)));
        assertThat(bench.sign(Mechanism.of(Ckm.EDDSA), key, hex.parseHex(message)))
                .isEqualTo(hex.parseHex(signature));
    }

    @Test
    void ed25519_moreThanTheProviderTakes_isALengthError() {
        Cryptoki.KeyPair pair = bench.edwards(EdwardsKind.ED25519.objectIdentifier());
        Mechanism eddsa = Mechanism.of(Ckm.EDDSA);
        byte[] most = new byte[1 << 20];
        byte[] signature = bench.sign(eddsa, pair.privateKey(), most);
        bench.cryptoki.verifyInit(bench.session, eddsa, pair.publicKey());
        bench.cryptoki.verify(bench.session, most, signature);
        assertReturns(
                Ckr.DATA_LEN_RANGE,
                () -> bench.sign(eddsa, pair.privateKey(), new byte[most.length + 1]));
        assertThat(bench.sign(eddsa, pair.privateKey(), new byte[1])).hasSize(64);
    }

    @Test
    void rsaImport_withAndWithoutPrimes_isTheSameKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        List<Attribute> few =
                List.of(
                        bytes(Cka.MODULUS, key.getModulus()),
                        bytes(Cka.PUBLIC_EXPONENT, key.getPublicExponent()),
                        bytes(Cka.PRIVATE_EXPONENT, key.getPrivateExponent()));
        List<Attribute> all = new ArrayList<>(few);
        all.add(bytes(Cka.PRIME_1, key.getPrimeP()));
        all.add(bytes(Cka.PRIME_2, key.getPrimeQ()));
        Mechanism pkcs1 = Mechanism.of(Ckm.SHA256_RSA_PKCS);
        assertThat(bench.sign(pkcs1, create(Ckk.RSA, few.toArray(Attribute[]::new)), new byte[9]))
                .isEqualTo(
                        bench.sign(
                                pkcs1,
                                create(Ckk.RSA, all.toArray(Attribute[]::new)),
                                new byte[9]));
        List<Attribute> wrong = new ArrayList<>(few);
        wrong.set(2, bytes(Cka.PRIVATE_EXPONENT, key.getPrivateExponent().add(BigInteger.TWO)));
        assertReturns(
                Ckr.ATTRIBUTE_VALUE_INVALID,
                () -> create(Ckk.RSA, wrong.toArray(Attribute[]::new)));
    }

    @Test
    void rsaImport_numbersFarTooLong_isRefusedAtOnce() {
        byte[] modulus = filled(512, 0xff);
        byte[] exponent = {1, 0, 1};
        assertReturns(
                Ckr.ATTRIBUTE_VALUE_INVALID,
                () ->
                        create(
                                Ckk.RSA,
                                Attribute.bytes(Cka.MODULUS, modulus),
                                Attribute.bytes(Cka.PUBLIC_EXPONENT, exponent),
                                Attribute.bytes(Cka.PRIVATE_EXPONENT, filled(900_000, 0xff))));
        assertReturns(
                Ckr.ATTRIBUTE_VALUE_INVALID,
                () ->
                        bench.cryptoki.createObject(
                                bench.session,
                                List.of(
                                        Attribute.number(Cka.CLASS, Cko.PUBLIC_KEY),
                                        Attribute.number(Cka.KEY_TYPE, Ckk.RSA),
                                        Attribute.bytes(Cka.MODULUS, modulus),
                                        Attribute.bytes(
                                                Cka.PUBLIC_EXPONENT, filled(900_000, 0xff))),
                                Bench.NO_REQUEST));
    }

    @Test
    void publicKeys_offTheCurveOrTooSmall_areRefused() {
        byte[] point = bench.bytes(bench.ec(Curve.P256).publicKey(), Cka.EC_POINT);
        point[point.length - 1] ^= 1;
        assertReturns(
                Ckr.ATTRIBUTE_VALUE_INVALID,
                () ->
                        bench.cryptoki.createObject(
                                bench.session,
                                List.of(
                                        Attribute.number(Cka.CLASS, Cko.PUBLIC_KEY),
                                        Attribute.number(Cka.KEY_TYPE, Ckk.EC),
                                        Attribute.bytes(
                                                Cka.EC_PARAMS, Curve.P256.objectIdentifier()),
                                        Attribute.bytes(Cka.EC_POINT, point)),
                                Bench.NO_REQUEST));
        for (int bits : new int[] {0, 512, 2047, 2049, 4224}) {
            assertReturns(Ckr.KEY_SIZE_RANGE, () -> bench.rsa(bits));
        }
    }

    private long create(long keyType, Attribute... parts) {
        List<Attribute> template = new ArrayList<>(List.of(parts));
        template.add(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY));
        template.add(Attribute.number(Cka.KEY_TYPE, keyType));
        return bench.cryptoki.createObject(bench.session, template, Bench.NO_REQUEST);
    }

    private static Attribute bytes(long type, BigInteger number) {
        return Attribute.bytes(type, Bytes.unsigned(number));
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = Bytes.unsigned(number);
        return Bytes.join(new byte[length - bytes.length], bytes);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
