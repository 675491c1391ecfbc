package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.cryptoki.wire.WireWriter;

/** Device, token and door together, through a socket. */
class WholeHsmTest {

    private static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");
    private static final Mechanism ECDSA = Mechanism.of(Ckm.ECDSA);

    @TempDir Path folder;

    private SimulatorFixture open() throws IOException {
        return new SimulatorFixture(folder, List.of(Listener.Unix.at(socket())));
    }

    private Path socket() {
        return folder.resolve("s");
    }

    private static WireClient.Answer fine(WireClient.Answer answer) {
        assertThat(answer.message()).isEmpty();
        assertThat(answer.returnValue()).isEqualTo(Ckr.OK);
        return answer;
    }

    private static long session(WireClient client) throws IOException {
        return fine(client.call(
                        Call.OPEN_SESSION,
                        out -> out.u64(0).u64(Ckf.SERIAL_SESSION | Ckf.RW_SESSION)))
                .payload()
                .u64();
    }

    private static long loggedIn(WireClient client) throws IOException {
        long session = session(client);
        byte[] pin = SimulatorFixture.PIN.getBytes(StandardCharsets.US_ASCII);
        fine(client.call(Call.LOGIN, out -> out.u64(session).u64(Cku.USER).bytes(pin)));
        return session;
    }

    private static long[] keyPair(WireClient client, long session, byte[] request)
            throws IOException {
        WireClient.Answer answer =
                fine(
                        client.call(
                                Call.GENERATE_KEY_PAIR,
                                out ->
                                        out.u64(session)
                                                .mechanism(Mechanism.of(Ckm.EC_KEY_PAIR_GEN))
                                                .attributes(
                                                        List.of(
                                                                Attribute.flag(Cka.TOKEN, true),
                                                                Attribute.bytes(
                                                                        Cka.EC_PARAMS, P256)))
                                                .attributes(
                                                        List.of(
                                                                Attribute.flag(Cka.TOKEN, true),
                                                                Attribute.flag(Cka.SIGN, true)))
                                                .bytes(request)));
        return new long[] {answer.payload().u64(), answer.payload().u64()};
    }

    @Test
    void signatures_onceAndInABatchAndInTwoSteps_allVerify() throws IOException {
        try (SimulatorFixture hsm = open();
                WireClient client = WireClient.begin(socket())) {
            assertThat(hsm.server().counters().applications()).isEqualTo(1);
            long session = loggedIn(client);
            long[] pair = keyPair(client, session, new byte[0]);
            byte[] hash = new byte[32];
            byte[] once =
                    fine(client.call(
                                    Call.SIGN_ONCE,
                                    out ->
                                            out.u64(session)
                                                    .mechanism(ECDSA)
                                                    .u64(pair[1])
                                                    .bytes(hash)))
                            .payload()
                            .bytes();
            verify(client, session, pair[0], hash, once);
            var batch =
                    fine(client.call(
                                    Call.SIGN_BATCH,
                                    out -> {
                                        out.u64(session).mechanism(ECDSA).u64(pair[1]);
                                        out.u32(100);
                                        for (int i = 0; i < 100; i++) {
                                            out.bytes(hash);
                                        }
                                    }))
                            .payload();
            assertThat(batch.u32()).isEqualTo(100);
            for (int i = 0; i < 100; i++) {
                verify(client, session, pair[0], hash, batch.bytes());
            }
            fine(
                    client.call(
                            Call.SIGN_INIT, out -> out.u64(session).mechanism(ECDSA).u64(pair[1])));
            var output =
                    fine(client.call(Call.SIGN, out -> out.u64(session).bytes(hash).u64(64)))
                            .payload();
            assertThat(output.u8()).isEqualTo(1);
            verify(client, session, pair[0], hash, output.bytes());
        }
    }

    private static void verify(
            WireClient client, long session, long key, byte[] data, byte[] signature)
            throws IOException {
        fine(client.call(Call.VERIFY_INIT, out -> out.u64(session).mechanism(ECDSA).u64(key)));
        fine(client.call(Call.VERIFY, out -> out.u64(session).bytes(data).bytes(signature)));
    }

