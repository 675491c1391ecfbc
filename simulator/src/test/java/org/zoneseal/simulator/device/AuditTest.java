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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.TestDevice.Clock;
import org.zoneseal.storage.FaultyFiles;

final class AuditTest {

    private final Clock clock = new Clock();
    private final FaultyFiles files = TestDevice.files();

    @Test
    void show_afterADay_namesWhoDidWhat() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            assertThatThrownBy(() ->
                            device.slots()
                                    .login(1, SlotAccess.UserKind.USER, bytes("wrong-pin"), PEER))
                    .isInstanceOf(CryptokiException.class);
            assertThat(events(session))
                    .containsExactly("device.created", "login", "slot.initialized", "login.failed");
            Value.MapOf slot = (Value.MapOf) show(session).get(2);
            assertThat(slot.get("actors"))
                    .isEqualTo(new Value.ListOf(List.of(new Value.Text("admin"))));
            assertThat(slot.get("identity")).isEqualTo(new Value.Text("uid=1000(knot)"));
            assertThat(slot.get("subject")).isEqualTo(new Value.Text("slot 1"));
        }
    }

    @Test
    void keyUse_many_isWrittenAfterAMinuteAndAtTheEnd() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            KeyUse use = device.slots().use(addKey(device, "zsk"), PEER);
            use.take(3);
            use.take(4);
            device.tick();
            assertThat(events(session)).doesNotContain("key.used");
            clock.pass(Duration.ofSeconds(61));
            device.tick();
            assertThat(((Value.MapOf) show(session).getLast()).get("detail"))
                    .isEqualTo(new Value.Text("slot 1 uses 7"));
            use.take(5);
        }
        try (Device device = TestDevice.open(files, clock)) {
            NativeSession session = administrator(device);
            assertThat(events(session))
                    .endsWith("key.used", "device.stopped", "device.started", "login");
            assertThat(device.keyStatus(device.vault().objects(1).getFirst()).uses()).isEqualTo(12);
        }
    }

    @Test
    void keyUse_aHundredThousand_isWrittenAtOnce() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            KeyUse use = device.slots().use(addKey(device, "zsk"), PEER);
            use.take(99_999);
            assertThat(events(session)).doesNotContain("key.used");
            use.take(1);
            assertThat(events(session)).contains("key.used");
        }
    }

    @Test
    void verify_untouched_isFineWithAndWithoutAHead() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            byte[] head = head(session);
            TestDevice.slot(session);
            assertThat(verify(session, new Value.Fields()).get("fine"))
                    .isEqualTo(new Value.Flag(true));
            Value.MapOf answer = verify(session, new Value.Fields().put("head", head));
            assertThat(answer.get("fine")).isEqualTo(new Value.Flag(true));
            assertThat(answer.get("entries")).isEqualTo(new Value.Unsigned(3));
        }
    }

    @Test
    void verify_headOfAnotherDeviceOrChanged_isRefused() {
        try (Device device = TestDevice.create(files, clock);
                Device other = TestDevice.create(TestDevice.files(), clock)) {
            NativeSession session = administrator(device);
            byte[] foreign = head(administrator(other));
            assertThatThrownBy(() -> verify(session, new Value.Fields().put("head", foreign)))
                    .hasMessageContaining("not made by this device");
            byte[] changed = head(session);
            for (int at = 0; at < changed.length; at++) {
                changed[at] ^= 1;
                assertThatThrownBy(() -> verify(session, new Value.Fields().put("head", changed)))
                        .as("byte %d", at)
                        .isInstanceOfSatisfying(
                                CryptokiException.class,
                                e -> assertThat(e.returnValue()).isEqualTo(Ckr.ARGUMENTS_BAD));
                changed[at] ^= 1;
            }
        }
    }

    @Test
    void export_all_isOneJsonObjectALine() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            Value.MapOf answer = map(session, "audit.export", new Value.Fields());
            String text =
                    new String(
                            ((Value.Bytes) answer.get("entries")).value(), StandardCharsets.UTF_8);
            assertThat(text.lines())
                    .hasSize(3)
                    .allMatch(line -> line.startsWith("{\"sequence\":") && line.endsWith("}"));
            assertThat(text).contains("\"event\":\"device.created\"", "\"actors\":[\"admin\"]");
            assertThat(answer.get("next")).isEqualTo(new Value.Unsigned(0));
        }
    }

    @Test
    void required_logCannotBeWritten_refusesChangesAndKeyUseUntilItCan() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            KeyUse use = device.slots().use(addKey(device, "zsk"), PEER);
            run(session, "audit.set", new Value.Fields().put("required", true));
            files.failAt(files.operations() + 1, FaultyFiles.Failure.NO_SPACE);
            Value.Fields developer = new Value.Fields().put("slot", 1).put("developer", true);
            assertThatThrownBy(() -> run(session, "slot.set", developer))
                    .hasMessageContaining("audit log cannot be written");
            assertThat(device.slots().isDeveloper(1)).isFalse();
            assertThatThrownBy(() -> use.take(1))
                    .isInstanceOfSatisfying(
                            CryptokiException.class,
                            e -> assertThat(e.returnValue()).isEqualTo(Ckr.FUNCTION_REJECTED));
            run(session, "slot.set", developer);
            assertThat(device.slots().isDeveloper(1)).isTrue();
            use.take(1);
        }
    }

    @Test
    void notRequired_logCannotBeWritten_goesOnWithAWarning() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            files.failAt(files.operations() + 1, FaultyFiles.Failure.NO_SPACE);
            run(session, "slot.set", new Value.Fields().put("slot", 1).put("developer", true));
            assertThat(device.slots().isDeveloper(1)).isTrue();
            assertThat(map(session, "device.status", new Value.Fields()).get("warnings").toString())
                    .contains("audit log cannot be written");
        }
    }

    @Test
    void flood_ofStrangers_leavesTheLogReadable() {
        try (Device device = TestDevice.create(files, clock)) {
            NativeSession session = administrator(device);
            TestDevice.slot(session);
            for (int i = 0; i < 1000; i++) {
                UsersTest.refused(
                        Ckr.TOKEN_WRITE_PROTECTED,
                        () -> device.slots().initToken(1, bytes("so-pin"), "x", PEER));
            }
            assertThat(events(session).stream().filter("slot.init-refused"::equals))
                    .hasSize(Flood.MOST);
            clock.pass(Duration.ofSeconds(11));
            UsersTest.refused(
                    Ckr.TOKEN_WRITE_PROTECTED,
                    () -> device.slots().initToken(1, bytes("so-pin"), "x", PEER));
            assertThat(show(session).getLast().toString())
                    .contains("(980 more before it were not written)");
        }
    }

    static byte[] head(NativeSession session) {
        return ((Value.Bytes) map(session, "audit.head", new Value.Fields()).get("head")).value();
    }

    static Value.MapOf verify(NativeSession session, Value.Fields arguments) {
        return map(session, "audit.verify", arguments);
    }

    private static List<Value> show(NativeSession session) {
        return ((Value.ListOf) run(session, "audit.show", new Value.Fields().put("last", 100)))
                .values();
    }

    private static List<String> events(NativeSession session) {
        List<String> events = new ArrayList<>();
        for (Value entry : show(session)) {
            events.add(((Value.Text) ((Value.MapOf) entry).get("event")).value());
        }
        return events;
    }
}
