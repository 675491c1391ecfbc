package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** Every call of our protocol through a real socket: what arrives behind, and what comes back. */
class WireCallsTest {

    private static final byte[] PIN = WireRows.ascii("1234");
    private static final byte[] DATA = WireRows.ascii("abc");
    private static final Mechanism ECDSA = Mechanism.of(Ckm.ECDSA);

    @TempDir Path folder;

    private OpenDoor door;
    private WireClient client;

    @BeforeEach
    void open() throws IOException {
        door = OpenDoor.in(folder);
        client = WireClient.begin(door.path());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        door.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.zoneseal.simulator.door.WireRows#calls")
    void call_withItsArguments_arrivesAndIsAnswered(
            Call call,
            Consumer<WireWriter> request,
            String note,
            Function<WireReader, Object> reading,
            Object expected)
            throws IOException {
        WireClient.Answer answer = client.call(call, request);
        assertThat(answer.message()).isEmpty();
        assertThat(answer.returnValue()).isEqualTo(Ckr.OK);
        assertThat(reading.apply(answer.payload())).isEqualTo(expected);
        answer.payload().end();
        assertThat(door.notebooks().last().cryptoki().lastNote()).isEqualTo(note);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.zoneseal.simulator.door.WireRows#calls")
    void call_withOneByteTooManyOrTooFew_isRefusedAndNotMade(
            Call call, Consumer<WireWriter> request) throws IOException {
        WireWriter payload = new WireWriter();
        request.accept(payload);
        byte[] whole = payload.toBytes();
        assertThat(client.call(call, out -> out.raw(whole).u8(0)).returnValue())
                .isEqualTo(Ckr.ARGUMENTS_BAD);
        for (int length = 0; length < whole.length; length++) {
            int cut = length;
            assertThat(client.call(call, out -> out.raw(whole, 0, cut)).returnValue())
                    .isEqualTo(Ckr.ARGUMENTS_BAD);
        }
        assertThat(door.notebooks().last().cryptoki().notes()).isEmpty();
    }

    @Test
    void calls_allOfThem_areTried() {
        Set<Call> elsewhere =
                EnumSet.of(
                        Call.GET_OPERATION_STATE,
                        Call.SET_OPERATION_STATE,
                        Call.PING,
                        Call.END_APPLICATION,
                        Call.COMMAND,
                        Call.NATIVE_SIGN);
        assertThat(WireRows.calls().map(row -> (Call) row.get()[0]))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.copyOf(elsewhere)));
    }

    @Test
    void operationState_askedForOrGiven_isRefusedByName() throws IOException {
        assertThat(client.call(Call.GET_OPERATION_STATE, WireRows.session(_ -> {})).returnValue())
                .isEqualTo(Ckr.STATE_UNSAVEABLE);
        assertThat(client.call(Call.SET_OPERATION_STATE, WireRows.session(_ -> {})).returnValue())
                .isEqualTo(Ckr.SAVED_STATE_INVALID);
    }

    @Test
    void command_withArguments_reachesTheNativeSession() throws IOException {
        Value.MapOf arguments = new Value.Fields().put("slot", 3).put("open", true).map();
        WireClient.Answer answer =
                client.call(Call.COMMAND, out -> out.text("slot.set").value(arguments));
        Value.MapOf map = (Value.MapOf) answer.payload().value();
        assertThat(map.get("name")).isEqualTo(new Value.Text("slot.set"));
        assertThat(map.get("arguments")).isEqualTo(arguments);
    }

    @Test
    void command_unknown_bringsItsMessage() throws IOException {
        WireClient.Answer answer =
                client.call(
                        Call.COMMAND, out -> out.text("unknown").value(new Value.Fields().map()));
        assertThat(answer.returnValue()).isEqualTo(Ckr.FUNCTION_NOT_SUPPORTED);
        assertThat(answer.message()).isEqualTo("no command unknown");
    }

    @Test
    void nativeSign_ofABatch_answersInOrder() throws IOException {
        WireClient.Answer answer =
                client.call(
                        Call.NATIVE_SIGN,
                        out -> out.bytes(PIN).mechanism(ECDSA).u32(2).bytes(DATA).bytes(PIN));
        assertThat(answer.payload().u32()).isEqualTo(2);
        assertThat(WireRows.hex(answer.payload())).isEqualTo("636261");
        assertThat(WireRows.hex(answer.payload())).isEqualTo("34333231");
    }

    @Test
    void loginUser_withAName_isNotSupported() throws IOException {
        assertThat(
                        client.call(
                                        Call.LOGIN_USER,
                                        WireRows.session(out -> out.u64(1).bytes(PIN).text("eva")))
                                .returnValue())
                .isEqualTo(Ckr.FUNCTION_NOT_SUPPORTED);
    }

    @Test
    void unknownCall_always_isAnsweredAndTheConnectionStays() throws IOException {
        assertThat(client.call(0x999, 0, _ -> {}).returnValue())
                .isEqualTo(Ckr.FUNCTION_NOT_SUPPORTED);
        assertThat(client.call(Call.PING, _ -> {}).returnValue()).isEqualTo(Ckr.OK);
    }

    @Test
    void exception_ofTheToken_isItsReturnValueAndMessage() throws IOException {
        WireClient.Answer answer =
                client.call(
                        Call.SIGN,
                        WireRows.session(out -> out.bytes(WireRows.ascii("refuse it")).u64(64)));
        assertThat(answer.returnValue()).isEqualTo(Ckr.DATA_INVALID);
        assertThat(answer.message()).isEqualTo("it was asked to refuse");
    }

    @Test
    void crash_insideTheToken_tellsTheClientNothingOfIt() throws IOException {
        WireClient.Answer answer =
                client.call(
                        Call.SIGN,
                        WireRows.session(out -> out.bytes(WireRows.ascii("crash it")).u64(64)));
        assertThat(answer.returnValue()).isEqualTo(Ckr.GENERAL_ERROR);
        assertThat(answer.message()).doesNotContain("secret").doesNotContain("crash it");
        assertThat(client.call(Call.PING, _ -> {}).returnValue()).isEqualTo(Ckr.OK);
    }

    @Test
    void requests_sentTogether_areAnsweredInOrder() throws IOException {
        WireWriter both = new WireWriter();
        for (int i = 1; i <= 500; i++) {
            both.raw(
                    WireClient.frame(
                            i, 0, Call.GENERATE_RANDOM.number(), out -> out.u64(7).u32(5)));
        }
        client.send(both.toBytes());
        for (int i = 1; i <= 500; i++) {
            assertThat(client.readAnswer().request()).isEqualTo(i);
        }
    }
}
