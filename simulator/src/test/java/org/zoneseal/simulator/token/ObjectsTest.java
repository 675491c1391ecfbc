package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.simulator.token.Returns.assertReturns;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckc;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.simulator.device.VendorAttribute;
import org.zoneseal.simulator.mechanism.Curve;
import org.zoneseal.simulator.mechanism.EdwardsKind;

/** Objects, their attributes and who sees them. */
final class ObjectsTest {

    private static final Attribute TOKEN = Attribute.flag(Cka.TOKEN, true);

    private final Bench bench = Bench.strict();

    @AfterEach
    void close() {
        bench.close();
    }

    /** What a template of a private EC key asks for, and what C_CreateObject says to it. */
    static List<Arguments> badTemplates() {
        return List.of(
                Arguments.of(Attribute.flag(Cka.LOCAL, true), Ckr.ATTRIBUTE_READ_ONLY),
                Arguments.of(Attribute.flag(Cka.ALWAYS_SENSITIVE, true), Ckr.ATTRIBUTE_READ_ONLY),
                Arguments.of(
                        Attribute.number(Cka.KEY_GEN_MECHANISM, Ckm.EC_KEY_PAIR_GEN),
                        Ckr.ATTRIBUTE_READ_ONLY),
                Arguments.of(
                        Attribute.bytes(Cka.UNIQUE_ID, Bench.utf8("x")), Ckr.ATTRIBUTE_READ_ONLY),
                Arguments.of(Attribute.number(Cka.MODULUS_BITS, 1), Ckr.ATTRIBUTE_TYPE_INVALID),
                Arguments.of(
                        Attribute.bytes(VendorAttribute.REQUEST_ID, new byte[16]),
                        Ckr.ATTRIBUTE_TYPE_INVALID),
                Arguments.of(
                        Attribute.number(VendorAttribute.USE_LIMIT, 5), Ckr.ATTRIBUTE_TYPE_INVALID),
                Arguments.of(
                        Attribute.bytes(Cka.SENSITIVE, new byte[4]), Ckr.ATTRIBUTE_VALUE_INVALID),
                Arguments.of(
                        Attribute.bytes(Cka.START_DATE, new byte[7]), Ckr.ATTRIBUTE_VALUE_INVALID),
                Arguments.of(Attribute.flag(Cka.SENSITIVE, false), Ckr.TEMPLATE_INCONSISTENT),
                Arguments.of(Attribute.flag(Cka.EXTRACTABLE, true), Ckr.TEMPLATE_INCONSISTENT),
                Arguments.of(
                        Attribute.bytes(Cka.PUBLIC_KEY_INFO, new byte[9]),
                        Ckr.TEMPLATE_INCONSISTENT),
                Arguments.of(Attribute.number(Cka.KEY_TYPE, Ckk.RSA), Ckr.ATTRIBUTE_TYPE_INVALID),
                Arguments.of(Attribute.number(Cka.KEY_TYPE, Ckk.DES3), Ckr.ATTRIBUTE_VALUE_INVALID),
                Arguments.of(Attribute.number(Cka.CLASS, 0x1234), Ckr.ATTRIBUTE_VALUE_INVALID),
                Arguments.of(
                        Attribute.bytes(Cka.EC_PARAMS, new byte[] {6, 1, 1}),
                        Ckr.CURVE_NOT_SUPPORTED),
                Arguments.of(
                        Attribute.bytes(Cka.EC_PARAMS, new byte[] {1, 2, 3}),
                        Ckr.DOMAIN_PARAMS_INVALID),
                Arguments.of(Attribute.bytes(Cka.VALUE, new byte[33]), Ckr.ATTRIBUTE_VALUE_INVALID),
                Arguments.of(
                        Attribute.bytes(Cka.VALUE, new byte[32]), Ckr.ATTRIBUTE_VALUE_INVALID));
    }

