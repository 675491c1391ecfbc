package org.zoneseal.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zoneseal.simulator.device.TestDevice.PEER;
import static org.zoneseal.simulator.device.TestDevice.addKey;
import static org.zoneseal.simulator.device.TestDevice.administrator;
import static org.zoneseal.simulator.device.TestDevice.bytes;
import static org.zoneseal.simulator.device.TestDevice.run;
import static org.zoneseal.simulator.device.UsersTest.refused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.SlotAccess.PinState;
import org.zoneseal.simulator.device.SlotAccess.UserKind;
import org.zoneseal.simulator.device.TestDevice.Clock;
import org.zoneseal.storage.FaultyFiles;

final class SlotsTest {

    private final Clock clock = new Clock();
    private final FaultyFiles files = TestDevice.files();

    @Test
    void initToken_slotNotOpen_isWriteProtectedAndSaysWhatToDo() {
        try (Device device = TestDevice.create(files, clock)) {
            TestDevice.slot(administrator(device));
            assertThatThrownBy(() -> device.slots().initToken(1, bytes("so-pin"), "again", PEER))
                    .hasMessageContaining("zoneseal hsm slot init 1")
                    .isInstanceOfSatisfying(
                            CryptokiException.class,
                            e -> assertThat(e.returnValue()).isEqualTo(Ckr.TOKEN_WRITE_PROTECTED));
        }
    }

    @Test
    void initToken_openSlot_destroysObjectsAndTheUserPin() {
        try (Device device = TestDevice.create(files, clock)) {
            open(device);
            SlotAccess slots = device.slots();
            assertThat(slots.status(1).initialized()).isFalse();
            refused(
                    Ckr.TOKEN_NOT_RECOGNIZED,
                    () -> slots.login(1, UserKind.USER, bytes("user-pin"), PEER));
            slots.initToken(1, bytes("so-pin"), "label", PEER);
            refused(
                    Ckr.USER_PIN_NOT_INITIALIZED,
                    () -> slots.login(1, UserKind.USER, bytes("user-pin"), PEER));
            slots.initPin(1, bytes("user-pin"), PEER);
            slots.login(1, UserKind.USER, bytes("user-pin"), PEER);
            List<StoredObject> gone = new ArrayList<>();
            device.vault().watch(watcher(gone));
            StoredObject key = addKey(device, "zsk");
            refused(
                    Ckr.PIN_INCORRECT,
                    () -> slots.initToken(1, bytes("other-pin"), "stolen", PEER));
            assertThat(device.vault().objects(1)).hasSize(1);
            slots.initToken(1, bytes("so-pin"), "new label", PEER);
            assertThat(device.vault().objects(1)).isEmpty();
            assertThat(gone).extracting(StoredObject::place).containsExactly(key.place());
            assertThat(slots.status(1).label()).isEqualTo("new label");
            assertThat(slots.status(1).userPinInitialized()).isFalse();
        }
    }

    private static Vault.Watcher watcher(List<StoredObject> gone) {
        return new Vault.Watcher() {
            @Override
            public void stored(StoredObject object) {}

            @Override
            public void destroyed(StoredObject object) {
                gone.add(object);
            }
        };
    }

    @Test
    void pinState_wrongPins_goesFromFineToLocked() {
        try (Device device = TestDevice.create(files, clock)) {
            TestDevice.slot(administrator(device));
            SlotAccess slots = device.slots();
            assertThat(slots.status(1).userPin()).isEqualTo(PinState.FINE);
            List<PinState> states = new ArrayList<>();
            for (int i = 0; i < Logins.MAX_FAILURES; i++) {
                refused(
                        Ckr.PIN_INCORRECT,
                        () -> slots.login(1, UserKind.USER, bytes("wrong"), PEER));
                clock.pass(Duration.ofMinutes(5));
                states.add(slots.status(1).userPin());
            }
            assertThat(states.subList(0, 8)).containsOnly(PinState.COUNT_LOW);
            assertThat(states.subList(8, 10)).containsExactly(PinState.FINAL_TRY, PinState.LOCKED);
            refused(Ckr.PIN_LOCKED, () -> slots.login(1, UserKind.USER, bytes("user-pin"), PEER));
            assertThat(slots.status(1).soPin()).isEqualTo(PinState.FINE);
            clock.pass(Duration.ofMinutes(5));
            slots.initPin(1, bytes("new-pin"), PEER);
            slots.login(1, UserKind.USER, bytes("new-pin"), PEER);
        }
    }

