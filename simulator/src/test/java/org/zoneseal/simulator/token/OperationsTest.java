package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.simulator.token.Returns.assertReturns;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.simulator.mechanism.Curve;

/** The life of an operation in a session: section 5.2 of PKCS#11, and who ends what. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OperationsTest {

    private static final Mechanism ECDSA = Mechanism.of(Ckm.ECDSA);
    private static final Mechanism HASHED = Mechanism.of(Ckm.ECDSA_SHA256);
    private static final byte[] HASH = new byte[32];
    private static final long SIZE = Cryptoki.SIZE_ONLY;

    private final Bench bench = Bench.strict();
    private final Cryptoki.KeyPair pair = bench.ec(Curve.P256);
    private final Cryptoki cryptoki = bench.cryptoki;
    private final long session = bench.session;

    @AfterAll
    void close() {
        bench.close();
    }

    @Test
    void sign_withoutRoom_goesOnUntilItFits() {
        cryptoki.signInit(session, ECDSA, pair.privateKey());
        assertThat(cryptoki.sign(session, HASH, SIZE)).isEqualTo(new Cryptoki.Output(null, 64));
        assertThat(cryptoki.sign(session, HASH, 63)).isEqualTo(new Cryptoki.Output(null, 64));
        assertReturns(
                Ckr.OPERATION_ACTIVE, () -> cryptoki.signInit(session, ECDSA, pair.privateKey()));
        assertReturns(Ckr.OPERATION_ACTIVE, () -> cryptoki.findInit(session, List.of()));
        assertThat(cryptoki.sign(session, HASH, 64).bytes()).hasSize(64);
        assertReturns(Ckr.OPERATION_NOT_INITIALIZED, () -> cryptoki.sign(session, HASH, 64));
    }

    @Test
    void sign_inParts_isTheOneShotsEqual() {
        cryptoki.signInit(session, HASHED, pair.privateKey());
        cryptoki.signUpdate(session, Bench.utf8("one "));
        cryptoki.signUpdate(session, Bench.utf8("two"));
        assertThat(cryptoki.signFinal(session, SIZE).size()).isEqualTo(64);
        byte[] signature = Objects.requireNonNull(cryptoki.signFinal(session, 64).bytes());
        cryptoki.verifyInit(session, HASHED, pair.publicKey());
        cryptoki.verify(session, Bench.utf8("one two"), signature);
        cryptoki.verifyInit(session, HASHED, pair.publicKey());
        cryptoki.verifyUpdate(session, Bench.utf8("one two"));
        cryptoki.verifyFinal(session, signature);
    }

    @Test
    void signUpdate_whereOnlyOnePieceIsTaken_endsTheOperation() {
        cryptoki.signInit(session, ECDSA, pair.privateKey());
        assertReturns(Ckr.OPERATION_NOT_INITIALIZED, () -> cryptoki.signUpdate(session, HASH));
        assertReturns(Ckr.OPERATION_NOT_INITIALIZED, () -> cryptoki.sign(session, HASH, 64));
    }

    @Test
    void verify_badSignature_saysSoAndEnds() {
        cryptoki.verifyInit(session, ECDSA, pair.publicKey());
        assertReturns(Ckr.SIGNATURE_INVALID, () -> cryptoki.verify(session, HASH, new byte[64]));
        cryptoki.verifyInit(session, ECDSA, pair.publicKey());
        assertReturns(Ckr.SIGNATURE_LEN_RANGE, () -> cryptoki.verify(session, HASH, new byte[63]));
        assertReturns(
                Ckr.OPERATION_NOT_INITIALIZED, () -> cryptoki.verify(session, HASH, new byte[64]));
    }

    @Test
    void signInit_wrongKeyOrMechanism_saysWhich() {
        assertReturns(Ckr.KEY_HANDLE_INVALID, () -> cryptoki.signInit(session, ECDSA, 4711));
        assertReturns(
                Ckr.KEY_FUNCTION_NOT_PERMITTED,
                () -> cryptoki.signInit(session, ECDSA, pair.publicKey()));
        assertReturns(
                Ckr.KEY_TYPE_INCONSISTENT,
                () ->
                        cryptoki.signInit(
                                session, Mechanism.of(Ckm.SHA256_RSA_PKCS), pair.privateKey()));
        assertReturns(
                Ckr.MECHANISM_INVALID,
                () -> cryptoki.signInit(session, Mechanism.of(0x80000001L), pair.privateKey()));
        assertReturns(
                Ckr.MECHANISM_INVALID,
                () -> cryptoki.signInit(session, Mechanism.of(Ckm.AES_CBC), pair.privateKey()));
        assertReturns(
                Ckr.MECHANISM_PARAM_INVALID,
                () ->
                        cryptoki.signInit(
                                session,
                                new Mechanism(Ckm.ECDSA, new Mechanism.Parameter.Raw(new byte[2])),
                                pair.privateKey()));
    }

    @Test
    void cancel_theActiveOperation_freesTheSession() {
        cryptoki.signInit(session, ECDSA, pair.privateKey());
        cryptoki.cancel(session, Ckf.VERIFY);
        assertThat(cryptoki.sign(session, HASH, SIZE).size()).isEqualTo(64);
        cryptoki.cancel(session, Ckf.SIGN);
        assertReturns(Ckr.OPERATION_NOT_INITIALIZED, () -> cryptoki.sign(session, HASH, 64));
    }

    @Test
    void logout_duringASignature_endsIt() {
        Cryptoki other = bench.service.begin(Bench.PEER);
        long opened = Bench.login(other, 0);
        Cryptoki.KeyPair theirs =
                other.generateKeyPair(
                        opened,
                        Mechanism.of(Ckm.EC_KEY_PAIR_GEN),
                        List.of(Attribute.bytes(Cka.EC_PARAMS, Curve.P256.objectIdentifier())),
                        List.of(),
                        Bench.NO_REQUEST);
        other.signInit(opened, ECDSA, theirs.privateKey());
        other.logout(opened);
        assertReturns(Ckr.OPERATION_NOT_INITIALIZED, () -> other.sign(opened, HASH, 64));
        other.end();
    }

    @Test
    void resume_afterALogout_isRevoked() {
        Cryptoki other = bench.service.begin(Bench.PEER);
        long opened = other.openSession(0, Ckf.SERIAL_SESSION);
        byte[] secret = other.login(opened, Cku.USER, Bench.PIN.clone());
        other.end();
        Cryptoki again = bench.service.begin(Bench.PEER);
        long session2 = again.openSession(0, Ckf.SERIAL_SESSION);
        byte[] next = again.resume(session2, secret);
        assertReturns(Ckr.USER_ALREADY_LOGGED_IN, () -> again.resume(session2, next));
        again.logout(session2);
        assertReturns(Ckr.PIN_INCORRECT, () -> again.resume(session2, next));
        assertReturns(Ckr.PIN_INCORRECT, () -> again.resume(session2, secret));
        again.end();
    }

    @Test
    void logout_whenTheStoreTakesNothing_endsEverythingAllTheSame() {
        try (Bench alone = Bench.strict()) {
            long key = alone.ec(Curve.P256).privateKey();
            alone.cryptoki.signInit(alone.session, ECDSA, key);
            alone.failNextWrite();
            try {
                alone.cryptoki.logout(alone.session);
            } catch (org.zoneseal.simulator.device.CryptokiException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            assertReturns(
                    Ckr.OPERATION_NOT_INITIALIZED,
                    () -> alone.cryptoki.sign(alone.session, HASH, 64));
            assertThat(alone.find()).hasSize(1);
            alone.cryptoki.login(alone.session, Cku.USER, Bench.PIN.clone());
            assertThat(alone.find()).hasSize(1);
        }
    }

    @Test
    void slotInitialized_byACommand_closesAllItsSessions() {
        try (Bench alone = Bench.strict()) {
            alone.service.slotInitialized(0);
            assertReturns(
                    Ckr.SESSION_HANDLE_INVALID, () -> alone.cryptoki.random(alone.session, 1));
        }
    }

    @Test
    void maintenance_whileItLasts_noSecretIsTouched() {
        try (Bench alone = Bench.strict();
                org.zoneseal.simulator.device.NativeSession admin = alone.administrator()) {
            long secret =
                    alone.cryptoki.createObject(
                            alone.session,
                            List.of(
                                    Attribute.number(Cka.CLASS, Cko.SECRET_KEY),
                                    Attribute.number(Cka.KEY_TYPE, Ckk.AES),
                                    Attribute.flag(Cka.SENSITIVE, false),
                                    Attribute.flag(Cka.EXTRACTABLE, true),
                                    Attribute.bytes(Cka.VALUE, new byte[16])),
                            Bench.NO_REQUEST);
            long key = alone.ec(Curve.P256).privateKey();
            Mechanism ecb = Mechanism.of(Ckm.AES_ECB);
            alone.cryptoki.encryptInit(alone.session, ecb, secret);
            alone.cryptoki.encryptUpdate(alone.session, new byte[16], 16);
            maintenance(admin, true);
            assertRefused(() -> alone.cryptoki.encryptUpdate(alone.session, new byte[16], 16));
            assertRefused(() -> alone.bytes(secret, Cka.VALUE));
            assertRefused(() -> alone.sign(ECDSA, key, HASH));
            assertRefused(() -> alone.cryptoki.copyObject(alone.session, secret, List.of()));
            alone.cryptoki.digestInit(alone.session, Mechanism.of(Ckm.SHA256));
            assertRefused(() -> alone.cryptoki.digestKey(alone.session, secret));
            maintenance(admin, false);
            assertThat(alone.bytes(secret, Cka.VALUE)).hasSize(16);
            assertThat(alone.sign(ECDSA, key, HASH)).hasSize(64);
        }
    }

    private static void maintenance(org.zoneseal.simulator.device.NativeSession admin, boolean on) {
        admin.command(
                "device.maintenance",
                new org.zoneseal.cryptoki.wire.Value.Fields().put("on", on).map());
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        org.assertj.core.api.Assertions.assertThatThrownBy(call)
                .isInstanceOf(org.zoneseal.simulator.device.CryptokiException.class)
                .hasMessageContaining("maintenance");
    }

    @Test
    void gcmDecryption_ofMoreThanTheApplicationMayKeep_isRefusedAndForgotten() {
        Mechanism gcm =
                new Mechanism(
                        Ckm.AES_GCM, new Mechanism.Parameter.Gcm(new byte[12], new byte[0], 128));
        long key =
                cryptoki.generateKey(
                        session,
                        Mechanism.of(Ckm.AES_KEY_GEN),
                        List.of(Attribute.number(Cka.VALUE_LEN, 16)),
                        Bench.NO_REQUEST);
        byte[] part = new byte[1 << 20];
        for (int round = 0; round < 2; round++) {
            cryptoki.decryptInit(session, gcm, key);
            for (int i = 0; i < 31; i++) {
                cryptoki.decryptUpdate(session, part, part.length);
            }
            assertReturns(
                    Ckr.DEVICE_MEMORY, () -> cryptoki.decryptUpdate(session, part, part.length));
            cryptoki.cancel(session, Ckf.DECRYPT);
        }
    }

    @Test
    void alwaysAuthenticate_eachSignature_needsThePin() {
        Cryptoki.KeyPair guarded =
                bench.ec(Curve.P256, Attribute.flag(Cka.ALWAYS_AUTHENTICATE, true));
        assertReturns(Ckr.FUNCTION_REJECTED, () -> bench.sign(ECDSA, guarded.privateKey(), HASH));
        assertReturns(
                Ckr.FUNCTION_REJECTED,
                () -> cryptoki.signBatch(session, ECDSA, guarded.privateKey(), List.of(HASH)));
        assertReturns(
                Ckr.OPERATION_NOT_INITIALIZED,
                () -> cryptoki.login(session, Cku.CONTEXT_SPECIFIC, Bench.PIN.clone()));
        cryptoki.signInit(session, ECDSA, guarded.privateKey());
        assertReturns(Ckr.USER_NOT_LOGGED_IN, () -> cryptoki.sign(session, HASH, 64));
        cryptoki.signInit(session, ECDSA, guarded.privateKey());
        cryptoki.login(session, Cku.CONTEXT_SPECIFIC, Bench.PIN.clone());
        assertThat(cryptoki.sign(session, HASH, 64).bytes()).hasSize(64);
        cryptoki.signInit(session, ECDSA, guarded.privateKey());
        assertReturns(Ckr.USER_NOT_LOGGED_IN, () -> cryptoki.sign(session, HASH, 64));
    }

    @Test
    void signBatch_manyAndFew_keepTheirOrder() {
        for (int count : new int[] {0, 1, 7, 8, 9, 100}) {
            List<byte[]> hashes = new java.util.ArrayList<>();
            for (int i = 0; i < count; i++) {
                hashes.add(new byte[] {(byte) i, 1, 2, 3});
            }
            List<byte[]> signatures = cryptoki.signBatch(session, ECDSA, pair.privateKey(), hashes);
            assertThat(signatures).hasSize(count);
            for (int i = 0; i < count; i++) {
                cryptoki.verifyInit(session, ECDSA, pair.publicKey());
                cryptoki.verify(session, hashes.get(i), signatures.get(i));
            }
        }
        assertReturns(
                Ckr.KEY_FUNCTION_NOT_PERMITTED,
                () -> cryptoki.signBatch(session, ECDSA, pair.publicKey(), List.of(HASH)));
    }

    @Test
    void signOnce_roomTooSmall_takesNoUse() {
        assertReturns(
                Ckr.BUFFER_TOO_SMALL,
                () ->
                        cryptoki.signOnce(
                                session, ECDSA, pair.privateKey(), HASH, 0, 32, new byte[63]));
    }

    @Test
    void workingKeys_moreKeysThanTheBound_allStillSign() {
        TokenSettings few =
                new TokenSettings(
                        TokenSettings.EcPoint.OCTET_STRING,
                        org.zoneseal.simulator.HeapKeys.REFUSED,
                        10,
                        100,
                        4);
        try (Bench small = Bench.with(few)) {
            List<Cryptoki.KeyPair> pairs = new java.util.ArrayList<>();
            for (int i = 0; i < 20; i++) {
                pairs.add(small.ec(Curve.P256));
            }
            for (int round = 0; round < 3; round++) {
                for (Cryptoki.KeyPair each : pairs) {
                    assertThat(small.sign(ECDSA, each.privateKey(), HASH)).hasSize(64);
                    assertThat(small.service.workingKeys()).isLessThanOrEqualTo(4);
                }
            }
            for (Cryptoki.KeyPair each : pairs) {
                small.cryptoki.destroyObject(small.session, each.privateKey(), Bench.NO_REQUEST);
            }
            assertThat(small.service.workingKeys()).isZero();
        }
    }

    @Test
    void destroy_whileThreadsSign_endsInKeyHandleInvalidAndNothingLeft() throws Exception {
        try (Bench alone = Bench.strict()) {
            long key = alone.ec(Curve.P256).privateKey();
            List<Long> answers =
                    java.util.Collections.synchronizedList(new java.util.ArrayList<>());
            List<Thread> threads = new java.util.ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> answers.add(signOn(alone, key))));
            }
            while (alone.service.workingKeys() < 2) {
                Thread.onSpinWait();
            }
            alone.cryptoki.destroyObject(alone.session, key, Bench.NO_REQUEST);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(answers).hasSize(4).containsOnly(Ckr.KEY_HANDLE_INVALID);
            assertThat(alone.service.workingKeys()).isZero();
        }
    }

    /** Signs until that fails; returns what it failed with. */
    private static long signOn(Bench bench, long key) {
        while (true) {
            try {
                bench.sign(ECDSA, key, HASH);
            } catch (org.zoneseal.simulator.device.CryptokiException e) {
                return e.returnValue();
            }
        }
    }
}