    @ParameterizedTest
    @MethodSource("badTemplates")
    void createObject_badTemplate_saysWhatIsWrong(Attribute bad, long returnValue) {
        List<Attribute> template = new ArrayList<>(ecTemplate());
        template.removeIf(attribute -> attribute.type() == bad.type());
        template.add(bad);
        assertReturns(returnValue, () -> create(template));
        assertThat(bench.find()).isEmpty();
    }

    @Test
    void createObject_missingParts_isIncomplete() {
        for (long missing : new long[] {Cka.CLASS, Cka.KEY_TYPE, Cka.EC_PARAMS, Cka.VALUE}) {
            List<Attribute> template = new ArrayList<>(ecTemplate());
            template.removeIf(attribute -> attribute.type() == missing);
            assertReturns(Ckr.TEMPLATE_INCOMPLETE, () -> create(template));
        }
    }

    @Test
    void importedKey_always_isSensitiveButNotAlwaysAndNotLocal() {
        long key = create(ecTemplate());
        assertThat(bench.flag(key, Cka.SENSITIVE)).isTrue();
        assertThat(bench.flag(key, Cka.EXTRACTABLE)).isFalse();
        assertThat(bench.flag(key, Cka.ALWAYS_SENSITIVE)).isFalse();
        assertThat(bench.flag(key, Cka.NEVER_EXTRACTABLE)).isFalse();
        assertThat(bench.flag(key, Cka.LOCAL)).isFalse();
        assertThat(bench.value(key, Cka.KEY_GEN_MECHANISM))
                .isEqualTo(new AttributeValue.Unsigned(-1));
        assertThat(bench.sign(Mechanism.of(Ckm.ECDSA_SHA256), key, new byte[5])).hasSize(64);
        assertAnswer(key, Cka.VALUE, Ckr.ATTRIBUTE_SENSITIVE);
    }

    @Test
    void generatedKey_always_isLocalAlwaysSensitiveNeverExtractable() {
        Cryptoki.KeyPair pair = bench.ec(Curve.P256, TOKEN);
        for (long type :
                new long[] {
                    Cka.LOCAL,
                    Cka.SENSITIVE,
                    Cka.ALWAYS_SENSITIVE,
                    Cka.NEVER_EXTRACTABLE,
                    Cka.PRIVATE,
                    Cka.SIGN
                }) {
            assertThat(bench.flag(pair.privateKey(), type)).as(AttributeNames.of(type)).isTrue();
        }
        assertThat(bench.flag(pair.privateKey(), Cka.EXTRACTABLE)).isFalse();
        assertThat(bench.flag(pair.privateKey(), Cka.UNWRAP)).isFalse();
        assertThat(bench.value(pair.privateKey(), Cka.KEY_GEN_MECHANISM))
                .isEqualTo(new AttributeValue.Unsigned(Ckm.EC_KEY_PAIR_GEN));
        assertAnswer(pair.privateKey(), VendorAttribute.REQUEST_ID, Ckr.ATTRIBUTE_TYPE_INVALID);
        assertAnswer(pair.privateKey(), Cka.MODULUS, Ckr.ATTRIBUTE_TYPE_INVALID);
        assertThat(bench.bytes(pair.privateKey(), Cka.LABEL)).isEmpty();
    }

    @Test
    void setAttributes_oneWayFlags_goOneWay() {
        long key =
                create(
                        List.of(
                                Attribute.number(Cka.CLASS, Cko.SECRET_KEY),
                                Attribute.number(Cka.KEY_TYPE, Ckk.AES),
                                Attribute.flag(Cka.SENSITIVE, false),
                                Attribute.flag(Cka.EXTRACTABLE, true),
                                Attribute.bytes(Cka.VALUE, new byte[16])));
        assertThat(bench.bytes(key, Cka.VALUE)).hasSize(16);
        assertThat(bench.flag(key, Cka.WRAP_WITH_TRUSTED)).isTrue();
        set(key, Attribute.flag(Cka.SENSITIVE, true));
        assertAnswer(key, Cka.VALUE, Ckr.ATTRIBUTE_SENSITIVE);
        set(key, Attribute.flag(Cka.EXTRACTABLE, false));
        set(key, Attribute.flag(Cka.COPYABLE, false));
        for (Attribute back :
                List.of(
                        Attribute.flag(Cka.SENSITIVE, false),
                        Attribute.flag(Cka.EXTRACTABLE, true),
                        Attribute.flag(Cka.COPYABLE, true),
                        Attribute.flag(Cka.WRAP_WITH_TRUSTED, false),
                        Attribute.flag(Cka.TRUSTED, true),
                        Attribute.flag(Cka.TOKEN, true),
                        Attribute.number(Cka.CLASS, Cko.DATA))) {
            assertReturns(Ckr.ATTRIBUTE_READ_ONLY, () -> set(key, back));
        }
        assertReturns(
                Ckr.ACTION_PROHIBITED,
                () -> bench.cryptoki.copyObject(bench.session, key, List.of()));
    }

