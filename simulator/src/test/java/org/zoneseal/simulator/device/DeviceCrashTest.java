package org.zoneseal.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.simulator.device.TestDevice.PEER;
import static org.zoneseal.simulator.device.TestDevice.bytes;
import static org.zoneseal.simulator.device.TestDevice.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.simulator.device.TestDevice.Clock;
import org.zoneseal.storage.FaultyFiles;
import org.zoneseal.storage.StorageException;

/** A day in a device's life, with the plug pulled before each single file operation. */
final class DeviceCrashTest {

    private static final KeyFile ADMIN = KeyFile.create();
    private static final int LIMIT = 3;

    @ParameterizedTest
    @EnumSource
    void device_crashAnywhere_hasAllThatWasPromisedAndNoAlarm(FaultyFiles.Loss loss) {
        int points = operationsOfADay();
        for (int point = 1; point <= points + 1; point++) {
            FaultyFiles files = new FaultyFiles();
            files.crashAt(point);
            Promises promises = new Promises();
            try {
                promises.live(files);
            } catch (FaultyFiles.Crash e) {
                // What was promised until now must hold.
            }
            promises.check(files.afterCrash(loss), "crash before operation " + point);
        }
    }

    @ParameterizedTest
    @EnumSource
    void device_failureAnywhere_keepsItsPromisesAndRaisesNoAlarm(FaultyFiles.Failure failure) {
        int points = operationsOfADay();
        for (int point = 1; point <= points; point++) {
            FaultyFiles files = new FaultyFiles();
            files.failAt(point, failure);
            Promises promises = new Promises();
            try {
                promises.live(files);
            } catch (CryptokiException | HsmException | StorageException e) {
                assertThat(e.getMessage()).as("operation " + point).isNotBlank();
            }
            promises.check(files, "operation " + point + " failed");
        }
    }

    private static int operationsOfADay() {
        FaultyFiles files = new FaultyFiles();
        new Promises().live(files);
        return files.operations();
    }

    /** What a device has confirmed, and what it was asked for without an answer. */
    private static final class Promises {
        private final Clock clock = new Clock();
        private boolean created;
        private boolean slot;
        private boolean wrongPin;
        private final Map<String, String> labels = new HashMap<>();
        private final Set<String> destroyed = new HashSet<>();
        private String unanswered = "";
        private String limited = "";
        private long granted;

        void live(FaultyFiles files) {
            try (Device device = create(files)) {
                created = true;
                NativeSession session = device.openSession(PEER);
                ADMIN.login(session, "admin");
                TestDevice.slot(session);
                slot = true;
                StoredObject first = add(device, "first");
                StoredObject second = add(device, "second");
                device.compact();
                rename(device, first);
                destroy(device, second);
                limit(device, session, add(device, "limited"));
                wrongPin(device);
            }
            try (Device device = TestDevice.open(files, clock)) {
                NativeSession session = device.openSession(PEER);
                ADMIN.login(session, "admin");
                run(session, "backup.key-show", new Value.Fields());
                add(device, "third");
            }
        }

        private static Device create(FaultyFiles files) {
            return TestDevice.create(files, new Clock(), List.of(ADMIN.user("admin", "22002222")));
        }

        private StoredObject add(Device device, String label) {
            StoredObject object = TestDevice.addKey(device, label);
            labels.put(object.place().id(), label);
            return object;
        }

        private void rename(Device device, StoredObject object) {
            unanswered = object.place().id();
            device.vault().rewrite(object, List.of(Attribute.bytes(Cka.LABEL, bytes("renamed"))));
            labels.put(unanswered, "renamed");
            unanswered = "";
        }

        private void destroy(Device device, StoredObject object) {
            unanswered = object.place().id();
            device.vault().destroy(object);
            labels.remove(unanswered);
            destroyed.add(unanswered);
            unanswered = "";
        }

        private void limit(Device device, NativeSession session, StoredObject object) {
            limited = object.place().id();
            KeyUse use = device.slots().use(object, PEER);
            run(
                    session,
                    "key.limit",
                    new Value.Fields().put("slot", 1).put("id", limited).put("uses", LIMIT));
            use.take(1);
            granted++;
            use.take(1);
            granted++;
        }

        private void wrongPin(Device device) {
            try {
                device.slots().login(1, SlotAccess.UserKind.USER, bytes("wrong-pin"), PEER);
            } catch (CryptokiException e) {
                wrongPin = e.returnValue() == org.zoneseal.cryptoki.Ckr.PIN_INCORRECT;
            }
        }

        void check(FaultyFiles files, String when) {
            if (!Device.exists(files, TestDevice.FOLDER)) {
                assertThat(created).as(when).isFalse();
                create(files).close();
            }
            try (Device device = TestDevice.open(files, clock)) {
                assertThat(device.state()).as(when).isEqualTo(DeviceState.OPERATIONAL);
                NativeSession session = device.openSession(PEER);
                ADMIN.login(session, "admin");
                assertThat(AuditTest.verify(session, new Value.Fields()).get("fine"))
                        .as(when)
                        .isEqualTo(new Value.Flag(true));
                if (slot) {
                    checkSlot(device, when);
                }
            }
        }

        private void checkSlot(Device device, String when) {
            Map<String, String> found = new HashMap<>();
            for (StoredObject object : device.vault().objects(1)) {
                found.put(object.place().id(), label(object));
                assertThat(TestDevice.secret(device, object)).as(when).startsWith("the secret of");
            }
            destroyed.forEach(gone -> assertThat(found).as(when).doesNotContainKey(gone));
            found.keySet().retainAll(labels.keySet());
            found.remove(unanswered);
            Map<String, String> sure = new HashMap<>(labels);
            sure.remove(unanswered);
            assertThat(found).as(when).isEqualTo(sure);
            if (wrongPin) {
                assertThat(device.slots().status(1).userPin())
                        .as(when)
                        .isEqualTo(SlotAccess.PinState.COUNT_LOW);
            }
            checkLimit(device, when);
        }

        private void checkLimit(Device device, String when) {
            for (StoredObject object : device.vault().objects(1)) {
                if (object.place().id().equals(limited) && granted > 0) {
                    KeyUse use = device.slots().use(object, PEER);
                    long more = 0;
                    try {
                        while (more < LIMIT) {
                            use.take(1);
                            more++;
                        }
                    } catch (CryptokiException e) {
                        // It is used up.
                    }
                    assertThat(granted + more).as(when).isLessThanOrEqualTo(LIMIT);
                }
            }
        }

        private static String label(StoredObject object) {
            for (Attribute attribute : object.attributes()) {
                if (attribute.type() == Cka.LABEL) {
                    return new String(
                            ((org.zoneseal.cryptoki.AttributeValue.Bytes) attribute.value())
                                    .value(),
                            java.nio.charset.StandardCharsets.US_ASCII);
                }
            }
            return "";
        }
    }
}