    @Test
    void setPin_wrongOldOne_countsAndChangesNothing() {
        try (Device device = TestDevice.create(files, clock)) {
            TestDevice.slot(administrator(device));
            SlotAccess slots = device.slots();
            refused(
                    Ckr.PIN_INCORRECT,
                    () -> slots.setPin(1, UserKind.USER, bytes("wrong"), bytes("new-pin"), PEER));
            assertThat(slots.status(1).userPin()).isEqualTo(PinState.COUNT_LOW);
            refused(
                    Ckr.PIN_LEN_RANGE,
                    () -> slots.setPin(1, UserKind.USER, bytes("user-pin"), bytes("abc"), PEER));
            slots.setPin(1, UserKind.USER, bytes("user-pin"), bytes("new-pin"), PEER);
            slots.setPin(1, UserKind.SECURITY_OFFICER, bytes("so-pin"), bytes("new-so"), PEER);
            slots.login(1, UserKind.USER, bytes("new-pin"), PEER);
            slots.login(1, UserKind.SECURITY_OFFICER, bytes("new-so"), PEER);
            refused(
                    Ckr.PIN_INCORRECT,
                    () -> slots.login(1, UserKind.USER, bytes("user-pin"), PEER));
        }
    }

    @Test
    void resume_secret_isGoodOnceAcrossARestartAndForADay() {
        byte[] second;
        try (Device device = TestDevice.create(files, clock)) {
            TestDevice.slot(administrator(device));
            byte[] first = device.slots().issueResume(1, PEER);
            second = device.slots().resume(1, first, PEER);
            device.slots().resume(1, second, PEER);
            refused(Ckr.PIN_INCORRECT, () -> device.slots().resume(1, first, PEER));
        }
        try (Device device = TestDevice.open(files, clock)) {
            byte[] third = device.slots().resume(1, second, PEER);
            clock.pass(Duration.ofHours(25));
            refused(Ckr.PIN_INCORRECT, () -> device.slots().resume(1, third, PEER));
            byte[] revoked = device.slots().issueResume(1, PEER);
            device.slots().revokeResume(revoked);
            refused(Ckr.PIN_INCORRECT, () -> device.slots().resume(1, revoked, PEER));
            byte[] before = device.slots().issueResume(1, PEER);
            device.slots().setPin(1, UserKind.USER, bytes("user-pin"), bytes("new-pin"), PEER);
            refused(Ckr.PIN_INCORRECT, () -> device.slots().resume(1, before, PEER));
        }
    }

    @Test
    void resume_answerLost_worksOnceMoreWithTheSameSecret() {
        byte[] first;
        byte[] lost;
        try (Device device = TestDevice.create(files, clock)) {
            TestDevice.slot(administrator(device));
            first = device.slots().issueResume(1, PEER);
            lost = device.slots().resume(1, first, PEER);
        }
        try (Device device = TestDevice.open(files, clock)) {
            SlotAccess slots = device.slots();
            byte[] second = slots.resume(1, first, PEER);
            refused(Ckr.PIN_INCORRECT, () -> slots.resume(1, lost, PEER));
            byte[] third = slots.resume(1, second, PEER);
            refused(Ckr.PIN_INCORRECT, () -> slots.resume(1, first, PEER));
            slots.revokeResume(third);
            refused(Ckr.PIN_INCORRECT, () -> slots.resume(1, second, PEER));
            refused(Ckr.PIN_INCORRECT, () -> slots.resume(1, third, PEER));
        }
    }

    @Test
    void resume_inAnotherSlot_isRefused() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            run(
                    session,
                    "slot.init",
                    new Value.Fields().put("slot", 2).put("so-pin", bytes("so-pin")));
            byte[] secret = device.slots().issueResume(1, PEER);
            refused(Ckr.PIN_INCORRECT, () -> device.slots().resume(2, secret, PEER));
        }
    }

    @Test
    void slotRemove_always_takesObjectsAndUsers() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            addKey(device, "zsk");
            refused(Ckr.ARGUMENTS_BAD, () -> TestDevice.slot(session));
            run(session, "slot.remove", new Value.Fields().put("slot", 1));
            assertThat(device.slots().slots()).isEmpty();
            assertThat(device.vault().objects(1)).isEmpty();
            assertThat(TestDevice.list(session, "user.list")).hasSize(1);
            refused(
                    Ckr.SLOT_ID_INVALID,
                    () -> device.slots().login(1, UserKind.USER, bytes("user-pin"), PEER));
            TestDevice.slot(session);
            assertThat(device.vault().objects(1)).isEmpty();
        }
    }

    private static void open(Device device) {
        run(
                administrator(device),
                "slot.init",
                new Value.Fields().put("slot", 1).put("open", true));
    }
}
