package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.simulator.token.Returns.assertReturns;

import java.io.ByteArrayInputStream;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.AdoptedKey;
import org.zoneseal.simulator.device.KeyService;
import org.zoneseal.simulator.device.NativeSession;

/** Keys and certificates through the native API, on a real device. */
final class NativeKeysTest {

    private static final byte[] DATA = Bench.utf8("what is signed");
    private static final Mechanism ECDSA = Mechanism.of(Ckm.ECDSA_SHA256);

    private final Bench bench = Bench.strict();
    private NativeSession session = bench.administrator();

    @BeforeEach
    void logIn() {
        session.close();
        session = bench.administrator();
    }

    @AfterEach
    void close() {
        session.close();
        bench.close();
    }

    @Test
    void key_generated_signsIsFoundAndSeenByPkcs11() throws Exception {
        Value.MapOf made = generate("web", "2026", "ec-p256");
        List<byte[]> signatures =
                session.sign(bytes(made, "reference"), ECDSA, List.of(DATA, DATA));
        assertThat(signatures).hasSize(2);
        Value.MapOf found = map("key.find", named("web", "2026"));
        assertThat(text(found, "id")).isEqualTo(text(made, "id"));
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(
                KeyFactory.getInstance("EC")
                        .generatePublic(new X509EncodedKeySpec(bytes(found, "public-key"))));
        verifier.update(DATA);
        assertThat(verifier.verify(signatures.get(1))).isTrue();
        List<Long> handles =
                bench.find(
                        Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY),
                        Attribute.bytes(Cka.LABEL, Bench.utf8("web")),
                        Attribute.bytes(Cka.ID, Bench.utf8("2026")));
        assertThat(handles).hasSize(1);
        assertThat(bench.bytes(handles.getFirst(), Cka.UNIQUE_ID))
                .isEqualTo(Bench.utf8(text(made, "id")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa",
                "ec-p256",
                "ec-p384",
                "ec-p521",
                "ed25519",
                "ed448",
                "ml-dsa-44",
                "ml-dsa-65",
                "ml-dsa-87"
            })
    void certificate_requestedAndSelfSigned_verifies(String type) throws Exception {
        Value.MapOf made = generate("tls", "", type);
        Value.Fields which =
                new Value.Fields()
                        .put("slot", 0)
                        .put("id", text(made, "id"))
                        .put("subject", "CN=www.example.com,O=Example");
        PKCS10CertificationRequest request =
                new PKCS10CertificationRequest(bytes(map("cert.request", which), "request"));
        assertThat(
                        request.isSignatureValid(
                                new JcaContentVerifierProviderBuilder()
                                        .build(request.getSubjectPublicKeyInfo())))
                .isTrue();
        byte[] encoded = bytes(map("cert.self-sign", which.put("days", 30)), "certificate");
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(encoded));
        certificate.verify(certificate.getPublicKey());
        Value.Fields stored =
                new Value.Fields().put("slot", 0).put("name", "tls").put("certificate", encoded);
        String id = text(map("cert.import", stored), "id");
        Value.Fields one = new Value.Fields().put("slot", 0).put("id", id);
        assertThat(bytes(map("cert.export", one), "certificate")).isEqualTo(encoded);
        Value.ListOf list =
                (Value.ListOf)
                        session.command("cert.list", new Value.Fields().put("slot", 0).map());
        assertThat(text((Value.MapOf) list.values().getFirst(), "subject"))
                .contains("www.example.com");
        byte[] keyId =
                bench.bytes(
                        bench.find(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY)).getFirst(),
                        Cka.ID);
        assertThat(
                        bench.find(
                                Attribute.number(Cka.CLASS, Cko.CERTIFICATE),
                                Attribute.bytes(Cka.ID, keyId)))
                .hasSize(1);
    }

    @Test
    void externalKey_withoutABackupKey_isRefused_andWithItComesBack() {
        Value.Fields external =
                named("ksk", "")
                        .put("type", "ec-p256")
                        .put("external", true)
                        .put("request", new byte[16]);
        assertReturns(Ckr.FUNCTION_REJECTED, () -> map("key.generate", external));
        assertReturns(
                Ckr.ARGUMENTS_BAD,
                () ->
                        map(
                                "key.generate",
                                named("ksk", "")
                                        .put("type", "ec-p256")
                                        .put("external", true)
                                        .put("limit", 3)));
        session.command(
                "backup.key-generate",
                new Value.Fields()
                        .put("threshold", 2)
                        .put("holders", List.of(holder("anna"), holder("bert")))
                        .map());
        Value.MapOf made = map("key.generate", external);
        assertThat(bench.find()).isEmpty();
        assertThat(session.sign(bytes(made, "reference"), ECDSA, List.of(DATA))).hasSize(1);
        try (NativeSession other = bench.administrator()) {
            assertReturns(
                    Ckr.KEY_HANDLE_INVALID,
                    () -> other.sign(bytes(made, "reference"), ECDSA, List.of(DATA)));
            Value.MapOf loaded =
                    (Value.MapOf)
                            other.command(
                                    "key.load",
                                    new Value.Fields().put("blob", bytes(made, "blob")).map());
            assertThat(bytes(loaded, "public-key")).isEqualTo(bytes(made, "public-key"));
            assertThat(other.sign(bytes(loaded, "reference"), ECDSA, List.of(DATA))).hasSize(1);
        }
        byte[] spoiled = bytes(made, "blob").clone();
        spoiled[spoiled.length - 1] ^= 1;
        assertReturns(
                Ckr.WRAPPED_KEY_INVALID,
                () -> map("key.load", new Value.Fields().put("blob", spoiled)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void adoptedKey_ofAnEmbeddedStore_signsUnderItsLabel(String algorithm) throws Exception {
        java.security.KeyPair pair =
                java.security.KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        if (algorithm.equals("EC")) {
            java.security.KeyPairGenerator generator =
                    java.security.KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            pair = generator.generateKeyPair();
        }
        try (KeyService.KeySession keys = bench.service.open(Bench.PEER)) {
            for (int i = 0; i < 2; i++) {
                keys.adopt(
                        0,
                        new AdoptedKey(
                                "example/ksk",
                                new byte[] {7},
                                pair.getPrivate().getEncoded(),
                                pair.getPublic().getEncoded()));
            }
        }
        List<Long> found = bench.find(Attribute.bytes(Cka.ID, new byte[] {7}));
        assertThat(found).hasSize(2);
        long key = bench.find(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY)).getFirst();
        long mechanism =
                algorithm.equals("EC")
                        ? Ckm.ECDSA_SHA256
                        : algorithm.equals("RSA") ? Ckm.SHA256_RSA_PKCS : Ckm.EDDSA;
        byte[] signature = bench.sign(Mechanism.of(mechanism), key, DATA);
        Signature verifier =
                Signature.getInstance(
                        algorithm.equals("EC")
                                ? "SHA256withECDSAinP1363Format"
                                : algorithm.equals("RSA") ? "SHA256withRSA" : "Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update(DATA);
        assertThat(verifier.verify(signature)).isTrue();
        assertThat(bench.flag(key, Cka.SENSITIVE)).isTrue();
        assertThat(bench.flag(key, Cka.EXTRACTABLE)).isFalse();
        assertThat(bench.flag(key, Cka.LOCAL)).isFalse();
    }

    @Test
    void generate_sameNameOrSameRequest_makesNoSecondKey() {
        Value.Fields arguments =
                named("zsk", "1").put("type", "ed25519").put("request", new byte[16]);
        String id = text(map("key.generate", arguments), "id");
        assertThat(text(map("key.generate", arguments), "id")).isEqualTo(id);
        assertReturns(
                Ckr.ARGUMENTS_BAD,
                () -> map("key.generate", named("zsk", "1").put("type", "ed25519")));
        generate("zsk", "2", "ed25519");
        assertReturns(Ckr.ARGUMENTS_BAD, () -> map("key.find", named("zsk", "")));
    }

    @Test
    void find_manyTimes_givesTheSameReference() {
        generate("often", "", "ec-p256");
        assertThat(bytes(map("key.find", named("often", "")), "reference"))
                .isEqualTo(bytes(map("key.find", named("often", "")), "reference"));
    }

    @Test
    void certificateObject_thatIsNone_isListedWithoutNames() {
        bench.cryptoki.createObject(
                bench.session,
                List.of(
                        Attribute.number(Cka.CLASS, Cko.CERTIFICATE),
                        Attribute.number(Cka.CERTIFICATE_TYPE, 0),
                        Attribute.flag(Cka.TOKEN, true),
                        Attribute.bytes(Cka.SUBJECT, Bench.utf8("s")),
                        Attribute.bytes(Cka.VALUE, Bench.utf8("no certificate"))),
                Bench.NO_REQUEST);
        Value.ListOf list =
                (Value.ListOf)
                        session.command("cert.list", new Value.Fields().put("slot", 0).map());
        assertThat(text((Value.MapOf) list.values().getFirst(), "subject")).isEmpty();
    }

    @Test
    void destroy_aPair_takesBothHalvesAndItsReferences() {
        Value.MapOf made = generate("old", "", "ec-p384");
        session.command(
                "key.destroy", new Value.Fields().put("slot", 0).put("id", text(made, "id")).map());
        assertThat(bench.find()).isEmpty();
        assertReturns(
                Ckr.KEY_HANDLE_INVALID,
                () -> session.sign(bytes(made, "reference"), ECDSA, List.of(DATA)));
        assertReturns(Ckr.OBJECT_HANDLE_INVALID, () -> map("key.find", named("old", "")));
    }

    @Test
    void limit_givenAtBirth_holds() {
        Value.MapOf made =
                map("key.generate", named("few", "").put("type", "ec-p256").put("limit", 3));
        byte[] reference = bytes(made, "reference");
        assertThat(session.sign(reference, ECDSA, List.of(DATA, DATA, DATA))).hasSize(3);
        assertReturns(Ckr.KEY_EXHAUSTED, () -> session.sign(reference, ECDSA, List.of(DATA)));
    }

    @Test
    void list_always_saysWhatTheKeysAre() {
        generate("a", "1", "rsa");
        map("key.generate", named("b", "0xff00").put("type", "aes").put("size", 128));
        Value.ListOf list =
                (Value.ListOf) session.command("key.list", new Value.Fields().put("slot", 0).map());
        assertThat(list.values())
                .extracting(each ->
                        text((Value.MapOf) each, "name")
                                + " "
                                + text((Value.MapOf) each, "specifier")
                                + " "
                                + text((Value.MapOf) each, "type")
                                + " "
                                + ((Value.MapOf) each).get("size"))
                .containsExactly(
                        "a 1 rsa Unsigned[value=2048]", "b 0xff00 aes Unsigned[value=128]");
    }

    private static Value holder(String name) {
        return new Value.Fields()
                .put("name", name)
                .put("passphrase", Bench.utf8(name + "'s words"))
                .map();
    }

    private Value.MapOf generate(String name, String specifier, String type) {
        return map("key.generate", named(name, specifier).put("type", type));
    }

    private static Value.Fields named(String name, String specifier) {
        return new Value.Fields().put("slot", 0).put("name", name).put("specifier", specifier);
    }

    private Value.MapOf map(String command, Value.Fields arguments) {
        return (Value.MapOf) session.command(command, arguments.map());
    }

    private static byte[] bytes(Value.MapOf answer, String name) {
        return ((Value.Bytes) answer.get(name)).value();
    }

    private static String text(Value.MapOf answer, String name) {
        return ((Value.Text) answer.get(name)).value();
    }
}