    @Test
    void setAttributes_onSessionAndTokenObjects_isSeenAndFound() {
        for (Attribute where : List.of(TOKEN, Attribute.flag(Cka.TOKEN, false))) {
            long key = bench.ec(Curve.P256, where).privateKey();
            set(key, Attribute.bytes(Cka.LABEL, Bench.utf8("named")));
            assertThat(bench.bytes(key, Cka.LABEL)).isEqualTo(Bench.utf8("named"));
            assertThat(bench.find(Attribute.bytes(Cka.LABEL, Bench.utf8("named")), where))
                    .containsExactly(key);
            set(key, Attribute.flag(Cka.SIGN, false));
            assertReturns(
                    Ckr.KEY_FUNCTION_NOT_PERMITTED,
                    () -> bench.sign(Mechanism.of(Ckm.ECDSA), key, new byte[32]));
        }
    }

    @Test
    void modifiableDestroyable_false_holdTheObjectAsItIs() {
        long data =
                create(
                        List.of(
                                Attribute.number(Cka.CLASS, Cko.DATA),
                                Attribute.flag(Cka.MODIFIABLE, false),
                                Attribute.flag(Cka.DESTROYABLE, false),
                                Attribute.bytes(Cka.VALUE, Bench.utf8("stays"))));
        assertReturns(
                Ckr.ACTION_PROHIBITED,
                () -> set(data, Attribute.bytes(Cka.LABEL, Bench.utf8("x"))));
        assertReturns(
                Ckr.ACTION_PROHIBITED,
                () -> bench.cryptoki.destroyObject(bench.session, data, Bench.NO_REQUEST));
    }

    @Test
    void policy_wrapWithDecrypt_isRefusedAndSettled() {
        assertReturns(
                Ckr.TEMPLATE_INCONSISTENT,
                () -> aes(Attribute.flag(Cka.WRAP, true), Attribute.flag(Cka.DECRYPT, true)));
        assertReturns(
                Ckr.TEMPLATE_INCONSISTENT,
                () -> aes(Attribute.flag(Cka.UNWRAP, true), Attribute.flag(Cka.ENCRYPT, true)));
        long key = aes(Attribute.flag(Cka.WRAP, true));
        assertThat(bench.flag(key, Cka.DECRYPT)).isFalse();
        assertReturns(Ckr.TEMPLATE_INCONSISTENT, () -> set(key, Attribute.flag(Cka.DECRYPT, true)));
        set(key, Attribute.flag(Cka.WRAP, false));
        assertReturns(Ckr.TEMPLATE_INCONSISTENT, () -> set(key, Attribute.flag(Cka.DECRYPT, true)));
    }

