package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.zoneseal.simulator.door.RpcClient.ay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** Every call of p11-kit's RPC through a real socket: what arrives behind, and what comes back. */
class RpcCallsTest {

    private static final byte[] PIN = "1234".getBytes(StandardCharsets.US_ASCII);
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

    /** Each form of a value: number, byte, bytes, and what p11-kit does not know the form of. */
    private static void template(WireWriter body) {
        body.u32(6);
        body.u32(0).u8(1).u32(8).u64(4);
        body.u32(1).u8(1).u32(1).u8(1);
        body.u32(3).u8(1).u32(3).bytes(DATA);
        body.u32(0x172).u8(1).u32(1).bytes(new byte[] {1});
        body.u32(0x61d).u8(1).u32(8).bytes(new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
        body.u32(0x40000600).u8(1).u32(16).u32(2).u64(1).u64(2);
    }

    private static String numbers(WireReader in) {
        boolean isValid = in.u8() == 1;
        long count = in.u32();
        if (!isValid) {
            return "" + count;
        }
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(in.u64());
        }
        return NotebookCryptoki.words(values);
    }

    private static String output(WireReader in) {
        return in.u8() == 1 ? new String(in.bytes(), StandardCharsets.US_ASCII) : "" + in.u32();
    }

    private static String tokenInfo(WireReader in) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            words.append(in.text().stripTrailing()).append('|');
        }
        for (int i = 0; i < 11; i++) {
            words.append(in.u64()).append(' ');
        }
        return words.append(in.u32()).append(' ').append(in.text()).toString();
    }

    private static Arguments row(
            int call,
            String signature,
            Consumer<WireWriter> request,
            String note,
            String answerSignature,
            Function<WireReader, Object> answer,
            Object expected) {
        return arguments(call, signature, request, note, answerSignature, answer, expected);
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                row(
                        3,
                        "",
                        _ -> {},
                        "info",
                        "vsusv",
                        in ->
                                in.u8() + "." + in.u8() + in.text() + in.u64() + in.text() + in.u8()
                                        + "." + in.u8(),
                        "2.40Zonesäl                        0a notebook that is far longer th7.3"),
                row(
                        4,
                        "yfu",
                        body -> {
                            body.u8(1).u32(4);
                        },
                        "slots true",
                        "au",
                        RpcCallsTest::numbers,
                        "[0,5]"),
                row(
                        5,
                        "u",
                        body -> {
                            body.u64(5);
                        },
                        "slotInfo 5",
                        "ssuvv",
                        in -> in.text().length() + in.text() + in.u64() + " " + in.u32(),
                        "64maker                           5 16909060"),
                row(
                        6,
                        "u",
                        body -> {
                            body.u64(5);
                        },
                        "tokenInfo 5",
                        "ssssuuuuuuuuuuuvvs",
                        RpcCallsTest::tokenInfo,
                        "label|maker|model|serial|1037 0 1 0 2 64 4 -1 -1 -1 -1 16909060 2026112703000000"),
                row(
                        7,
                        "ufu",
                        body -> {
                            body.u64(5).u32(2);
                        },
                        "mechanisms 5",
                        "au",
                        RpcCallsTest::numbers,
                        "3"),
                row(
                        8,
                        "uu",
                        body -> {
                            body.u64(5).u64(0x1041);
                        },
                        "mechanismInfo 5 4161",
                        "uuu",
                        in -> in.u64() + " " + in.u64() + " " + in.u64(),
                        "256 521 10240"),
                row(
                        9,
                        "uayz",
                        body -> {
                            body.u64(5);
                            ay(body, PIN);
                            body.text("tok   ");
                        },
                        "initToken 5 31323334 tok",
                        "",
                        _ -> "",
                        ""),
                row(
                        88,
                        "uays",
                        body -> {
                            body.u64(5);
                            ay(body, PIN);
                            body.text("tok" + " ".repeat(29));
                        },
                        "initToken 5 31323334 tok",
                        "",
                        _ -> "",
                        ""),
                row(
                        10,
                        "uu",
                        body -> {
                            body.u64(5).u64(6);
                        },
                        "openSession 5 6",
                        "u",
                        WireReader::u64,
                        0x1_0000_0007L),
                row(
                        11,
                        "u",
                        body -> {
                            body.u64(7);
                        },
                        "closeSession 7",
                        "",
                        _ -> "",
                        ""),
                row(
                        12,
                        "u",
                        body -> {
                            body.u64(5);
                        },
                        "closeAllSessions 5",
                        "",
                        _ -> "",
                        ""),
                row(
                        13,
                        "u",
                        body -> {
                            body.u64(7);
                        },
                        "sessionInfo 7",
                        "uuuu",
                        in -> in.u64() + " " + in.u64() + " " + in.u64() + " " + in.u64(),
                        "5 3 6 0"),
                row(
                        14,
                        "uay",
                        body -> {
                            body.u64(7);
                            ay(body, PIN);
                        },
                        "initPin 7 31323334",
                        "",
                        _ -> "",
                        ""),
                row(
                        15,
                        "uayay",
                        body -> {
                            body.u64(7);
                            ay(body, PIN);
                            ay(body, DATA);
                        },
                        "setPin 7 31323334 616263",
                        "",
                        _ -> "",
                        ""),
                row(
                        18,
                        "uuay",
                        body -> {
                            body.u64(7);
                            body.u64(1);
                            ay(body, PIN);
                        },
                        "login 7 1 31323334",
                        "",
                        _ -> "",
                        ""),
                row(
                        66,
                        "uuayay",
                        body -> {
                            body.u64(7);
                            body.u64(1);
                            ay(body, PIN);
                            ay(body, new byte[0]);
                        },
                        "login 7 1 31323334",
                        "",
                        _ -> "",
                        ""),
                row(
                        19,
                        "u",
                        body -> {
                            body.u64(7);
                        },
                        "logout 7",
                        "",
                        _ -> "",
                        ""),
                row(
                        67,
                        "uu",
                        body -> {
                            body.u64(7);
                            body.u64(0x800);
                        },
                        "cancel 7 2048",
                        "",
                        _ -> "",
                        ""),
                row(
                        20,
                        "uaA",
                        body -> {
                            body.u64(7);
                            template(body);
                        },
                        "createObject 7 [0=4,1=true,3='616263',172=true,61d=2,40000600=[1,2]] ",
                        "u",
                        WireReader::u64,
                        11L),
                row(
                        21,
                        "uuaA",
                        body -> {
                            body.u64(7);
                            body.u64(9);
                            template(body);
                        },
                        "copyObject 7 9 [0=4,1=true,3='616263',172=true,61d=2,40000600=[1,2]]",
                        "u",
                        WireReader::u64,
                        12L),
                row(
                        22,
                        "uu",
                        body -> {
                            body.u64(7);
                            body.u64(9);
                        },
                        "destroyObject 7 9 ",
                        "",
                        _ -> "",
                        ""),
                row(
                        23,
                        "uu",
                        body -> {
                            body.u64(7);
                            body.u64(9);
                        },
                        "objectSize 7 9",
                        "u",
                        WireReader::u64,
                        77L),
                row(
                        25,
                        "uuaA",
                        body -> {
                            body.u64(7);
                            body.u64(9);
                            template(body);
                        },
                        "setAttributes 7 9 [0=4,1=true,3='616263',172=true,61d=2,40000600=[1,2]]",
                        "",
                        _ -> "",
                        ""),
                row(
                        26,
                        "uaA",
                        body -> {
                            body.u64(7);
                            body.u32(0);
                        },
                        "findInit 7 []",
                        "",
                        _ -> "",
                        ""),
                row(
                        27,
                        "ufu",
                        body -> {
                            body.u64(7);
                            body.u32(50);
                        },
                        "find 7 50",
                        "au",
                        RpcCallsTest::numbers,
                        "[21,22]"),
                row(
                        28,
                        "u",
                        body -> {
                            body.u64(7);
                        },
                        "findFinal 7",
                        "",
                        _ -> "",
                        ""),
                row(
                        29,
                        "uMu",
                        body -> {
                            body.u64(7);
                            body.u32(0x1085).bytes(DATA).u64(9);
                        },
                        "encryptInit 7 1085/raw:616263 9",
                        "",
                        _ -> "",
                        ""),
                row(
                        30,
                        "uayfy",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                            body.u32(2);
                        },
                        "encrypt 7 616263 2",
                        "ay",
                        RpcCallsTest::output,
                        "3"),
                row(
                        31,
                        "uayfy",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                            body.u32(3);
                        },
                        "encryptUpdate 7 616263 3",
                        "ay",
                        RpcCallsTest::output,
                        "cba"),
                row(
                        32,
                        "ufy",
                        body -> {
                            body.u64(7);
                            body.u32(0);
                        },
                        "encryptFinal 7 -1",
                        "ay",
                        RpcCallsTest::output,
                        "4"),
                row(
                        33,
                        "uMu",
                        body -> {
                            body.u64(7);
                            body.u32(0x1085).bytes(DATA).u64(9);
                        },
                        "decryptInit 7 1085/raw:616263 9",
                        "",
                        _ -> "",
                        ""),
                row(
                        34,
                        "uayfy",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                            body.u32(2);
                        },
                        "decrypt 7 616263 2",
                        "ay",
                        RpcCallsTest::output,
                        "3"),
                row(
                        35,
                        "uayfy",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                            body.u32(3);
                        },
                        "decryptUpdate 7 616263 3",
                        "ay",
                        RpcCallsTest::output,
                        "cba"),
                row(
                        36,
                        "ufy",
                        body -> {
                            body.u64(7);
                            body.u32(0);
                        },
                        "decryptFinal 7 -1",
                        "ay",
                        RpcCallsTest::output,
                        "4"),
                row(
                        37,
                        "uM",
                        body -> {
                            body.u64(7);
                            body.u32(0x250).noBytes();
                        },
                        "digestInit 7 250/none",
                        "",
                        _ -> "",
                        ""),
                row(
                        38,
                        "uayfy",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                            body.u32(-1);
                        },
                        "digest 7 616263 0",
                        "ay",
                        RpcCallsTest::output,
                        "3"),
                row(
                        39,
                        "uay",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                        },
                        "digestUpdate 7 616263",
                        "",
                        _ -> "",
                        ""),
                row(
                        40,
                        "uu",
                        body -> {
                            body.u64(7);
                            body.u64(9);
                        },
                        "digestKey 7 9",
                        "",
                        _ -> "",
                        ""),
                row(
                        41,
                        "ufy",
                        body -> {
                            body.u64(7);
                            body.u32(64);
                        },
                        "digestFinal 7 64",
                        "ay",
                        RpcCallsTest::output,
                        "liat"),
                row(
                        42,
                        "uMu",
                        body -> {
                            body.u64(7);
                            body.u32(0x1041).noBytes().u64(9);
                        },
                        "signInit 7 1041/none 9",
                        "",
                        _ -> "",
                        ""),
                row(
                        43,
                        "uayfy",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                            body.u32(64);
                        },
                        "sign 7 616263 64",
                        "ay",
                        RpcCallsTest::output,
                        "cba"),
                row(
                        44,
                        "uay",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                        },
                        "signUpdate 7 616263",
                        "",
                        _ -> "",
                        ""),
                row(
                        45,
                        "ufy",
                        body -> {
                            body.u64(7);
                            body.u32(64);
                        },
                        "signFinal 7 64",
                        "ay",
                        RpcCallsTest::output,
                        "liat"),
                row(
                        48,
                        "uMu",
                        body -> {
                            body.u64(7);
                            body.u32(0xd).u64(0x250).u64(2).u64(32).u64(9);
                        },
                        "verifyInit 7 d/pss:250,2,32 9",
                        "",
                        _ -> "",
                        ""),
                row(
                        49,
                        "uayay",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                            ay(body, PIN);
                        },
                        "verify 7 616263 31323334",
                        "",
                        _ -> "",
                        ""),
                row(
                        50,
                        "uay",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                        },
                        "verifyUpdate 7 616263",
                        "",
                        _ -> "",
                        ""),
                row(
                        51,
                        "uay",
                        body -> {
                            body.u64(7);
                            ay(body, PIN);
                        },
                        "verifyFinal 7 31323334",
                        "",
                        _ -> "",
                        ""),
                row(
                        58,
                        "uMaA",
                        body -> {
                            body.u64(7);
                            body.u32(0x1080).noBytes();
                            template(body);
                        },
                        "generateKey 7 1080/none [0=4,1=true,3='616263',172=true,61d=2,40000600=[1,2]] ",
                        "u",
                        WireReader::u64,
                        13L),
                row(
                        59,
                        "uMaAaA",
                        body -> {
                            body.u64(7);
                            body.u32(0x1040).noBytes();
                            template(body);
                            body.u32(0);
                        },
                        "generateKeyPair 7 1040/none [0=4,1=true,3='616263',172=true,61d=2,40000600=[1,2]] [] ",
                        "uu",
                        in -> in.u64() + " " + in.u64(),
                        "14 15"),
                row(
                        60,
                        "uMuufy",
                        body -> {
                            body.u64(7);
                            body.u32(9).u64(0x220).u64(1).u64(1).bytes(DATA).u64(1).u64(2).u32(100);
                        },
                        "wrapKey 7 9/oaep:220,1,1,616263 1 2 100",
                        "ay",
                        RpcCallsTest::output,
                        "liat"),
                row(
                        61,
                        "uMuayaA",
                        body -> {
                            body.u64(7);
                            body.u32(0x2109).noBytes().u64(1);
                            ay(body, DATA);
                            template(body);
                        },
                        "unwrapKey 7 2109/none 1 616263 [0=4,1=true,3='616263',172=true,61d=2,40000600=[1,2]] ",
                        "u",
                        WireReader::u64,
                        16L),
                row(
                        62,
                        "uMuaA",
                        body -> {
                            body.u64(7);
                            body.u32(0x1050).u64(1).bytes(PIN).bytes(DATA).u64(1).u32(0);
                        },
                        "deriveKey 7 1050/ecdh:1,31323334,616263 1 [] ",
                        "u",
                        WireReader::u64,
                        17L),
                row(
                        63,
                        "uay",
                        body -> {
                            body.u64(7);
                            ay(body, DATA);
                        },
                        "seedRandom 7 616263",
                        "",
                        _ -> "",
                        ""),
                row(
                        64,
                        "ufy",
                        body -> {
                            body.u64(7);
                            body.u32(3);
                        },
                        "random 7 3",
                        "ay",
                        in -> in.u8() + NotebookCryptoki.words(in.bytes()),
                        "1000000"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
    void call_withItsArguments_arrivesAndIsAnswered(
            int call,
            String signature,
            Consumer<WireWriter> request,
            String note,
            String answerSignature,
            Function<WireReader, Object> reading,
            Object expected)
            throws IOException {
        RpcClient.Answer answer = client.call(call, signature, request);
        assertThat(answer.call()).isEqualTo(call);
        assertThat(answer.code()).isEqualTo(0x11);
        assertThat(answer.signature()).isEqualTo(answerSignature);
        assertThat(reading.apply(answer.payload())).isEqualTo(expected);
        answer.payload().end();
        assertThat(door.notebooks().last().cryptoki().lastNote()).isEqualTo(note);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
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
        assertThat(calls().map(row -> (Integer) row.get()[0]))
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
