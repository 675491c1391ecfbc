package org.zoneseal.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zoneseal.simulator.device.TestDevice.PEER;
import static org.zoneseal.simulator.device.TestDevice.addKey;
import static org.zoneseal.simulator.device.TestDevice.administrator;
import static org.zoneseal.simulator.device.TestDevice.bytes;
import static org.zoneseal.simulator.device.TestDevice.map;
import static org.zoneseal.simulator.device.TestDevice.run;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.TestDevice.Clock;

final class BackupTest {

    private final Clock clock = new Clock();

    @Test
    void restore_onAnotherDeviceWithTheKey_bringsUsersSlotsAndKeys() {
        try (Device from = TestDevice.create(TestDevice.files(), clock);
                Device to = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession source = administrator(from);
            TestDevice.slot(source);
            StoredObject key = addKey(from, "ksk");
            addKey(from, "zsk");
            addUser(source, "operator");
            List<Value> shares = generate(source, 2, 3);
            run(source, "user.remove", new Value.Fields().put("name", "operator"));
            addUser(source, "operator");
            byte[] backup = create(source);

            NativeSession target = administrator(to);
            importKey(target, shares.subList(1, 3), 1);
            assertThatThrownBy(() -> restore(target, backup, false))
                    .hasMessageContaining("user admin");
            assertThat(restore(target, backup, true).get("objects"))
                    .isEqualTo(new Value.Unsigned(2));

            StoredObject found = to.vault().objects(1).getFirst();
            assertThat(found.place().id()).isEqualTo(key.place().id());
            assertThat(found.attributes()).isEqualTo(key.attributes());
            assertThat(TestDevice.secret(to, found)).isEqualTo("the secret of ksk");
            to.slots().login(1, SlotAccess.UserKind.USER, bytes("user-pin"), PEER);
            TestDevice.login(to.openSession(PEER), "operator", "operator-password");
            assertThat(to.slots().status(1).serial()).isNotEqualTo(from.slots().status(1).serial());
        }
    }

    @Test
    void restore_withoutTheKey_isRefusedAndChangesNothing() {
        try (Device from = TestDevice.create(TestDevice.files(), clock);
                Device to = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession source = administrator(from);
            TestDevice.slot(source);
            addKey(from, "ksk");
            generate(source, 2, 2);
            byte[] backup = create(source);
            NativeSession target = administrator(to);
            assertThatThrownBy(() -> restore(target, backup, true))
                    .hasMessageContaining("no master backup key");
            generate(target, 2, 2);
            assertThatThrownBy(() -> restore(target, backup, true))
                    .hasMessageContaining("sealed under the master backup key")
                    .isInstanceOfSatisfying(
                            CryptokiException.class,
                            e -> assertThat(e.returnValue()).isEqualTo(Ckr.WRAPPED_KEY_INVALID));
            assertThat(to.slots().slots()).isEmpty();
        }
    }

    @Test
    void restore_users_needsUserManagementToo() {
        try (Device device = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            addKey(device, "ksk");
            run(
                    session,
                    "user.add",
                    new Value.Fields()
                            .put("name", "keeper")
                            .put("permissions", "00000200")
                            .put("password", bytes("keeper-password")));
            generate(session, 2, 2);
            byte[] all = create(session);
            Value.MapOf answer =
                    map(session, "backup.create", new Value.Fields().put("users", false));
            byte[] keysAlone = ((Value.Bytes) answer.get("backup")).value();
            NativeSession keeper = device.openSession(PEER);
            TestDevice.login(keeper, "keeper", "keeper-password");
            assertThatThrownBy(() -> restore(keeper, all, true))
                    .hasMessageContaining("restoring users needs user management");
            assertThat(restore(keeper, keysAlone, true).get("objects"))
                    .isEqualTo(new Value.Unsigned(1));
            byte[] resume = device.slots().issueResume(1, PEER);
            device.slots()
                    .setPin(
                            1,
                            SlotAccess.UserKind.USER,
                            bytes("user-pin"),
                            bytes("another-pin"),
                            PEER);
            assertThatThrownBy(() -> restore(keeper, keysAlone, true))
                    .as("an old PIN is no business of a keeper of backups")
                    .hasMessageContaining("restoring users needs user management");
            restore(session, keysAlone, true);
            device.slots().login(1, SlotAccess.UserKind.USER, bytes("user-pin"), PEER);
            UsersTest.refused(Ckr.PIN_INCORRECT, () -> device.slots().resume(1, resume, PEER));
        }
    }

    @Test
    void restore_anyByteChanged_isRefused() {
        try (Device device = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            addKey(device, "ksk");
            generate(session, 2, 2);
            byte[] backup = create(session);
            for (int at = 0; at < backup.length; at++) {
                byte[] changed = backup.clone();
                changed[at] ^= 1;
                assertThatThrownBy(() -> restore(session, changed, true))
                        .as("byte %d", at)
                        .isInstanceOf(CryptokiException.class);
            }
            assertThat(restore(session, backup, true).get("objects"))
                    .isEqualTo(new Value.Unsigned(1));
            assertThat(TestDevice.secret(device, device.vault().objects(1).getFirst()))
                    .isEqualTo("the secret of ksk");
        }
    }

    @Test
    void backup_always_holdsNoSecretInTheClear() {
        try (Device device = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            addKey(device, "ksk");
            generate(session, 2, 2);
            String text = new String(create(session), StandardCharsets.ISO_8859_1);
            assertThat(text).doesNotContain("the secret of").doesNotContain("admin");
        }
    }