    @Test
    void policy_copyOfAWrappingKeyThatDecrypts_isRefused() {
        long key = aes(Attribute.flag(Cka.WRAP, true), Attribute.flag(Cka.UNWRAP, true));
        assertReturns(
                Ckr.TEMPLATE_INCONSISTENT,
                () ->
                        bench.cryptoki.copyObject(
                                bench.session,
                                key,
                                List.of(
                                        Attribute.flag(Cka.WRAP, false),
                                        Attribute.flag(Cka.DECRYPT, true))));
        assertReturns(
                Ckr.TEMPLATE_INCONSISTENT,
                () ->
                        bench.cryptoki.unwrapKey(
                                bench.session,
                                Mechanism.of(Ckm.AES_KEY_WRAP),
                                key,
                                new byte[24],
                                List.of(
                                        Attribute.number(Cka.CLASS, Cko.SECRET_KEY),
                                        Attribute.number(Cka.KEY_TYPE, Ckk.AES),
                                        Attribute.flag(Cka.SENSITIVE, false),
                                        Attribute.flag(Cka.EXTRACTABLE, true)),
                                Bench.NO_REQUEST));
    }

    @Test
    void policy_wrappingByAPublicKeyWhoseOtherHalfDecryptsHere_isRefused() {
        Cryptoki.KeyPair pair =
                bench.pair(
                        Ckm.RSA_PKCS_KEY_PAIR_GEN,
                        List.of(
                                TOKEN,
                                Attribute.number(Cka.MODULUS_BITS, 2048),
                                Attribute.flag(Cka.PRIVATE, false),
                                Attribute.flag(Cka.WRAP, true)),
                        TOKEN);
        Cryptoki officer = bench.service.begin(Bench.PEER);
        long session = officer.openSession(0, Ckf.SERIAL_SESSION | Ckf.RW_SESSION);
        officer.login(session, Cku.SO, Bench.SO_PIN.clone());
        officer.findInit(session, List.of(Attribute.number(Cka.CLASS, Cko.PUBLIC_KEY)));
        long wrapping = officer.find(session, 1).getFirst();
        officer.findFinal(session);
        officer.setAttributes(session, wrapping, List.of(Attribute.flag(Cka.TRUSTED, true)));
        officer.end();
        long key = aes(Attribute.flag(Cka.EXTRACTABLE, true));
        assertReturns(Ckr.KEY_NOT_WRAPPABLE, () -> wrap(pair.publicKey(), key));
        set(pair.privateKey(), Attribute.flag(Cka.DECRYPT, false));
        set(pair.privateKey(), Attribute.flag(Cka.SIGN, false));
        assertThat(wrap(pair.publicKey(), key).bytes()).hasSize(256);
    }

    private Cryptoki.Output wrap(long wrapping, long key) {
        return bench.cryptoki.wrapKey(
                bench.session, Mechanism.of(Ckm.RSA_PKCS), wrapping, key, 256);
    }

    @Test
    void sessionObjects_moreThanTheApplicationMayKeep_areRefusedAndComeBackWhenSomeGo() {
        List<Attribute> big =
                List.of(
                        Attribute.number(Cka.CLASS, Cko.DATA),
                        Attribute.bytes(Cka.VALUE, new byte[1_000_000]));
        long first = create(big);
        for (int i = 1; i < 33; i++) {
            create(big);
        }
        assertReturns(Ckr.DEVICE_MEMORY, () -> create(big));
        bench.cryptoki.destroyObject(bench.session, first, Bench.NO_REQUEST);
        create(big);
    }

    @Test
    void allowedMechanisms_others_areRefused() {
        long key =
                bench.ec(
                                Curve.P256,
                                new Attribute(
                                        Cka.ALLOWED_MECHANISMS,
                                        new AttributeValue.Numbers(List.of(Ckm.ECDSA))))
                        .privateKey();
        assertThat(bench.sign(Mechanism.of(Ckm.ECDSA), key, new byte[32])).hasSize(64);
        assertReturns(
                Ckr.MECHANISM_INVALID,
                () -> bench.sign(Mechanism.of(Ckm.ECDSA_SHA256), key, new byte[32]));
    }

