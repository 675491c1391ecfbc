package org.zoneseal.interop.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.HsmException.Kind;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyProbe;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.LaneCrew;
import org.zoneseal.hsm.Pin;
import org.zoneseal.hsm.SignatureCheck;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.pkcs11.Pkcs11Module;
import org.zoneseal.hsm.pkcs11.Pkcs11Options;
import org.zoneseal.hsm.pkcs11.Pkcs11Options.LastPinTry;
import org.zoneseal.hsm.pkcs11.Pkcs11Token;
import org.zoneseal.hsm.pkcs11.Pkcs11Uri;

/** An HSM that lies, falters, hangs or goes away. */
class FaultyTokenTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final KeyId ID = KeyId.ofHex("0a0b0c0d");
    private static final KeyId OTHER = KeyId.ofHex("01020304");
    private static final byte[] DATA = "some data".getBytes(StandardCharsets.US_ASCII);

    private FaultyModule faulty;
    private Pkcs11Module module;
    private Pin pin;
    private Pkcs11Token token;
    private KeyHandle key;

    @BeforeEach
    void openToken(@TempDir Path folder) throws Exception {
        SoftHsm.in(folder).withToken("zones");
        faulty = FaultyModule.in(folder);
        module = Pkcs11Module.load(faulty.path(), options());
        pin = SoftHsm.pin();
        token = module.open(Pkcs11Uri.of("zones"), pin);
        key = generate(ID);
    }

    private static Pkcs11Options options() {
        return Pkcs11Options.defaults().withCallDeadline(LONG);
    }

    private KeyHandle generate(KeyId id) {
        return token.generate(
                new KeyRequest(SignatureScheme.ECDSA_P256_SHA256, 0, id, "example/zsk/13/4711"));
    }

    @AfterEach
    void closeToken() throws Exception {
        faulty.does("");
        token.close();
        module.close();
    }

    private byte[] sign(Lane lane) {
        byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
        int length = lane.sign(key, DATA, 0, DATA.length, signature, 0);
        return Arrays.copyOf(signature, length);
    }

    private boolean isGood(byte[] signature) {
        return new SignatureCheck(key.publicHalf()).verifies(DATA, signature);
    }

    private static HsmException failureOf(ThrowingCallable call) {
        HsmException failure = catchThrowableOfType(HsmException.class, call);
        assertThat(failure).as("an exception").isNotNull();
        return failure;
    }

    private void assertNames(HsmException failure, Kind kind, String call) {
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageContaining(call)
                .hasMessageContaining("example/zsk/13/4711")
                .hasMessageContaining("\"zones\"");
    }

    @Test
    void signatures_everyThirdWrong_areFoundBySoftwareCheck() throws Exception {
        faulty.does("wrong 3");
        try (Lane lane = token.openLane()) {
            assertThat(isGood(sign(lane))).isTrue();
            assertThat(isGood(sign(lane))).isTrue();
            assertThat(isGood(sign(lane))).isFalse();
            assertThat(isGood(sign(lane))).isTrue();
        }
    }

    @Test
    void key_ofOtherPairUnderSameNameAndId_isMismatch() throws Exception {
        generate(OTHER);
        faulty.does("impersonate 0a0b0c0d 01020304");
        HsmException failure = failureOf(() -> KeyProbe.find(token, ID, key.publicHalf(), LONG));
        assertNames(failure, Kind.KEY_MISMATCH, "C_GetAttributeValue");
        assertThat(failure).hasMessageContaining(key.publicHalf().fingerprint());
    }

    @Test
    void key_signingWithOtherPrivateHalf_isMismatch() throws Exception {
        generate(OTHER);
        faulty.does("sign-with 01020304");
        assertNames(
                failureOf(() -> KeyProbe.find(token, ID, key.publicHalf(), LONG)),
                Kind.KEY_MISMATCH,
                "C_Sign");
    }

    @Test
    void generation_whosePublicHalfIsAnothers_leavesNoKey() throws Exception {
        generate(OTHER);
        faulty.does("sign-with 01020304");
        KeyId third = KeyId.ofHex("aabbccdd");
        assertNames(failureOf(() -> generate(third)), Kind.KEY_MISMATCH, "C_Sign");
        assertThat(token.find(third)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "C_Sign, 30",
        "C_Sign, b3",
        "C_Sign, b0",
        "C_Sign, 101",
        "C_Sign, 6",
        "C_Sign, 91",
        "C_SignInit, 30",
        "C_SignInit, b3",
        "C_SignInit, b0",
        "C_SignInit, 101",
        "C_SignInit, 60",
        "C_SignInit, 82",
        "C_SignInit, 90"
    })
    void signature_faultThatPasses_isMadeInTheEnd(String call, String code) throws Exception {
        try (Lane lane = token.openLane()) {
            faulty.does("fail %s %s 2 1".formatted(call, code));
            assertThat(isGood(sign(lane))).isTrue();
            assertThat(isGood(sign(lane))).isTrue();
            assertThat(isGood(sign(lane))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C_Sign, 30, DEVICE, CKR_DEVICE_ERROR",
        "C_Sign, b3, DEVICE, CKR_SESSION_HANDLE_INVALID",
        "C_Sign, 32, DEVICE, CKR_DEVICE_REMOVED",
        "C_SignInit, 101, DEVICE, CKR_USER_NOT_LOGGED_IN",
        "C_SignInit, 60, KEY_MISSING, CKR_KEY_HANDLE_INVALID",
        "C_SignInit, 70, MECHANISM_MISSING, CKR_MECHANISM_INVALID",
        "C_Sign, 80000001, OTHER, 0x80000001"
    })
    void signature_faultThatStays_failsWithinBounds(
            String call, String code, Kind kind, String name) throws Exception {
        try (Lane lane = token.openLane()) {
            faulty.does("fail %s %s 1 0".formatted(call, code));
            HsmException failure = failureOf(() -> sign(lane));
            assertNames(failure, kind, call);
            assertThat(failure).hasMessageContaining(name);
        }
        assertThat(faulty.logins()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void signature_afterAllSessionsWereClosed_isMadeWithNewLogin() throws Exception {
        try (Lane lane = token.openLane()) {
            assertThat(isGood(sign(lane))).isTrue();
            faulty.does("close-all C_SignInit 1");
            assertThat(isGood(sign(lane))).isTrue();
        }
        assertThat(faulty.logins()).containsExactly("c_login 0", "c_login 0");
        assertThat(token.find(ID)).hasSize(1);
    }

    @Test
    void signature_afterLogout_isMadeWithNewLogin() throws Exception {
        try (Lane lane = token.openLane()) {
            faulty.does("logout C_SignInit 2");
            assertThat(isGood(sign(lane))).isTrue();
            assertThat(isGood(sign(lane))).isTrue();
        }
        assertThat(faulty.logins()).containsExactly("c_login 0", "c_login 0");
    }

    @Test
    void signature_afterLogoutOfWipedPin_failsWithoutLogin() throws Exception {
        try (Lane lane = token.openLane()) {
            pin.close();
            faulty.does("logout C_SignInit 1");
            assertThat(failureOf(() -> sign(lane)).kind()).isEqualTo(Kind.DEVICE);
        }
        assertThat(faulty.logins()).hasSize(1);
    }

    @Test
    void pin_refusedAtRenewal_isNeverSentAgain() throws Exception {
        try (Lane lane = token.openLane()) {
            faulty.does("logout C_SignInit 1\nfail C_Login a0 1 1");
            assertThat(failureOf(() -> sign(lane)).kind()).isEqualTo(Kind.WRONG_PIN);
            failureOf(() -> sign(lane));
            failureOf(() -> sign(lane));
        }
        assertThat(faulty.logins()).containsExactly("c_login 0", "c_login a0");
    }

    @Test
    void login_wrongPin_isTriedOnce() throws Exception {
        token.close();
        Pin wrong = new Pin("wrong".getBytes(StandardCharsets.US_ASCII));
        HsmException failure = failureOf(() -> module.open(Pkcs11Uri.of("zones"), wrong));
        assertThat(failure.kind()).isEqualTo(Kind.WRONG_PIN);
        assertThat(failure).hasMessageContaining("C_Login").hasMessageContaining("\"zones\"");
        assertThat(failure.toString()).doesNotContain("wrong\"");
        assertThat(faulty.logins()).containsExactly("c_login 0", "c_login a0");
        token = module.open(Pkcs11Uri.of("zones"), pin);
    }

    @Test
    void login_lastTry_isRefusedUnlessAllowed() throws Exception {
        token.close();
        faulty.does("flags 20000");
        assertThat(failureOf(() -> module.open(Pkcs11Uri.of("zones"), pin)).kind())
                .isEqualTo(Kind.WRONG_PIN);
        assertThat(faulty.logins()).hasSize(1);
        module.close();
        module = Pkcs11Module.load(faulty.path(), options().withLastPinTry(LastPinTry.ALLOWED));
        token = module.open(Pkcs11Uri.of("zones"), pin);
        assertThat(token.warnings()).hasSize(1);
    }

    @Test
    void login_lockedPin_isNotTried() throws Exception {
        token.close();
        faulty.does("flags 40000");
        assertThat(failureOf(() -> module.open(Pkcs11Uri.of("zones"), pin)).kind())
                .isEqualTo(Kind.PIN_LOCKED);
        assertThat(faulty.logins()).hasSize(1);
        faulty.does("flags 10000");
        token = module.open(Pkcs11Uri.of("zones"), pin);
        assertThat(token.warnings()).hasSize(1);
    }

    @Test
    void token_vanished_failsClearly() throws Exception {
        try (Lane lane = token.openLane()) {
            faulty.does("gone");
            assertNames(failureOf(() -> sign(lane)), Kind.DEVICE, "C_SignInit");
            assertThat(failureOf(() -> token.keys()).kind()).isEqualTo(Kind.DEVICE);
            assertThat(failureOf(() -> module.open(Pkcs11Uri.of("zones"), pin)).kind())
                    .isEqualTo(Kind.TOKEN_MISSING);
            faulty.does("");
        }
    }

    @Test
    void signature_thatHangs_endsTheWaitAndIsThrownAway() throws Exception {
        LaneCrew crew = LaneCrew.open(token, 2, SHORT);
        faulty.does("hang C_Sign 5");
        HsmException failure =
                failureOf(() ->
                        crew.run((lane, index) -> {
                            for (int i = 0; i < 10; i++) {
                                sign(lane);
                            }
                        }));
        assertNames(failure, Kind.TIMEOUT, "C_Sign");
        crew.close();
    }

    @Test
    void generation_thatHangs_endsTheWaitAndBlocksTheToken() throws Exception {
        Pkcs11Module impatient =
                Pkcs11Module.load(
                        faulty.path(), new Pkcs11Options(SHORT, SHORT, 4, LastPinTry.REFUSED));
        Pkcs11Token hanging = impatient.open(Pkcs11Uri.of("zones"), pin);
        faulty.does("hang C_GenerateKeyPair 1");
        HsmException failure =
                failureOf(() ->
                        hanging.generate(
                                new KeyRequest(
                                        SignatureScheme.ED25519, 0, OTHER, "example/zsk/13/4711")));
        assertNames(failure, Kind.TIMEOUT, "C_GenerateKeyPair");
        assertThat(failureOf(hanging::keys).kind()).isEqualTo(Kind.TIMEOUT);
        hanging.close();
        impatient.close();
    }

    @Test
    void sessions_oneOnly_areSharedByTheOneLane() throws Exception {
        faulty.does("sessions 1");
        try (LaneCrew crew = LaneCrew.open(token, 4, LONG)) {
            assertThat(crew.size()).isEqualTo(1);
            crew.run((lane, index) -> assertThat(isGood(sign(lane))).isTrue());
            assertThat(failureOf(token::openLane).kind()).isEqualTo(Kind.SESSION_LIMIT);
            assertThat(token.find(ID)).hasSize(1);
        }
        try (Lane lane = token.openLane()) {
            assertThat(isGood(sign(lane))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"C_GenerateKeyPair, 31, TOKEN_FULL", "C_GenerateKeyPair, e2, OTHER"})
    void generation_refused_saysWhy(String call, String code, Kind kind) throws Exception {
        faulty.does("fail %s %s 1 0".formatted(call, code));
        assertNames(failureOf(() -> generate(OTHER)), kind, call);
    }

    @Test
    void generation_deviceError_isNotRepeated() throws Exception {
        faulty.does("fail C_GenerateKeyPair 30 1 1");
        assertNames(failureOf(() -> generate(OTHER)), Kind.DEVICE, "C_GenerateKeyPair");
    }

    @Test
    void scheme_whoseMechanismIsMissing_isNotOffered() throws Exception {
        token.close();
        module.close();
        faulty.does("missing 1041");
        module = Pkcs11Module.load(faulty.path(), options());
        token = module.open(Pkcs11Uri.of("zones"), pin);
        assertThat(token.schemes())
                .contains(SignatureScheme.ED25519)
                .doesNotContain(SignatureScheme.ECDSA_P256_SHA256);
        assertThat(failureOf(() -> generate(OTHER)).kind()).isEqualTo(Kind.MECHANISM_MISSING);
    }

    @Test
    void rsa_withoutPlainMechanism_isHashedByTheToken() throws Exception {
        token.close();
        module.close();
        faulty.does("missing 1");
        module = Pkcs11Module.load(faulty.path(), options());
        token = module.open(Pkcs11Uri.of("zones"), pin);
        key =
                token.generate(
                        new KeyRequest(SignatureScheme.RSA_SHA256, 2048, OTHER, "example/ksk"));
        try (Lane lane = token.openLane()) {
            assertThat(isGood(sign(lane))).isTrue();
        }
    }
}