    @Test
    void keyImport_fewerSharesThanTheThreshold_isRefused() {
        try (Device from = TestDevice.create(TestDevice.files(), clock);
                Device to = TestDevice.create(TestDevice.files(), clock)) {
            List<Value> shares = generate(administrator(from), 3, 4);
            NativeSession target = administrator(to);
            assertThatThrownBy(() -> importKey(target, shares.subList(0, 2), 0))
                    .hasMessageContaining("needs 3 different ones, and there are 2");
            assertThatThrownBy(() ->
                            importKey(
                                    target,
                                    List.of(shares.get(0), shares.get(0), shares.get(0)),
                                    0))
                    .isInstanceOf(CryptokiException.class);
            importKey(target, shares.subList(0, 3), 0);
        }
    }

    @Test
    void keyImport_wrongPassphraseOrDamagedShare_saysWhich() {
        try (Device device = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession session = administrator(device);
            List<Value> shares = generate(session, 2, 2);
            assertThatThrownBy(() -> importKey(session, shares, 5))
                    .hasMessageContaining("passphrase of holder 0's share is wrong");
            byte[] file = share(shares.get(1)).clone();
            file[file.length / 2] ^= 1;
            Value damaged = new Value.Fields().put("share", file).map();
            assertThatThrownBy(() -> importKey(session, List.of(shares.get(0), damaged), 0))
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void keyGenerate_whereThereIsOne_needsReplace() {
        try (Device device = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession session = administrator(device);
            generate(session, 2, 2);
            assertThatThrownBy(() -> generate(session, 2, 2)).hasMessageContaining("replace");
        }
    }

    @Test
    void shamir_anyThresholdManyShares_giveTheSecretBackAndFewerDoNot() {
        SecureRandom random = new SecureRandom();
        for (int count = 2; count <= 6; count++) {
            for (int threshold = 2; threshold <= count; threshold++) {
                Shamir.Split split = Shamir.split(threshold, count, random);
                for (int chosen = 1; chosen < 1 << count; chosen++) {
                    int size = Integer.bitCount(chosen);
                    if (size == threshold || size == threshold - 1 && size > 0) {
                        byte[] found = Shamir.combine(chosen(split, chosen));
                        assertThat(Arrays.equals(found, split.secret()))
                                .as(
                                        "%d of %d, %s",
                                        threshold, count, Integer.toBinaryString(chosen))
                                .isEqualTo(size == threshold);
                    }
                }
            }
        }
    }

    @Test
    void externalKey_wrapped_opensOnlyUnderItsKey() {
        try (Device device = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession session = administrator(device);
            ExternalKeys external = device.externalKeys();
            Vault.NewObject key = TestDevice.newKey("outside");
            assertThatThrownBy(() -> external.wrap(1, key))
                    .hasMessageContaining("no master backup key");
            generate(session, 2, 2);
            byte[] blob = external.wrap(1, key);
            ExternalKeys.Opened opened = external.unwrap(blob);
            assertThat(opened.slot()).isEqualTo(1);
            assertThat(opened.object().secret()).isEqualTo(key.secret());
            assertThat(opened.object().attributes()).isEqualTo(key.attributes());
            for (int at = 0; at < blob.length; at++) {
                byte[] changed = blob.clone();
                changed[at] ^= 0x10;
                assertThatThrownBy(() -> external.unwrap(changed))
                        .as("byte %d", at)
                        .isInstanceOf(CryptokiException.class);
            }
        }
    }

    private static Map<Integer, byte[]> chosen(Shamir.Split split, int chosen) {
        Map<Integer, byte[]> shares = new HashMap<>();
        for (int i = 0; i < split.shares().size(); i++) {
            if ((chosen >> i & 1) != 0) {
                shares.put(i + 1, split.shares().get(i));
            }
        }
        return shares;
    }

    private static void addUser(NativeSession session, String name) {
        run(
                session,
                "user.add",
                new Value.Fields()
                        .put("name", name)
                        .put("permissions", "00000002")
                        .put("password", bytes(name + "-password")));
    }

    private static List<Value> generate(NativeSession session, int threshold, int count) {
        List<Value> holders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            holders.add(
                    new Value.Fields()
                            .put("name", "holder " + i)
                            .put("passphrase", bytes("passphrase " + i))
                            .map());
        }
        Value.MapOf answer =
                map(
                        session,
                        "backup.key-generate",
                        new Value.Fields().put("threshold", threshold).put("holders", holders));
        return ((Value.ListOf) answer.get("shares")).values();
    }

    private static byte[] share(Value share) {
        return ((Value.Bytes) ((Value.MapOf) share).get("share")).value();
    }

    /** The shares' holders are numbered from {@code first}. */
    private static void importKey(NativeSession session, List<Value> shares, int first) {
        List<Value> given = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            given.add(
                    new Value.Fields()
                            .put("share", share(shares.get(i)))
                            .put("passphrase", bytes("passphrase " + (first + i)))
                            .map());
        }
        run(session, "backup.key-import", new Value.Fields().put("shares", given));
    }

    private static byte[] create(NativeSession session) {
        Value.MapOf answer = map(session, "backup.create", new Value.Fields());
        return ((Value.Bytes) answer.get("backup")).value();
    }

    private static Value.MapOf restore(NativeSession session, byte[] backup, boolean replace) {
        return map(
                session,
                "backup.restore",
                new Value.Fields().put("backup", backup).put("replace", replace));
    }
}
