package org.zoneseal.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zoneseal.simulator.device.TestDevice.PEER;
import static org.zoneseal.simulator.device.TestDevice.addKey;
import static org.zoneseal.simulator.device.TestDevice.map;
import static org.zoneseal.simulator.device.TestDevice.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.simulator.device.TestDevice.Clock;
import org.zoneseal.storage.FaultyFiles;

/** Somebody edits the files of a device: an alarm or a refusal, and never a wrong answer. */
final class DeviceDamageTest {

    private static final KeyFile ADMIN = KeyFile.create();
    private static final int MAX_LENGTH = 1 << 20;

    /** A confirmation is the one part of a log that was promised to nobody. */
    private static final int CONFIRMATION_LENGTH = 12 + 32 + 1;

    private final Clock clock = new Clock();
    private FaultyFiles files = new FaultyFiles();

    @BeforeEach
    void makeDevice() {
        try (Device device =
                TestDevice.create(files, clock, List.of(ADMIN.user("admin", "22002222")))) {
            NativeSession session = session(device);
            run(
                    session,
                    "slot.init",
                    new Value.Fields().put("slot", 1).put("label", "open").put("open", true));
            device.vault().destroy(addKey(device, "gone"));
            addKey(device, "ksk");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.v1", "device.log", "audit.log"})
    void open_anyByteChanged_alarmsOrRefuses(String name) throws IOException {
        byte[] content = content(name);
        int unnoticed = 0;
        for (int at = 0; at < content.length; at++) {
            byte[] changed = content.clone();
            changed[at] ^= (byte) (1 << at % 8);
            unnoticed += isNoticed(name, changed, name + " byte " + at) ? 0 : 1;
        }
        assertThat(unnoticed).isEqualTo(name.equals("store.v1") ? 0 : CONFIRMATION_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.v1", "device.log", "audit.log"})
    void open_cutAnywhere_alarmsOrRefusesOrHasAll(String name) throws IOException {
        byte[] content = content(name);
        for (int length = 0; length < content.length; length += 7) {
            isNoticed(name, Arrays.copyOf(content, length), name + " cut at " + length);
        }
    }

    /** What goes unnoticed must be complete; what is noticed must stop every use. */
    private boolean isNoticed(String name, byte[] changed, String what) throws IOException {
        FaultyFiles copy = files.afterCrash(FaultyFiles.Loss.NOTHING);
        copy.edit(TestDevice.FOLDER.resolve(name), changed);
        try (Device device = TestDevice.open(copy, clock)) {
            if (device.state() == DeviceState.ALARM) {
                checkNothingWorks(device, what);
                return true;
            }
            checkComplete(device, what);
            return false;
        } catch (HsmException e) {
            assertThat(e.kind()).as(what).isEqualTo(HsmException.Kind.STORE);
            return true;
        }
    }

    private static void checkNothingWorks(Device device, String what) {
        for (StoredObject object : device.vault().objects(1)) {
            assertThatThrownBy(() -> device.vault().open(object, new byte[0]))
                    .as(what)
                    .isInstanceOf(CryptokiException.class);
            assertThatThrownBy(() -> device.slots().use(object, PEER).take(1))
                    .as(what)
                    .isInstanceOfSatisfying(
                            CryptokiException.class,
                            e -> assertThat(e.returnValue()).isEqualTo(Ckr.DEVICE_ERROR));
        }
        assertThatThrownBy(() -> addKey(device, "new"))
                .as(what)
                .isInstanceOf(CryptokiException.class);
        NativeSession session = session(device);
        Value.MapOf status = map(session, "device.status", new Value.Fields());
        assertThat(status.get("state")).as(what).isEqualTo(new Value.Text("alarm"));
        assertThat(status.get("warnings").toString()).as(what).contains("alarm:");
    }

    private static void checkComplete(Device device, String what) {
        assertThat(device.vault().objects(1)).as(what).hasSize(1);
        assertThat(TestDevice.secret(device, device.vault().objects(1).getFirst()))
                .as(what)
                .isEqualTo("the secret of ksk");
        session(device);
    }

    @Test
    void alarmReset_afterDamageInTheMiddle_worksAgainAndStaysSo() throws IOException {
        byte[] content = content("device.log");
        content[content.length / 2] ^= 1;
        files.edit(TestDevice.FOLDER.resolve("device.log"), content);
        try (Device device = TestDevice.open(files, clock)) {
            assertThat(device.state()).isEqualTo(DeviceState.ALARM);
            NativeSession nobody = device.openSession(PEER);
            assertThatThrownBy(() -> run(nobody, "device.alarm-reset", new Value.Fields()))
                    .hasMessageContaining("administration");
            NativeSession admin = session(device);
            Value shown = run(admin, "audit.show", new Value.Fields().put("last", 100));
            assertThat(shown.toString()).contains("slot.initialized", "device.alarm", "login");
            byte[] before = AuditTest.head(admin);
            run(admin, "device.alarm-reset", new Value.Fields());
            assertThat(device.state()).isEqualTo(DeviceState.OPERATIONAL);
            Value.MapOf verified = AuditTest.verify(admin, new Value.Fields().put("head", before));
            assertThat(verified.get("problem").toString()).contains("put aside");
            assertThat(device.state()).as("no new alarm").isEqualTo(DeviceState.OPERATIONAL);
            device.slots().use(addKey(device, "new"), PEER).take(1);
        }
        try (Device device = TestDevice.open(files, clock)) {
            assertThat(device.state()).isEqualTo(DeviceState.OPERATIONAL);
            NativeSession session = session(device);
            assertThat(AuditTest.verify(session, new Value.Fields()).get("fine"))
                    .isEqualTo(new Value.Flag(true));
        }
        assertThat(files.list(TestDevice.FOLDER))
                .anyMatch(file -> file.toString().contains("device.log.before-"))
                .anyMatch(file -> file.toString().contains("audit.log.before-"));
    }

    @Test
    void alarmReset_auditLogMissing_beginsAnewBehindTheNumbersThatWereUsed() throws IOException {
        files.delete(TestDevice.FOLDER.resolve("audit.log"));
        try (Device device = TestDevice.open(files, clock)) {
            assertThat(device.state()).isEqualTo(DeviceState.ALARM);
            run(session(device), "device.alarm-reset", new Value.Fields());
        }
        try (Device device = TestDevice.open(files, clock)) {
            assertThat(device.state()).isEqualTo(DeviceState.OPERATIONAL);
            checkComplete(device, "after the reset");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"device.log", "audit.log"})
    void open_olderCopyOfOneLog_alarmsUntilReset(String name) throws IOException {
        byte[] old = content(name);
        try (Device device = TestDevice.open(files, clock)) {
            session(device);
            addKey(device, "newer");
            clock.pass(Duration.ofSeconds(1));
        }
        files.edit(TestDevice.FOLDER.resolve(name), old);
        try (Device device = TestDevice.open(files, clock)) {
            assertThat(device.state()).isEqualTo(DeviceState.ALARM);
        }
        try (Device device = TestDevice.open(files, clock)) {
            assertThat(device.state()).isEqualTo(DeviceState.ALARM);
            run(session(device), "device.alarm-reset", new Value.Fields());
        }
        try (Device device = TestDevice.open(files, clock)) {
            assertThat(device.state()).isEqualTo(DeviceState.OPERATIONAL);
        }
    }

    @Test
    void open_olderCopyOfTheFolder_alarmsAgainstAnExpectedHeadOnly() throws IOException {
        FaultyFiles old = files.afterCrash(FaultyFiles.Loss.NOTHING);
        byte[] head;
        try (Device device = TestDevice.open(files, clock)) {
            head = AuditTest.head(session(device));
        }
        DeviceOptions expecting = TestDevice.OPTIONS.expecting(head);
        try (Device device = TestDevice.open(files, clock, expecting)) {
            assertThat(device.state()).isEqualTo(DeviceState.OPERATIONAL);
        }
        FaultyFiles unaware = old.afterCrash(FaultyFiles.Loss.NOTHING);
        try (Device device = TestDevice.open(unaware, clock)) {
            assertThat(device.state()).isEqualTo(DeviceState.OPERATIONAL);
            NativeSession session = session(device);
            Value.MapOf answer = AuditTest.verify(session, new Value.Fields().put("head", head));
            assertThat(answer.get("fine")).isEqualTo(new Value.Flag(false));
            assertThat(device.state()).isEqualTo(DeviceState.ALARM);
        }
        try (Device device = TestDevice.open(unaware, clock)) {
            assertThat(device.state()).as("it stays").isEqualTo(DeviceState.ALARM);
        }
        try (Device device = TestDevice.open(old, clock, expecting)) {
            assertThat(device.state()).isEqualTo(DeviceState.ALARM);
        }
    }

    @Test
    void open_filesOfAnotherDevice_alarmOrRefusal() throws IOException {
        FaultyFiles other = new FaultyFiles();
        TestDevice.create(other, clock, List.of(ADMIN.user("admin", "22002222"))).close();
        for (String name : List.of("store.v1", "device.log", "audit.log")) {
            byte[] foreign = other.read(TestDevice.FOLDER.resolve(name), MAX_LENGTH);
            FaultyFiles copy = files.afterCrash(FaultyFiles.Loss.NOTHING);
            copy.edit(TestDevice.FOLDER.resolve(name), foreign);
            try (Device device = TestDevice.open(copy, clock)) {
                assertThat(device.state()).as(name).isEqualTo(DeviceState.ALARM);
            } catch (HsmException e) {
                assertThat(e.getMessage()).as(name).isNotBlank();
            }
        }
    }

    @Test
    void clock_backwards_warnsAndIsInTheLog() {
        clock.pass(Duration.ofHours(-5));
        try (Device device = TestDevice.open(files, clock)) {
            NativeSession session = session(device);
            assertThat(device.state()).isEqualTo(DeviceState.OPERATIONAL);
            assertThat(map(session, "device.status", new Value.Fields()).get("warnings").toString())
                    .contains("clock went backwards");
            Value shown = run(session, "audit.show", new Value.Fields().put("last", 10));
            assertThat(shown.toString()).contains("clock.backwards");
        }
    }

    @Test
    void unconfirmedTail_afterATornWrite_recoversAndIsReported() throws IOException {
        byte[] content = content("device.log");
        byte[] torn = Arrays.copyOf(content, content.length + 50);
        Arrays.fill(torn, content.length, torn.length, (byte) 0x55);
        files.edit(TestDevice.FOLDER.resolve("device.log"), torn);
        try (Device device = TestDevice.open(files, clock)) {
            checkComplete(device, "torn tail");
            Value.MapOf status = map(session(device), "device.status", new Value.Fields());
            assertThat(status.get("state")).isEqualTo(new Value.Text("operational"));
            assertThat(status.get("warnings").toString()).contains("never confirmed");
        }
    }

    private static NativeSession session(Device device) {
        NativeSession session = device.openSession(PEER);
        ADMIN.login(session, "admin");
        return session;
    }

    private byte[] content(String name) throws IOException {
        Path file = TestDevice.FOLDER.resolve(name);
        return files.read(file, MAX_LENGTH);
    }
}
