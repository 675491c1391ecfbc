package org.zoneseal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

class HsmClientTest {

    private static final ScriptedServer.Script ECHO =
            (request, out) -> out.write(request.answer(Ckr.OK, "", request.payload()));

    private static final ClientOptions OPTIONS =
            ClientOptions.defaults("test").withCallTimeout(Duration.ofMillis(300));

    @TempDir Path folder;
    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer(folder.resolve("s"), ECHO);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private HsmClient connect() {
        return HsmClient.connect(HsmAddress.parse("unix:" + folder.resolve("s")), OPTIONS);
    }

    @Test
    void connect_toNobody_saysWhereAndWhatToDo() {
        HsmAddress nowhere = HsmAddress.parse("unix:" + folder.resolve("nobody"));
        assertThatThrownBy(() -> HsmClient.connect(nowhere, OPTIONS))
                .isInstanceOf(HsmClientException.class)
                .hasMessageContaining(nowhere.toString())
                .hasMessageContaining("zoneseal hsm serve")
                .extracting("returnValue")
                .isEqualTo(Ckr.DEVICE_REMOVED);
    }

    @Test
    void connect_refused_carriesTheServersReason() {
        server.answerOpeningsWith(Ckr.FUNCTION_REJECTED);
        assertThatThrownBy(this::connect)
                .hasMessage("not you")
                .extracting("returnValue")
                .isEqualTo(Ckr.FUNCTION_REJECTED);
    }

    @Test
    void command_sent_travelsAsNameAndMap() {
        server.follow((request, out) -> {
            WireReader reader = new WireReader(request.payload());
            WireWriter answer = new WireWriter();
            answer.value(new Value.Text(reader.text() + " " + reader.value()));
            out.write(request.answer(Ckr.OK, "", answer.toBytes()));
        });
        try (HsmClient client = connect()) {
            Value answer = client.command("slot.list", new Value.Fields().put("n", 1).map());
            assertThat(answer.toString()).contains("slot.list", "Unsigned[value=1]");
            assertThat(server.requests.get(0).call()).isEqualTo(Call.COMMAND.number());
            assertThat(server.requests.get(0).deadline()).isEqualTo(300);
        }
    }

    @Test
    void call_refused_throwsReturnValueAndMessageAndKeepsTheConnection() {
        server.follow((request, out) -> out.write(request.answer(0xa0, "wrong PIN", new byte[0])));
        try (HsmClient client = connect()) {
            assertThatThrownBy(client::ping)
                    .hasMessage("wrong PIN")
                    .extracting(e -> ((HsmClientException) e).returnValueName())
                    .isEqualTo("CKR_PIN_INCORRECT");
            server.follow(ECHO);
            client.call(Call.GET_INFO, w -> {});
            assertThat(server.openings).hasSize(1);
        }
    }

    @Test
    void call_unanswered_endsWithinItsTime() {
        server.follow((request, out) -> {});
        try (HsmClient client = connect()) {
            assertRemoved(() -> client.command("x"));
        }
    }

    @Test
    void repeatableCall_connectionLost_isAskedAgain() {
        boolean[] failed = new boolean[1];
        server.follow((request, out) -> {
            if (!failed[0]) {
                failed[0] = true;
                throw new IOException("cut");
            }
            ECHO.answer(request, out);
        });
        try (HsmClient client = connect()) {
            WireReader answer = client.call(Call.SIGN_ONCE, w -> w.u64(7));
            assertThat(answer.u64()).isEqualTo(7);
            assertThat(server.openings)
                    .extracting(ScriptedServer.Opening::kind)
                    .containsExactly(0, 1);
        }
    }

    @Test
    void otherCall_connectionLost_isNotAskedAgain() {
        server.follow((request, out) -> {
            throw new IOException("cut");
        });
        try (HsmClient client = connect()) {
            assertRemoved(() -> client.call(Call.LOGIN, w -> w.u64(7)));
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void sessionCall_afterRestart_isToldAndGenerationGoesUp() {
        try (HsmClient client = connect()) {
            long before = client.generation();
            server.restart();
            server.follow((request, out) -> {
                throw new IOException("cut");
            });
            assertRemoved(() -> client.call(Call.CLOSE_SESSION, w -> w.u64(7)));
            server.follow(ECHO);
            assertRemoved(() -> client.call(Call.CLOSE_SESSION, w -> w.u64(7)));
            assertThat(client.generation()).isEqualTo(before + 1);
            client.call(Call.CLOSE_SESSION, w -> w.u64(7));
        }
    }

    @Test
    void callAll_moreThanSocketsHold_isAnsweredInOrder() {
        List<Consumer<WireWriter>> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            many.add(writer -> writer.u32(number).raw(new byte[100_000]));
        }
        try (HsmClient client = connect()) {
            List<WireReader> answers = client.callAll(Call.SIGN_BATCH, many);
            assertThat(answers).hasSize(50);
            for (int i = 0; i < 50; i++) {
                assertThat(answers.get(i).u32()).isEqualTo(i);
            }
        }
    }

    @Test
    void callAll_oneRefused_throwsItAndKeepsTheConnection() {
        server.follow((request, out) ->
                out.write(
                        request.payload()[3] == 1
                                ? request.answer(0x203, "used up", new byte[0])
                                : request.answer(0, "", request.payload())));
        try (HsmClient client = connect()) {
            List<Consumer<WireWriter>> three = List.of(w -> w.u32(0), w -> w.u32(1), w -> w.u32(2));
            assertThatThrownBy(() -> client.callAll(Call.SIGN_BATCH, three)).hasMessage("used up");
            client.call(Call.GET_INFO, w -> w.u32(9));
            assertThat(server.openings).hasSize(1);
        }
    }

    @Test
    void request_longerThanTheHsmTakes_isRefusedHere() {
        try (HsmClient client = connect()) {
            assertThatThrownBy(() -> client.call(Call.ENCRYPT, w -> w.raw(new byte[(1 << 20) + 1])))
                    .extracting("returnValue")
                    .isEqualTo(Ckr.DATA_LEN_RANGE);
            client.call(Call.GET_INFO, w -> {});
        }
    }

    @Test
    void answer_thatIsNone_isAnErrorNotAHang() {
        byte[][] wrong = {
            {0, 0, 0, 1, 9},
            {-1, -1, -1, -1},
            {0, 0, 0, 16, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 127, 0, 0, 0},
        };
        for (byte[] bytes : wrong) {
            server.follow((request, out) -> out.write(bytes));
            try (HsmClient client = connect()) {
                assertThatThrownBy(() -> client.command("x"))
                        .isInstanceOf(HsmClientException.class);
            }
        }
    }

    private static void assertRemoved(ThrowingCallable work) {
        assertThatThrownBy(work).extracting("returnValue").isEqualTo(Ckr.DEVICE_REMOVED);
    }
}
