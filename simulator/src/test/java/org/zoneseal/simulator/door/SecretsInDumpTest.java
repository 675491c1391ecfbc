package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckk;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.Value;

/**
 * What came in through the door as a secret is nowhere on the daemon's heap afterwards. PINs and
 * passwords are not in dead objects either; of the value of an imported key the platform's
 * providers leave dead copies, so that is looked for among what lives.
 */
class SecretsInDumpTest {

    private final SecureRandom random = new SecureRandom();

    @TempDir Path folder;

    private byte[] secret() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void secrets_thatCameThroughTheDoor_areNotInADumpOfTheWholeHeap() throws Exception {
        byte[] pin = secret();
        byte[] key = secret();
        byte[] password = secret();
        byte[] label = secret();
        Process daemon = daemon();
        try {
            readiness(daemon);
            use(pin, key, password, label);
            byte[] all = dump(daemon, "all.hprof", "-all");
            assertThat(holds(all, label)).as("the search finds what is there").isTrue();
            assertThat(holds(all, pin)).as("PIN").isFalse();
            assertThat(holds(all, password)).as("password").isFalse();
            byte[] live = dump(daemon, "live.hprof");
            assertThat(holds(live, key)).as("value of a key").isFalse();
        } finally {
            daemon.destroyForcibly().waitFor();
        }
    }

    private Process daemon() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulatorFixture.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void readiness(Process daemon) throws IOException {
        BufferedReader out = daemon.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).startsWith("hsm ready: unix:");
    }

    private void use(byte[] pin, byte[] key, byte[] password, byte[] label) throws IOException {
        byte[] oldPin = SimulatorFixture.PIN.getBytes(StandardCharsets.US_ASCII);
        byte[] admin = SimulatorFixture.PASSWORD.getBytes(StandardCharsets.US_ASCII);
        try (WireClient client = WireClient.begin(folder.resolve("hsm.socket"))) {
            long session =
                    fine(client.call(
                                    Call.OPEN_SESSION,
                                    out -> out.u64(0).u64(Ckf.SERIAL_SESSION | Ckf.RW_SESSION)))
                            .payload()
                            .u64();
            fine(client.call(Call.LOGIN, out -> out.u64(session).u64(Cku.USER).bytes(oldPin)));
            fine(client.call(Call.SET_PIN, out -> out.u64(session).bytes(oldPin).bytes(pin)));
            fine(client.call(Call.LOGOUT, out -> out.u64(session)));
            fine(client.call(Call.LOGIN, out -> out.u64(session).u64(Cku.USER).bytes(pin)));
            fine(
                    client.call(
                            Call.CREATE_OBJECT,
                            out ->
                                    out.u64(session)
                                            .attributes(template(key, label))
                                            .bytes(new byte[0])));
            command(
                    client,
                    "login.password",
                    new Value.Fields().put("user", "admin").put("password", admin));
            command(
                    client,
                    "user.add",
                    new Value.Fields()
                            .put("name", "eva")
                            .put("permissions", "00000002")
                            .put("password", password));
        }
    }

    private static List<Attribute> template(byte[] key, byte[] label) {
        return List.of(
                Attribute.number(Cka.CLASS, Cko.SECRET_KEY),
                Attribute.number(Cka.KEY_TYPE, Ckk.AES),
                Attribute.flag(Cka.TOKEN, true),
                Attribute.bytes(Cka.LABEL, label),
                Attribute.bytes(Cka.VALUE, key));
    }

    private static void command(WireClient client, String name, Value.Fields arguments)
            throws IOException {
        fine(client.call(Call.COMMAND, out -> out.text(name).value(arguments.map())));
    }

    private static WireClient.Answer fine(WireClient.Answer answer) {
        assertThat(answer.message()).isEmpty();
        assertThat(answer.returnValue()).isEqualTo(Ckr.OK);
        return answer;
    }

    private byte[] dump(Process daemon, String name, String... options)
            throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(String.valueOf(daemon.pid()));
        command.add("GC.heap_dump");
        command.addAll(List.of(options));
        command.add(file.toString());
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(said).isZero();
        return Files.readAllBytes(file);
    }

    private static boolean holds(byte[] dump, byte[] wanted) {
        int last = dump.length - wanted.length;
        for (int at = 0; at <= last; at++) {
            if (dump[at] == wanted[0] && matches(dump, at, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] dump, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (dump[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
