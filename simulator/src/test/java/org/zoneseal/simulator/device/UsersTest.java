package org.zoneseal.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zoneseal.simulator.device.TestDevice.PEER;
import static org.zoneseal.simulator.device.TestDevice.administrator;
import static org.zoneseal.simulator.device.TestDevice.bytes;
import static org.zoneseal.simulator.device.TestDevice.login;
import static org.zoneseal.simulator.device.TestDevice.map;
import static org.zoneseal.simulator.device.TestDevice.run;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.simulator.device.TestDevice.Clock;
import org.zoneseal.storage.FaultyFiles;

final class UsersTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Clock clock = new Clock();
    private final FaultyFiles files = TestDevice.files();

    @Test
    void permissions_sums_areDigitByDigitAndNeverCarry() {
        Permissions sum = Permissions.of("11001111").plus(Permissions.of("1100000f"));
        assertThat(sum).hasToString("2200111f");
        assertThat(sum.suffices(Group.ADMINISTRATION)).isTrue();
        assertThat(sum.suffices(Group.BACKUP)).isFalse();
        assertThat(sum.suffices(Group.CRYPTO)).isTrue();
        assertThat(Permissions.of("ffffffff").plus(sum)).hasToString("ffffffff");
    }

    @Test
    void twoPersons_halfAPermissionEach_reachItOnlyInTheSameSession() {
        try (Device device =
                TestDevice.create(
                        files,
                        clock,
                        List.of(
                                new InitialUser.WithPassword(
                                        "anna", Permissions.of("11001111"), bytes("anna-pass")),
                                new InitialUser.WithPassword(
                                        "bert", Permissions.of("11001111"), bytes("bert-pass"))))) {
            NativeSession first = device.openSession(PEER);
            NativeSession second = device.openSession(PEER);
            login(first, "anna", "anna-pass");
            login(second, "bert", "bert-pass");
            assertThatThrownBy(() -> TestDevice.slot(first))
                    .hasMessageContaining("slot.init needs administration (A): 2, and there is 1")
                    .isInstanceOfSatisfying(
                            CryptokiException.class,
                            e -> assertThat(e.returnValue()).isEqualTo(Ckr.USER_NOT_LOGGED_IN));
            login(first, "anna", "anna-pass");
            assertThatThrownBy(() -> TestDevice.slot(first))
                    .as("nobody counts twice")
                    .hasMessageContaining("there is 1");
            login(first, "bert", "bert-pass");
            TestDevice.slot(first);
            run(first, "logout", new Value.Fields().put("user", "bert"));
            assertThatThrownBy(() -> run(first, "slot.remove", new Value.Fields().put("slot", 1)))
                    .hasMessageContaining("there is 1");
        }
    }

    @Test
    void lockOut_afterTenFailures_isDurableAndSparesOpenSessions() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            add(session, "operator", "00000022");
            NativeSession open = device.openSession(PEER);
            login(open, "operator", "operator-pass");
            for (int failure = 1; failure <= Logins.MAX_FAILURES; failure++) {
                refused(Ckr.PIN_INCORRECT, () -> wrong(device, "operator"));
                clock.pass(LONG);
            }
            refused(
                    Ckr.PIN_LOCKED,
                    () -> login(device.openSession(PEER), "operator", "operator-pass"));
            assertThat(open.users()).containsExactly("operator");
        }
        try (Device device = TestDevice.open(files, clock)) {
            refused(
                    Ckr.PIN_LOCKED,
                    () -> login(device.openSession(PEER), "operator", "operator-pass"));
            run(administrator(device), "user.unlock", new Value.Fields().put("name", "operator"));
            login(device.openSession(PEER), "operator", "operator-pass");
        }
    }

    @Test
    void failures_afterARightLogin_countFromTheBeginning() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            add(session, "operator", "00000022");
            for (int round = 0; round < 3; round++) {
                for (int failure = 1; failure < 5; failure++) {
                    refused(Ckr.PIN_INCORRECT, () -> wrong(device, "operator"));
                }
                login(device.openSession(PEER), "operator", "operator-pass");
            }
        }
    }

    @Test
    void throttle_manyWrongOnes_makesOnlyThatPeerWait() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            for (int i = 0; i < 6; i++) {
                refused(Ckr.PIN_INCORRECT, () -> wrong(device, "nobody"));
            }
            assertThatThrownBy(() -> wrong(device, "nobody"))
                    .hasMessageContaining("too many wrong passwords from uid=1000(knot)");
            refused(
                    Ckr.FUNCTION_REJECTED,
                    () -> login(device.openSession(PEER), "admin", "admin-password"));
            Peer other = new Peer("unix", "uid=0(root)", "test");
            login(device.openSession(other), "admin", "admin-password");
            clock.pass(Duration.ofSeconds(2));
            refused(Ckr.PIN_INCORRECT, () -> wrong(device, "nobody"));
            clock.pass(LONG);
            login(device.openSession(PEER), "admin", "admin-password");
            assertThat(session.users()).containsExactly("admin");
        }
    }

    @Test
    void remove_lastAdministratorOrManager_isRefused() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            assertThatThrownBy(() -> remove(session, "admin")).hasMessageContaining("nobody could");
            add(session, "half", "11000000");
            assertThatThrownBy(() -> remove(session, "admin")).hasMessageContaining("nobody could");
            add(session, "other-half", "11000000");
            remove(session, "admin");
            assertThatThrownBy(() -> run(session, "user.list", new Value.Fields()))
                    .as("a removed user's session is worth nothing")
                    .hasMessageContaining("user management");
        }
    }

    @Test
    void create_usersWhoCannotManage_isRefused() {
        assertThatThrownBy(() ->
                        TestDevice.create(
                                files,
                                clock,
                                List.of(
                                        new InitialUser.WithPassword(
                                                "a",
                                                Permissions.of("20002222"),
                                                bytes("password")))))
                .isInstanceOf(HsmException.class)
                .hasMessageContaining("manage its users together");
        assertThat(Device.exists(files, TestDevice.FOLDER)).isFalse();
    }

    @Test
    void password_changed_byTheUserAlone_logsOtherSessionsOut() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            add(session, "operator", "00000022");
            NativeSession own = device.openSession(PEER);
            NativeSession other = device.openSession(PEER);
            login(own, "operator", "operator-pass");
            login(other, "operator", "operator-pass");
            assertThatThrownBy(() -> change(own, "admin", "stolen-password"))
                    .hasMessageContaining("user management");
            change(own, "operator", "another-pass");
            assertThat(own.users()).containsExactly("operator");
            assertThat(other.users()).isEmpty();
            refused(Ckr.PIN_INCORRECT, () -> wrong(device, "operator"));
            login(device.openSession(PEER), "operator", "another-pass");
        }
    }

    @Test
    void keyFile_login_isGoodForOneChallengeAndOneDevice() {
        KeyFile key = KeyFile.create();
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            run(
                    session,
                    "user.add",
                    new Value.Fields()
                            .put("name", "robot")
                            .put("permissions", "00000002")
                            .put("public-key", key.publicKey()));
            NativeSession own = device.openSession(PEER);
            key.login(own, "robot");
            assertThat(own.users()).containsExactly("robot");

            byte[] challenge = challenge(own);
            refused(Ckr.PIN_INCORRECT, () -> key.respond(own, "robot", new byte[16], challenge));
            refused(Ckr.PIN_INCORRECT, () -> key.respond(own, "robot", device.id(), challenge));
            byte[] late = challenge(own);
            clock.pass(Duration.ofSeconds(61));
            refused(Ckr.PIN_INCORRECT, () -> key.respond(own, "robot", device.id(), late));
            byte[] stolen = challenge(own);
            refused(
                    Ckr.PIN_INCORRECT,
                    () -> KeyFile.create().respond(own, "robot", device.id(), stolen));
            refused(Ckr.PIN_INCORRECT, () -> login(own, "robot", "password"));
        }
    }

    @Test
    void slots_userOfOneSlot_mayNothingInAnother() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            NativeSession user = device.openSession(PEER);
            login(user, "USR_0001", "user-pin");
            user.require(Group.CRYPTO, 1);
            refused(Ckr.USER_NOT_LOGGED_IN, () -> user.require(Group.CRYPTO, 2));
        }
    }

    @Test
    void slots_administratorOfOneSlot_mayNothingElse() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            run(
                    session,
                    "user.add",
                    new Value.Fields()
                            .put("name", "tenant")
                            .put("permissions", "22002222")
                            .put("password", bytes("tenant-pass"))
                            .put("slots", "1"));
            NativeSession tenant = device.openSession(PEER);
            login(tenant, "tenant", "tenant-pass");
            TestDevice.slot(tenant);
            refused(
                    Ckr.USER_NOT_LOGGED_IN,
                    () ->
                            run(
                                    tenant,
                                    "slot.init",
                                    new Value.Fields().put("slot", 2).put("open", true)));
            refused(Ckr.USER_NOT_LOGGED_IN, () -> add(tenant, "other", "22222222"));
            refused(Ckr.USER_NOT_LOGGED_IN, () -> run(tenant, "backup.create", new Value.Fields()));
            refused(
                    Ckr.USER_NOT_LOGGED_IN,
                    () -> run(tenant, "device.maintenance", new Value.Fields().put("on", true)));
            assertThatThrownBy(() -> remove(session, "admin"))
                    .as("a tenant is no administrator of the device")
                    .hasMessageContaining("nobody could");
        }
    }

    @Test
    void slotPattern_numbersAndRanges_matchThose() {
        SlotPattern pattern = new SlotPattern("1,4-7");
        assertThat(List.of(0, 1, 2, 3, 4, 7, 8))
                .filteredOn(pattern::matches)
                .containsExactly(1, 4, 7);
        assertThat(SlotPattern.ALL.matches(9999)).isTrue();
        assertThatThrownBy(() -> new SlotPattern("1..3"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void command_passwords_areWipedWhateverHappens() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = device.openSession(PEER);
            byte[] wrong = bytes("a wrong password");
            refused(
                    Ckr.PIN_INCORRECT,
                    () ->
                            run(
                                    session,
                                    "login.password",
                                    new Value.Fields()
                                            .put("user", "admin")
                                            .put("password", wrong)));
            assertThat(wrong).containsOnly(0);
            byte[] unknown = bytes("so-pin");
            refused(
                    Ckr.ARGUMENTS_BAD,
                    () ->
                            run(
                                    session,
                                    "login.password",
                                    new Value.Fields()
                                            .put("user", "admin")
                                            .put("so-pin", unknown)));
            assertThat(unknown).containsOnly(0);
            byte[] passphrase = bytes("passphrase");
            Value holder = new Value.Fields().put("name", "x").put("passphrase", passphrase).map();
            refused(
                    Ckr.USER_NOT_LOGGED_IN,
                    () ->
                            run(
                                    session,
                                    "backup.key-generate",
                                    new Value.Fields()
                                            .put("threshold", 2)
                                            .put("holders", List.of(holder))));
            assertThat(passphrase).containsOnly(0);
        }
    }

    @Test
    void maintenance_on_stopsPkcs11AndOutlivesARestart() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            KeyUse use = device.slots().use(TestDevice.addKey(device, "zsk"), PEER);
            run(session, "device.maintenance", new Value.Fields().put("on", true));
            refused(Ckr.FUNCTION_REJECTED, () -> use.take(1));
        }
        try (Device device = TestDevice.open(files, clock)) {
            refused(
                    Ckr.FUNCTION_REJECTED,
                    () ->
                            device.slots()
                                    .login(1, SlotAccess.UserKind.USER, bytes("user-pin"), PEER));
            Value.MapOf answer =
                    map(
                            administrator(device),
                            "device.maintenance",
                            new Value.Fields().put("on", false));
            assertThat(answer.get("state")).isEqualTo(new Value.Text("operational"));
            device.slots().login(1, SlotAccess.UserKind.USER, bytes("user-pin"), PEER);
        }
    }

    @Test
    void create_whereADeviceIs_isRefused() {
        TestDevice.create(files, clock).close();
        assertThatThrownBy(() -> TestDevice.create(files, clock)).hasMessageContaining("already");
    }

    @Test
    void open_twice_isRefused() {
        try (Device device = TestDevice.create(files, clock)) {
            assertThatThrownBy(() -> TestDevice.open(files, clock)).hasMessageContaining("in use");
            assertThat(device.state()).isEqualTo(DeviceState.OPERATIONAL);
        }
    }

    private static byte[] challenge(NativeSession session) {
        return KeyFile.bytes(
                map(session, "login.challenge", new Value.Fields().put("user", "robot")),
                "challenge");
    }

    private static void wrong(Device device, String user) {
        login(device.openSession(PEER), user, "wrong-pass");
    }

    private static void add(NativeSession session, String name, String permissions) {
        run(
                session,
                "user.add",
                new Value.Fields()
                        .put("name", name)
                        .put("permissions", permissions)
                        .put("password", bytes(name + "-pass")));
    }

    private static void remove(NativeSession session, String name) {
        run(session, "user.remove", new Value.Fields().put("name", name));
    }

    private static void change(NativeSession session, String name, String password) {
        run(
                session,
                "user.password",
                new Value.Fields().put("name", name).put("password", bytes(password)));
    }

    static void refused(long returnValue, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CryptokiException.class,
                        e -> assertThat(e.returnValue()).as(e.getMessage()).isEqualTo(returnValue));
    }
}
