package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckg;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.simulator.mechanism.EdwardsKind;

/** Every signing mechanism, verified by the JDK's own providers, which share nothing with ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignaturesTest {

    private static final byte[] DATA = Bench.utf8("what is signed");

    private final Bench bench = Bench.strict();
    private Cryptoki.@Nullable KeyPair rsa;

    /** A mechanism and what the JDK calls it. */
    enum Rsa {
        SHA1(Ckm.SHA1_RSA_PKCS, "SHA1withRSA"),
        SHA224(Ckm.SHA224_RSA_PKCS, "SHA224withRSA"),
        SHA256(Ckm.SHA256_RSA_PKCS, "SHA256withRSA"),
        SHA384(Ckm.SHA384_RSA_PKCS, "SHA384withRSA"),
        SHA512(Ckm.SHA512_RSA_PKCS, "SHA512withRSA");

        private final long mechanism;
        private final String name;

        Rsa(long mechanism, String name) {
            this.mechanism = mechanism;
            this.name = name;
        }
    }

    /** A mechanism, its hash and what the JDK calls it. */
    enum Pss {
        SHA1(Ckm.SHA1_RSA_PKCS_PSS, Ckm.SHA_1, Ckg.MGF1_SHA1, "SHA-1", 20),
        SHA224(Ckm.SHA224_RSA_PKCS_PSS, Ckm.SHA224, Ckg.MGF1_SHA224, "SHA-224", 28),
        SHA256(Ckm.SHA256_RSA_PKCS_PSS, Ckm.SHA256, Ckg.MGF1_SHA256, "SHA-256", 32),
        SHA384(Ckm.SHA384_RSA_PKCS_PSS, Ckm.SHA384, Ckg.MGF1_SHA384, "SHA-384", 0),
        SHA512(Ckm.SHA512_RSA_PKCS_PSS, Ckm.SHA512, Ckg.MGF1_SHA512, "SHA-512", 64);

        private final long mechanism;
        private final long hash;
        private final long mask;
        private final String name;
        private final int salt;

        Pss(long mechanism, long hash, long mask, String name, int salt) {
            this.mechanism = mechanism;
            this.hash = hash;
            this.mask = mask;
            this.name = name;
            this.salt = salt;
        }
    }

    /** A mechanism and what the JDK calls it. */
    enum Ecdsa {
        SHA1(Ckm.ECDSA_SHA1, "SHA1withECDSAinP1363Format"),
        SHA224(Ckm.ECDSA_SHA224, "SHA224withECDSAinP1363Format"),
        SHA256(Ckm.ECDSA_SHA256, "SHA256withECDSAinP1363Format"),
        SHA384(Ckm.ECDSA_SHA384, "SHA384withECDSAinP1363Format"),
        SHA512(Ckm.ECDSA_SHA512, "SHA512withECDSAinP1363Format");

        private final long mechanism;
        private final String name;

        Ecdsa(long mechanism, String name) {
            this.mechanism = mechanism;
            this.name = name;
        }
    }

    @BeforeAll
    void makeRsa() {
        rsa = bench.rsa(2048);
    }

    @AfterAll
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void rsaPkcs1_eachHash_verifiesInTheJdkAndHere(Rsa rsa) throws Exception {
        check(Mechanism.of(rsa.mechanism), rsaPair(), "RSA", rsa.name, null, DATA, DATA);
    }

    @ParameterizedTest
    @EnumSource
    void rsaPss_eachHash_verifiesInTheJdkAndHere(Pss pss) throws Exception {
        Mechanism.Parameter parameter = new Mechanism.Parameter.Pss(pss.hash, pss.mask, pss.salt);
        AlgorithmParameterSpec spec =
                new PSSParameterSpec(
                        pss.name, "MGF1", new MGF1ParameterSpec(pss.name), pss.salt, 1);
        check(
                new Mechanism(pss.mechanism, parameter),
                rsaPair(),
                "RSA",
                "RSASSA-PSS",
                spec,
                DATA,
                DATA);
        byte[] hash = java.security.MessageDigest.getInstance(pss.name).digest(DATA);
        check(
                new Mechanism(Ckm.RSA_PKCS_PSS, parameter),
                rsaPair(),
                "RSA",
                "RSASSA-PSS",
                spec,
                hash,
                DATA);
    }

    @Test
    void rsaPkcs1_callersOwnDigestInfo_isTheHashedSignature() throws Exception {
        byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(DATA);
        byte[] info = java.util.HexFormat.of().parseHex("3031300d060960864801650304020105000420");
        byte[] whole = Arrays.copyOf(info, info.length + hash.length);
        System.arraycopy(hash, 0, whole, info.length, hash.length);
        assertThat(bench.sign(Mechanism.of(Ckm.RSA_PKCS), rsaPair().privateKey(), whole))
                .isEqualTo(
                        bench.sign(
                                Mechanism.of(Ckm.SHA256_RSA_PKCS), rsaPair().privateKey(), DATA));
    }

    @ParameterizedTest
    @EnumSource
    void ecdsa_eachHashAndCurve_verifiesInTheJdkAndHere(Ecdsa ecdsa) throws Exception {
        for (Curve curve : Curve.values()) {
            check(
                    Mechanism.of(ecdsa.mechanism),
                    bench.ec(curve),
                    "EC",
                    ecdsa.name,
                    null,
                    DATA,
                    DATA);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ecdsaRaw_hashesOfAllLengths_verifyInTheJdkAndHere(Curve curve) throws Exception {
        Cryptoki.KeyPair pair = bench.ec(curve);
        for (int length = 1; length <= 64; length++) {
            byte[] hash = new byte[length];
            Arrays.fill(hash, (byte) length);
            check(
                    Mechanism.of(Ckm.ECDSA),
                    pair,
                    "EC",
                    "NONEwithECDSAinP1363Format",
                    null,
                    hash,
                    hash);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eddsa_bothCurves_verifyInTheJdkAndHere(EdwardsKind kind) throws Exception {
        check(
                Mechanism.of(Ckm.EDDSA),
                bench.edwards(kind.objectIdentifier()),
                "EdDSA",
                "EdDSA",
                null,
                DATA,
                DATA);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(longs = {1, 2, 3})
    void mlDsa_eachParameterSet_verifiesInTheJdkAndHere(long parameterSet) throws Exception {
        check(
                Mechanism.of(Ckm.ML_DSA),
                bench.mlDsa(parameterSet),
                "ML-DSA",
                "ML-DSA",
                null,
                DATA,
                DATA);
    }

    private Cryptoki.KeyPair rsaPair() {
        return java.util.Objects.requireNonNull(rsa);
    }

    private void check(
            Mechanism mechanism,
            Cryptoki.KeyPair pair,
            String keyFactory,
            String name,
            @Nullable AlgorithmParameterSpec parameters,
            byte[] given,
            byte[] message)
            throws Exception {
        byte[] once = bench.sign(mechanism, pair.privateKey(), given);
        bench.cryptoki.signInit(bench.session, mechanism, pair.privateKey());
        Cryptoki.Output size = bench.cryptoki.sign(bench.session, given, Cryptoki.SIZE_ONLY);
        byte[] step =
                java.util.Objects.requireNonNull(
                        bench.cryptoki.sign(bench.session, given, size.size()).bytes());
        List<byte[]> batch =
                bench.cryptoki.signBatch(
                        bench.session, mechanism, pair.privateKey(), List.of(given, given, given));
        PublicKey key =
                KeyFactory.getInstance(keyFactory)
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        bench.bytes(pair.publicKey(), Cka.PUBLIC_KEY_INFO)));
        for (byte[] signature : List.of(once, step, batch.get(0), batch.get(2))) {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(key);
            if (parameters != null) {
                verifier.setParameter(parameters);
            }
            verifier.update(message);
            assertThat(verifier.verify(signature)).isTrue();
            bench.cryptoki.verifyInit(bench.session, mechanism, pair.publicKey());
            bench.cryptoki.verify(bench.session, given, signature);
        }
    }
}
