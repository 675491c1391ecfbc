package org.zoneseal.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.simulator.device.TestDevice.PEER;
import static org.zoneseal.simulator.device.TestDevice.addKey;
import static org.zoneseal.simulator.device.TestDevice.administrator;
import static org.zoneseal.simulator.device.TestDevice.bytes;
import static org.zoneseal.simulator.device.TestDevice.login;
import static org.zoneseal.simulator.device.TestDevice.run;
import static org.zoneseal.simulator.device.UsersTest.refused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.TestDevice.Clock;
import org.zoneseal.storage.FaultyFiles;

final class KeyLimitTest {

    private final Clock clock = new Clock();
    private final FaultyFiles files = TestDevice.files();

    @Test
    void uses_upToTheLimit_areGrantedAndNotOneMore() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            StoredObject key = addKey(device, "zsk");
            KeyUse use = device.slots().use(key, PEER);
            use.take(100);
            limit(session, key, new Value.Fields().put("uses", 2500));
            for (int i = 0; i < 2400; i++) {
                use.take(1);
            }
            refused(Ckr.KEY_EXHAUSTED, () -> use.take(1));
            refused(Ckr.KEY_EXHAUSTED, () -> device.slots().use(key, PEER).take(1));
        }
        try (Device device = TestDevice.open(files, clock)) {
            refused(Ckr.KEY_EXHAUSTED, () -> useOf(device).take(1));
            assertThat(device.keyStatus(device.vault().objects(1).getFirst()).uses())
                    .isEqualTo(2500);
        }
    }

    @Test
    void uses_notUsedBeforeAGoodStop_areGivenBack() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            StoredObject key = addKey(device, "zsk");
            limit(session, key, new Value.Fields().put("uses", 10));
            device.slots().use(key, PEER).take(4);
        }
        try (Device device = TestDevice.open(files, clock)) {
            useOf(device).take(6);
            refused(Ckr.KEY_EXHAUSTED, () -> useOf(device).take(1));
        }
    }

    @Test
    void uses_afterACrash_areLostButNeverExceeded() {
        Device device = TestDevice.create(files, clock);
        NativeSession session = administrator(device);
        TestDevice.slot(session);
        StoredObject key = addKey(device, "zsk");
        limit(session, key, new Value.Fields().put("uses", 5000));
        device.slots().use(key, PEER).take(1);
        FaultyFiles after = files.afterCrash(FaultyFiles.Loss.EVERYTHING);
        try (Device again = TestDevice.open(after, clock)) {
            KeyUse use = useOf(again);
            int granted = 0;
            try {
                while (granted < 6000) {
                    use.take(1);
                    granted++;
                }
            } catch (CryptokiException e) {
                assertThat(e.returnValue()).isEqualTo(Ckr.KEY_EXHAUSTED);
            }
            assertThat(granted).isBetween(3000, 4999);
        }
    }

    @Test
    void uses_manyThreads_neverExceedTheLimit() throws InterruptedException {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            StoredObject key = addKey(device, "zsk");
            limit(session, key, new Value.Fields().put("uses", 10_000));
            AtomicLong granted = new AtomicLong();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                KeyUse use = device.slots().use(key, PEER);
                threads.add(Thread.ofPlatform().start(() -> takeAll(use, granted)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(granted.get()).isEqualTo(10_000);
        }
    }

    private static void takeAll(KeyUse use, AtomicLong granted) {
        try {
            while (true) {
                use.take(1);
                granted.incrementAndGet();
            }
        } catch (CryptokiException e) {
            // It is used up.
        }
    }

    @Test
    void notAfter_passed_isRefused() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            StoredObject key = addKey(device, "zsk");
            KeyUse use = device.slots().use(key, PEER);
            limit(session, key, new Value.Fields().put("not-after", "2026-11-27T13:00:00Z"));
            use.take(1);
            clock.pass(Duration.ofHours(2));
            refused(Ckr.FUNCTION_REJECTED, () -> use.take(1));
        }
    }

    @Test
    void activation_quorum_isForSoManyUsesUntilATimeAndUntilARestart() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession admin = administrator(device);
            TestDevice.slot(admin);
            half(admin, "anna");
            half(admin, "bert");
            StoredObject key = addKey(device, "ksk");
            limit(admin, key, new Value.Fields().put("needs-activation", true));
            KeyUse use = device.slots().use(key, PEER);
            refused(Ckr.USER_NOT_LOGGED_IN, () -> use.take(1));

            NativeSession quorum = device.openSession(PEER);
            login(quorum, "anna", "half-pass");
            refused(Ckr.USER_NOT_LOGGED_IN, () -> activate(quorum, key, new Value.Fields()));
            login(quorum, "bert", "half-pass");
            activate(quorum, key, new Value.Fields().put("uses", 2));
            use.take(2);
            refused(Ckr.USER_NOT_LOGGED_IN, () -> use.take(1));

            activate(quorum, key, new Value.Fields().put("until", "2026-11-27T13:00:00Z"));
            use.take(1000);
            clock.pass(Duration.ofHours(1));
            refused(Ckr.USER_NOT_LOGGED_IN, () -> use.take(1));

            activate(quorum, key, new Value.Fields());
            use.take(1);
            run(quorum, "key.deactivate", place(key, new Value.Fields()));
            refused(Ckr.USER_NOT_LOGGED_IN, () -> use.take(1));
            activate(quorum, key, new Value.Fields());
        }
        try (Device device = TestDevice.open(files, clock)) {
            refused(Ckr.USER_NOT_LOGGED_IN, () -> useOf(device).take(1));
        }
    }

    @Test
    void activation_slotKeepsIt_outlivesARestartUnlessForANumberOfUses() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession admin = administrator(device);
            TestDevice.slot(admin);
            run(
                    admin,
                    "slot.set",
                    new Value.Fields().put("slot", 1).put("restart-keeps-activation", true));
            for (String label : List.of("kept", "counted")) {
                StoredObject key = addKey(device, label);
                limit(admin, key, new Value.Fields().put("needs-activation", true));
                activate(
                        admin,
                        key,
                        label.equals("kept")
                                ? new Value.Fields()
                                : new Value.Fields().put("uses", 100));
            }
        }
        try (Device device = TestDevice.open(files, clock)) {
            List<StoredObject> keys = device.vault().objects(1);
            device.slots().use(keys.getFirst(), PEER).take(1);
            refused(Ckr.USER_NOT_LOGGED_IN, () -> device.slots().use(keys.getLast(), PEER).take(1));
        }
    }

    @Test
    void limits_setByPeople_areNotLiftedByTheSlotsOwnUser() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession admin = administrator(device);
            TestDevice.slot(admin);
            StoredObject key = addKey(device, "ksk");
            limit(admin, key, new Value.Fields().put("needs-activation", true).put("uses", 5));
            NativeSession program = device.openSession(PEER);
            login(program, "USR_0001", "user-pin");
            refused(Ckr.USER_NOT_LOGGED_IN, () -> activate(program, key, new Value.Fields()));
            refused(
                    Ckr.USER_NOT_LOGGED_IN,
                    () -> limit(program, key, new Value.Fields().put("needs-activation", false)));
            refused(
                    Ckr.USER_NOT_LOGGED_IN,
                    () -> run(program, "key.deactivate", place(key, new Value.Fields())));
        }
    }

    @Test
    void limit_rewrittenByPkcs11_staysWithTheObject() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession admin = administrator(device);
            TestDevice.slot(admin);
            StoredObject key = addKey(device, "zsk");
            limit(admin, key, new Value.Fields().put("uses", 5));
            StoredObject limited = device.vault().objects(1).getFirst();
            UsersTest.refused(
                    Ckr.FUNCTION_FAILED, () -> device.vault().rewrite(key, key.attributes()));
            device.vault().rewrite(limited, limited.attributes());
            useOf(device).take(5);
            refused(Ckr.KEY_EXHAUSTED, () -> useOf(device).take(1));
        }
    }

    private static KeyUse useOf(Device device) {
        return device.slots().use(device.vault().objects(1).getFirst(), PEER);
    }

    private static void half(NativeSession admin, String name) {
        run(
                admin,
                "user.add",
                new Value.Fields()
                        .put("name", name)
                        .put("permissions", "00000001")
                        .put("password", bytes("half-pass")));
    }

    private static void limit(NativeSession session, StoredObject key, Value.Fields arguments) {
        run(session, "key.limit", place(key, arguments));
    }

    private static void activate(NativeSession session, StoredObject key, Value.Fields arguments) {
        run(session, "key.activate", place(key, arguments));
    }

    private static Value.Fields place(StoredObject key, Value.Fields arguments) {
        return arguments.put("slot", 1).put("id", key.place().id());
    }
}