    @Test
    void loginAndSessions_areOfTheApplicationNotOfTheConnection() throws IOException {
        try (SimulatorFixture hsm = open();
                WireClient first = WireClient.connect(socket());
                WireClient second = WireClient.connect(socket());
                WireClient other = WireClient.begin(socket())) {
            WireClient.Opening opening = first.open(0, new byte[16], new byte[32], "x");
            second.open(1, opening.id(), opening.secret(), "x");
            long session = loggedIn(first);
            long[] pair = keyPair(second, session, new byte[0]);
            assertThat(pair).doesNotContain(0);
            assertThat(other.call(Call.GET_SESSION_INFO, out -> out.u64(session)).returnValue())
                    .isEqualTo(Ckr.SESSION_HANDLE_INVALID);
            assertThat(hsm.server().counters().applications()).isEqualTo(2);
        }
    }

    @Test
    void keyPair_askedForAgainWithItsRequestId_isMadeOnce() throws IOException {
        try (SimulatorFixture hsm = open();
                WireClient client = WireClient.begin(socket())) {
            assertThat(hsm.server().addresses()).containsExactly("unix:" + socket());
            long session = loggedIn(client);
            byte[] request = new byte[16];
            request[3] = 9;
            long[] one = keyPair(client, session, request);
            assertThat(keyPair(client, session, request)).isEqualTo(one);
        }
    }

    @Test
    void nativeApi_fromLoginToSignature_worksThroughTheDoor() throws IOException {
        try (SimulatorFixture hsm = open();
                WireClient client = WireClient.begin(socket())) {
            assertThat(hsm.server().counters().applications()).isEqualTo(1);
            command(
                    client,
                    "login.password",
                    new Value.Fields()
                            .put("user", "admin")
                            .put(
                                    "password",
                                    SimulatorFixture.PASSWORD.getBytes(StandardCharsets.US_ASCII)));
            Value.MapOf key =
                    command(
                            client,
                            "key.generate",
                            new Value.Fields()
                                    .put("slot", 0)
                                    .put("name", "example")
                                    .put("specifier", "zsk")
                                    .put("type", "ec-p256"));
            byte[] reference = ((Value.Bytes) key.get("reference")).value();
            var signatures =
                    fine(client.call(
                                    Call.NATIVE_SIGN,
                                    out -> {
                                        out.bytes(reference).mechanism(ECDSA).u32(2);
                                        out.bytes(new byte[32]).bytes(new byte[32]);
                                    }))
                            .payload();
            assertThat(signatures.u32()).isEqualTo(2);
            assertThat(signatures.bytes()).hasSize(64);
            Value.MapOf status = command(client, "device.status", new Value.Fields());
            assertThat(status.get("applications")).isEqualTo(new Value.Unsigned(1));
        }
    }

    private static Value.MapOf command(WireClient client, String name, Value.Fields arguments)
            throws IOException {
        return (Value.MapOf)
                fine(client.call(Call.COMMAND, out -> out.text(name).value(arguments.map())))
                        .payload()
                        .value();
    }

    @Test
    void wrongPin_isSaidAsWhatItIs() throws IOException {
        try (SimulatorFixture hsm = open();
                WireClient client = WireClient.begin(socket())) {
            long session = session(client);
            WireClient.Answer answer =
                    client.call(
                            Call.LOGIN,
                            out ->
                                    out.u64(session)
                                            .u64(Cku.USER)
                                            .bytes(new byte[] {'9', '9', '9', '9', '9', '9'}));
            assertThat(answer.returnValue()).isEqualTo(Ckr.PIN_INCORRECT);
            assertThat(answer.message()).isNotEmpty();
            assertThat(hsm.server().counters().applications()).isEqualTo(1);
        }
    }

    @Test
    void key_signedWithAfterARestart_isStillThere() throws IOException {
        try (SimulatorFixture hsm = open();
                WireClient client = WireClient.begin(socket())) {
            assertThat(hsm.server().counters().connections()).isEqualTo(1);
            keyPair(client, loggedIn(client), new byte[0]);
        }
        try (SimulatorFixture hsm = open();
                WireClient client = WireClient.begin(socket())) {
            assertThat(hsm.server().counters().connections()).isEqualTo(1);
            long session = loggedIn(client);
            fine(
                    client.call(
                            Call.FIND_OBJECTS_INIT,
                            out ->
                                    out.u64(session)
                                            .attributes(List.of(Attribute.number(Cka.CLASS, 3)))));
            List<Long> found =
                    fine(client.call(Call.FIND_OBJECTS, out -> out.u64(session).u32(10)))
                            .payload()
                            .numbers();
            assertThat(found).hasSize(1);
            fine(client.call(Call.SIGN_ONCE, out -> signOnce(out, session, found.getFirst())));
        }
    }

    private static void signOnce(WireWriter out, long session, long key) {
        out.u64(session).mechanism(ECDSA).u64(key).bytes(new byte[32]);
    }
}
