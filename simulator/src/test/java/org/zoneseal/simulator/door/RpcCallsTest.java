package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.simulator.door.RpcClient.ay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** Every call of p11-kit's RPC through a real socket: what arrives behind, and what comes back. */
class RpcCallsTest {

    private static final byte[] DATA = "abc".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path folder;

    private OpenDoor door;
    private RpcClient client;

    @BeforeEach
    void open() throws IOException {
        door = OpenDoor.in(folder);
        client = RpcClient.begin(door.path(), 0);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        door.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.zoneseal.simulator.door.RpcRows#calls")
    void call_withItsArguments_arrivesAndIsAnswered(
            int call,
            String signature,
            Consumer<WireWriter> request,
            String note,
            String answerSignature,
            RpcRows.Reading reading,
            String expected)
            throws IOException {
        RpcClient.Answer answer = client.call(call, signature, request);
        assertThat(answer.call()).isEqualTo(call);
        assertThat(answer.code()).isEqualTo(0x11);
        assertThat(answer.signature()).isEqualTo(answerSignature);
        assertThat(reading.of(answer.payload())).isEqualTo(expected);
        answer.payload().end();
        assertThat(door.notebooks().last().cryptoki().lastNote()).isEqualTo(note);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.zoneseal.simulator.door.RpcRows#calls")
    void call_withOneByteTooManyOrTooFew_isRefusedAndNotMade(
            int call, String signature, Consumer<WireWriter> request) throws IOException {
        WireWriter payload = new WireWriter();
        request.accept(payload);
        byte[] whole = payload.toBytes();
        assertThat(client.call(call, signature, out -> out.raw(whole).u8(0)).error())
                .isEqualTo(Ckr.ARGUMENTS_BAD);
        for (int length = 0; length < whole.length; length++) {
            int cut = length;
            assertThat(client.call(call, signature, out -> out.raw(whole, 0, cut)).error())
                    .isEqualTo(Ckr.ARGUMENTS_BAD);
        }
        assertThat(door.notebooks().last().cryptoki().notes()).isEmpty();
    }

    @Test
    void calls_allThatWeKnow_areTried() {
        List<Integer> elsewhere = List.of(1, 2, 16, 17, 24, 65);
        assertThat(RpcRows.calls().map(row -> (Integer) row.get()[0]))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(RpcCall.values())
                                .map(RpcCall::number)
                                .filter(number -> !elsewhere.contains(number))
                                .toList());
    }

    @Test
    void attributes_askedWithAndWithoutRoom_areValueOrSizeOrTooSmall() throws IOException {
        RpcClient.Answer answer =
                client.call(
                        24,
                        "uufA",
                        body -> {
                            body.u64(7).u64(9).u32(7);
                            body.u32(0).u32(8).u32(0x108).u32(0);
                            body.u32(0x102).u32(0).u32(0x102).u32(2).u32(0x102).u32(3);
                            body.u32(0x61d).u32(8).u32(0x11).u32(99);
                        });
        WireReader in = answer.payload();
        assertThat(answer.signature()).isEqualTo("aAu");
        assertThat(in.u32()).isEqualTo(7);
        assertThat(in.u32() + " " + in.u8() + " " + in.u32() + " " + in.u64()).isEqualTo("0 1 8 3");
        assertThat(in.u32() + " " + in.u8() + " " + in.u32() + " " + in.u8())
                .isEqualTo("264 1 1 1");
        assertThat(in.u32() + " " + in.u8() + " " + in.u32() + " " + (in.bytesOrNull() == null))
                .isEqualTo("258 1 3 true");
        assertThat(in.u32() + " " + in.u8()).isEqualTo("258 0");
        assertThat(in.u32() + " " + in.u8() + " " + in.u32() + " " + in.bytes().length)
                .isEqualTo("258 1 3 3");
        assertThat(in.u32() + " " + in.u8() + " " + in.u32()).isEqualTo("1565 1 8");
        assertThat(in.bytes()).containsExactly(2, 0, 0, 0, 0, 0, 0, 0);
        assertThat(in.u32() + " " + in.u8()).isEqualTo("17 0");
        assertThat(in.u64()).isEqualTo(Ckr.BUFFER_TOO_SMALL);
        in.end();
    }

    @Test
    void templateQuestion_nestedByANewerClient_isUnderstood() throws IOException {
        try (RpcClient newer = RpcClient.begin(door.path(), 1)) {
            RpcClient.Answer answer =
                    newer.call(
                            24,
                            "uufA",
                            body -> {
                                body.u64(7).u64(9).u32(2);
                                body.u32(0x40000211).u32(24).u32(1).u32(1).u32(1);
                                body.u32(0).u32(8);
                            });
            assertThat(answer.signature()).isEqualTo("aAu");
            assertThat(door.notebooks().last().cryptoki().lastNote())
                    .isEqualTo("attributes 7 9 [1073742353,0]");
        }
    }

    @Test
    void version_offered_isAnsweredWithWhatBothSpeak() throws IOException {
        assertThat(client.version()).isZero();
        try (RpcClient one = RpcClient.begin(door.path(), 1);
                RpcClient two = RpcClient.begin(door.path(), 2)) {
            assertThat(one.version()).isEqualTo(1);
            assertThat(two.version()).isEqualTo(1);
        }
    }

    @Test
    void operationState_askedForOrGiven_isRefusedByName() throws IOException {
        assertThat(client.call(16, "ufy", body -> body.u64(7).u32(10)).error())
                .isEqualTo(Ckr.STATE_UNSAVEABLE);
        assertThat(
                        client.call(
                                        17,
                                        "uayuu",
                                        body -> {
                                            body.u64(7);
                                            ay(body, DATA);
                                            body.u64(0).u64(0);
                                        })
                                .error())
                .isEqualTo(Ckr.SAVED_STATE_INVALID);
    }

    @Test
    void slotEvent_waitedFor_neverHoldsTheClientUp() throws IOException {
        assertThat(client.call(65, "u", body -> body.u64(1)).error()).isEqualTo(Ckr.NO_EVENT);
        assertThat(client.call(65, "u", body -> body.u64(0)).error())
                .isEqualTo(Ckr.FUNCTION_NOT_SUPPORTED);
    }

    @Test
    void mechanismNull_whereAnOperationBegins_cancelsIt() throws IOException {
        client.call(42, "uMu", body -> body.u64(7).u32(0xffffffffL).u64(0));
        assertThat(door.notebooks().last().cryptoki().lastNote()).isEqualTo("cancel 7 2048");
    }

    @Test
    void mechanismNull_whereAKeyIsDerived_isRefused() throws IOException {
        assertThat(
                        client.call(62, "uMuaA", body -> body.u64(7).u32(0xffffffffL).u64(1).u32(0))
                                .error())
                .isEqualTo(Ckr.ARGUMENTS_BAD);
    }

    @Test
    void template_nestedWithoutEnd_isRefused() throws IOException {
        assertThat(
                        client.call(
                                        20,
                                        "uaA",
                                        body -> {
                                            body.u64(7);
                                            for (int i = 0; i < 5000; i++) {
                                                body.u32(1).u32(0x40000211).u8(1).u32(24);
                                            }
                                            body.u32(0);
                                        })
                                .error())
                .isEqualTo(Ckr.ARGUMENTS_BAD);
        assertThat(client.call(3, "", _ -> {}).call()).isEqualTo(3);
    }

    @Test
    void unknownCall_always_isAnsweredAndTheConnectionStays() throws IOException {
        for (int call : new int[] {0, 46, 54, 68, 89, 90, 101, 0x7fffffff}) {
            assertThat(client.call(call, "u", body -> body.u64(7)).error())
                    .isEqualTo(Ckr.FUNCTION_NOT_SUPPORTED);
        }
        assertThat(client.call(3, "", _ -> {}).call()).isEqualTo(3);
    }

    @Test
    void signature_ofAnotherShape_isRefused() throws IOException {
        assertThat(client.call(3, "u", body -> body.u64(7)).error()).isEqualTo(Ckr.ARGUMENTS_BAD);
    }

    @Test
    void callsBeforeInitialize_orAfterFinalize_areNotMade() throws IOException {
        try (RpcClient fresh = RpcClient.connect(door.path(), 0)) {
            assertThat(fresh.call(3, "", _ -> {}).error()).isEqualTo(Ckr.CRYPTOKI_NOT_INITIALIZED);
            assertThat(fresh.initialize().call()).isEqualTo(1);
            assertThat(fresh.initialize().error()).isEqualTo(Ckr.CRYPTOKI_ALREADY_INITIALIZED);
            NotebookCryptoki mine = door.notebooks().last().cryptoki();
            assertThat(fresh.call(2, "", _ -> {}).call()).isEqualTo(2);
            assertThat(mine.ended()).isEqualTo(1);
            assertThat(fresh.call(3, "", _ -> {}).error()).isEqualTo(Ckr.CRYPTOKI_NOT_INITIALIZED);
        }
    }

    @Test
    void connection_thatIsLost_endsItsApplicationAtOnce() throws IOException {
        Notebooks.Begun mine = door.notebooks().last();
        client.close();
        OpenDoor.await(() -> mine.cryptoki().ended() == 1 && mine.session().closed() == 1);
        assertThat(door.server().counters().applications()).isZero();
    }

    @Test
    void exception_ofTheToken_isItsReturnValue() throws IOException {
        assertThat(
                        client.call(
                                        43,
                                        "uayfy",
                                        body -> {
                                            body.u64(7);
                                            ay(body, "refuse".getBytes(StandardCharsets.US_ASCII));
                                            body.u32(64);
                                        })
                                .error())
                .isEqualTo(Ckr.DATA_INVALID);
    }
}