    @Test
    void privateObjects_withoutLogin_areNotThere() {
        Cryptoki.KeyPair pair =
                bench.pair(
                        Ckm.EC_KEY_PAIR_GEN,
                        List.of(
                                TOKEN,
                                Attribute.bytes(Cka.EC_PARAMS, Curve.P256.objectIdentifier())),
                        TOKEN);
        Cryptoki other = bench.service.begin(Bench.PEER);
        long session = other.openSession(0, Ckf.SERIAL_SESSION);
        other.findInit(session, List.of());
        assertThat(other.find(session, 10)).hasSize(1);
        other.findFinal(session);
        bench.cryptoki.logout(bench.session);
        assertReturns(
                Ckr.KEY_HANDLE_INVALID,
                () -> bench.sign(Mechanism.of(Ckm.ECDSA), pair.privateKey(), new byte[32]));
        bench.cryptoki.login(bench.session, Cku.USER, Bench.PIN.clone());
        assertReturns(
                Ckr.KEY_HANDLE_INVALID,
                () -> bench.sign(Mechanism.of(Ckm.ECDSA), pair.privateKey(), new byte[32]));
        List<Long> again = bench.find(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY));
        assertThat(again).hasSize(1).doesNotContain(pair.privateKey());
        assertThat(bench.find(Attribute.number(Cka.CLASS, Cko.PUBLIC_KEY)))
                .containsExactly(pair.publicKey());
    }

    @Test
    void destroyedKey_inAnotherApplication_isGoneThereToo() {
        Cryptoki.KeyPair pair = bench.ec(Curve.P256, TOKEN);
        Cryptoki other = bench.service.begin(Bench.PEER);
        long session = Bench.login(other, 0);
        other.findInit(session, List.of(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY)));
        long theirs = other.find(session, 10).getFirst();
        other.findFinal(session);
        byte[] signature = new byte[64];
        other.signOnce(session, Mechanism.of(Ckm.ECDSA), theirs, new byte[32], 0, 32, signature);
        bench.cryptoki.destroyObject(bench.session, pair.privateKey(), Bench.NO_REQUEST);
        assertReturns(
                Ckr.KEY_HANDLE_INVALID,
                () ->
                        other.signOnce(
                                session,
                                Mechanism.of(Ckm.ECDSA),
                                theirs,
                                new byte[32],
                                0,
                                32,
                                signature));
        other.end();
    }

    @Test
    void tokenObjects_afterARestart_areThereWithTheSameUniqueId() {
        Cryptoki.KeyPair pair =
                bench.ec(Curve.P384, TOKEN, Attribute.bytes(Cka.LABEL, Bench.utf8("stays")));
        byte[] uniqueId = bench.bytes(pair.privateKey(), Cka.UNIQUE_ID);
        byte[] publicInfo = bench.bytes(pair.privateKey(), Cka.PUBLIC_KEY_INFO);
        bench.restart();
        long found = bench.find(Attribute.bytes(Cka.UNIQUE_ID, uniqueId)).getFirst();
        assertThat(bench.bytes(found, Cka.PUBLIC_KEY_INFO)).isEqualTo(publicInfo);
        assertThat(bench.sign(Mechanism.of(Ckm.ECDSA_SHA384), found, new byte[3])).hasSize(96);
        assertThat(bench.find(Attribute.bytes(Cka.LABEL, Bench.utf8("stays"))))
                .containsExactly(found);
    }

    @Test
    void requestId_askedTwice_makesOneKeyAlsoAcrossARestart() {
        byte[] request = new byte[16];
        request[3] = 7;
        Cryptoki.KeyPair first = generate(request);
        assertThat(generate(request)).isEqualTo(first);
        byte[] uniqueId = bench.bytes(first.privateKey(), Cka.UNIQUE_ID);
        bench.restart();
        Cryptoki.KeyPair again = generate(request);
        assertThat(bench.bytes(again.privateKey(), Cka.UNIQUE_ID)).isEqualTo(uniqueId);
        assertThat(bench.find(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY))).hasSize(1);
        assertThat(bench.value(again.publicKey(), Cka.CLASS))
                .isEqualTo(new AttributeValue.Unsigned(Cko.PUBLIC_KEY));
        bench.cryptoki.destroyObject(bench.session, again.privateKey(), new byte[] {1, 2});
        bench.cryptoki.destroyObject(bench.session, again.privateKey(), new byte[] {1, 2});
        assertReturns(
                Ckr.OBJECT_HANDLE_INVALID,
                () ->
                        bench.cryptoki.destroyObject(
                                bench.session, again.privateKey(), Bench.NO_REQUEST));
    }

    @Test
    void requestId_fromSeveralThreadsAtOnce_makesOneKey() throws Exception {
        byte[] request = new byte[16];
        java.util.Set<Cryptoki.KeyPair> made = java.util.concurrent.ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> made.add(generate(request))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(made).hasSize(1);
        assertThat(bench.find()).hasSize(2);
    }

    /** What gives the few candidates is a hash index, so their number is what a search costs. */
    @Test
    void index_aHundredThousandObjects_givesOneCandidate() {
        ObjectIndex index = new ObjectIndex();
        for (int i = 0; i < 100_000; i++) {
            index.put(
                    new org.zoneseal.simulator.device.StoredObject(
                            0,
                            new org.zoneseal.simulator.device.ObjectPlace("id" + i, 1),
                            List.of(
                                    Attribute.number(Cka.CLASS, Cko.DATA),
                                    Attribute.bytes(Cka.LABEL, Bench.utf8("label " + i)),
                                    Attribute.bytes(Cka.ID, Bench.utf8("key " + i % 50_000))),
                            new byte[0]));
        }
        Attribute data = Attribute.number(Cka.CLASS, Cko.DATA);
        assertThat(
                        index.candidates(
                                List.of(data, Attribute.bytes(Cka.LABEL, Bench.utf8("label 777")))))
                .hasSize(1);
        assertThat(index.candidates(List.of(Attribute.bytes(Cka.ID, Bench.utf8("key 7")), data)))
                .hasSize(2);
        assertThat(index.candidates(List.of(Attribute.bytes(Cka.UNIQUE_ID, Bench.utf8("id9")))))
                .hasSize(1);
        assertThat(index.candidates(List.of(Attribute.bytes(Cka.LABEL, Bench.utf8("none")))))
                .isEmpty();
        assertThat(index.candidates(List.of(data))).hasSize(100_000);
    }

    @Test
    void limitedKey_copiedOrWrapped_isRefused() {
        try (org.zoneseal.simulator.device.NativeSession admin = bench.administrator()) {
            admin.command(
                    "key.generate",
                    new org.zoneseal.cryptoki.wire.Value.Fields()
                            .put("slot", 0)
                            .put("name", "few")
                            .put("type", "ec-p256")
                            .put("limit", 5)
                            .map());
        }
        long key = bench.find(Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY)).getFirst();
        assertReturns(
                Ckr.ACTION_PROHIBITED,
                () -> bench.cryptoki.copyObject(bench.session, key, List.of()));
        assertAnswer(key, VendorAttribute.USE_LIMIT, Ckr.ATTRIBUTE_TYPE_INVALID);
    }

    @Test
    void certificate_stored_isFoundAsItWas() {
        long certificate =
                create(
                        List.of(
                                Attribute.number(Cka.CLASS, Cko.CERTIFICATE),
                                Attribute.number(Cka.CERTIFICATE_TYPE, Ckc.X_509),
                                TOKEN,
                                Attribute.bytes(Cka.SUBJECT, Bench.utf8("subject")),
                                Attribute.bytes(Cka.ID, new byte[] {1}),
                                Attribute.bytes(Cka.VALUE, Bench.utf8("value"))));
        assertThat(bench.find(Attribute.bytes(Cka.ID, new byte[] {1})))
                .containsExactly(certificate);
        assertThat(bench.bytes(certificate, Cka.VALUE)).isEqualTo(Bench.utf8("value"));
        assertThat(bench.flag(certificate, Cka.PRIVATE)).isFalse();
    }

    @Test
    void copy_ofAPrivateKey_signsAsItsOriginal() {
        Cryptoki.KeyPair pair = bench.ec(Curve.P256);
        long copy = bench.cryptoki.copyObject(bench.session, pair.privateKey(), List.of(TOKEN));
        byte[] signature = bench.sign(Mechanism.of(Ckm.ECDSA), copy, new byte[32]);
        bench.cryptoki.verifyInit(bench.session, Mechanism.of(Ckm.ECDSA), pair.publicKey());
        bench.cryptoki.verify(bench.session, new byte[32], signature);
        assertThat(bench.flag(copy, Cka.TOKEN)).isTrue();
        assertThat(bench.bytes(copy, Cka.UNIQUE_ID))
                .isNotEqualTo(bench.bytes(pair.privateKey(), Cka.UNIQUE_ID));
    }

    @Test
    void ecParams_asPrintableString_areTakenAndShownAsTheyCame() {
        byte[] name = Bench.utf8("\u0013\fedwards25519");
        Cryptoki.KeyPair pair = bench.edwards(name);
        assertThat(bench.bytes(pair.publicKey(), Cka.EC_PARAMS)).isEqualTo(name);
        assertThat(bench.bytes(pair.privateKey(), Cka.EC_PARAMS)).isEqualTo(name);
        assertThat(bench.bytes(pair.publicKey(), Cka.EC_POINT)).hasSize(34).startsWith(4, 32);
        byte[] bare = EcPoints.bare(bench.bytes(pair.publicKey(), Cka.EC_POINT));
        assertThat(bench.find(Attribute.bytes(Cka.EC_POINT, bare)))
                .containsExactly(pair.publicKey());
    }

    @Test
    void heapKeys_refused_leaveTheirMechanismsOut() {
        TokenSettings settings =
                new TokenSettings(TokenSettings.EcPoint.BARE, HeapKeys.REFUSED, 10, 10, 10);
        try (Bench strictest = Bench.with(settings)) {
            assertThat(strictest.cryptoki.mechanisms(0)).doesNotContain(Ckm.ML_DSA);
            assertReturns(
                    Ckr.MECHANISM_INVALID,
                    () -> strictest.edwards(EdwardsKind.ED448.objectIdentifier()));
            Cryptoki.KeyPair pair = strictest.ec(Curve.P256);
            assertThat(strictest.bytes(pair.publicKey(), Cka.EC_POINT)).hasSize(65);
        }
    }

    private Cryptoki.KeyPair generate(byte[] request) {
        return bench.cryptoki.generateKeyPair(
                bench.session,
                Mechanism.of(Ckm.EC_KEY_PAIR_GEN),
                List.of(TOKEN, Attribute.bytes(Cka.EC_PARAMS, Curve.P256.objectIdentifier())),
                List.of(TOKEN),
                request);
    }

    private long aes(Attribute... more) {
        List<Attribute> template = new ArrayList<>(List.of(more));
        template.add(Attribute.number(Cka.VALUE_LEN, 16));
        return bench.cryptoki.generateKey(
                bench.session, Mechanism.of(Ckm.AES_KEY_GEN), template, Bench.NO_REQUEST);
    }

    private long create(List<Attribute> template) {
        return bench.cryptoki.createObject(bench.session, template, Bench.NO_REQUEST);
    }

    private void set(long object, Attribute attribute) {
        bench.cryptoki.setAttributes(bench.session, object, List.of(attribute));
    }

    private void assertAnswer(long object, long type, long returnValue) {
        Cryptoki.AttributeAnswer answer =
                bench.cryptoki.attributes(bench.session, object, List.of(type));
        assertThat(answer.returnValue()).isEqualTo(returnValue);
        assertThat(answer.attributes()).containsExactly(Attribute.absent(type));
    }

    private static List<Attribute> ecTemplate() {
        byte[] scalar = new byte[32];
        scalar[31] = 5;
        return List.of(
                Attribute.number(Cka.CLASS, Cko.PRIVATE_KEY),
                Attribute.number(Cka.KEY_TYPE, Ckk.EC),
                Attribute.bytes(Cka.EC_PARAMS, Curve.P256.objectIdentifier()),
                Attribute.bytes(Cka.VALUE, scalar));
    }
}
