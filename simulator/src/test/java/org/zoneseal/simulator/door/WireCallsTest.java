package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/** Every call of our protocol through a real socket: what arrives behind, and what comes back. */
class WireCallsTest {

    private static final byte[] PIN = ascii("1234");
    private static final byte[] DATA = ascii("abc");
    private static final byte[] REQUEST = new byte[16];
    private static final Mechanism ECDSA = Mechanism.of(Ckm.ECDSA);
    private static final List<Attribute> TEMPLATE =
            List.of(
                    Attribute.number(0, 4),
                    Attribute.flag(1, true),
                    Attribute.bytes(3, DATA),
                    new Attribute(0x40000600L, new AttributeValue.Numbers(List.of(1L, 2L))),
                    new Attribute(
                            0x40000211L,
                            new AttributeValue.Template(List.of(Attribute.flag(0x108, false)))));
    private static final String TEMPLATE_WORDS =
            "[0=4,1=true,3='616263',40000600=[1,2],40000211=[108=false]]";
    private static final String REQUEST_WORDS = "00".repeat(16);

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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Arguments row(
            Call call,
            Consumer<WireWriter> request,
            String note,
            Function<WireReader, Object> answer,
            Object expected) {
        return arguments(call, request, note, answer, expected);
    }

    private static Arguments row(Call call, Consumer<WireWriter> request, String note) {
        return row(call, request, note, _ -> "", "");
    }

    private static String output(WireReader in) {
        return in.u8() == 1 ? new String(in.bytes(), StandardCharsets.US_ASCII) : "" + in.u64();
    }

    private static String hex(WireReader in) {
        return NotebookCryptoki.words(in.bytes());
    }

    private static Consumer<WireWriter> session(Consumer<WireWriter> rest) {
        return out -> {
            out.u64(7);
            rest.accept(out);
        };
    }

    @SuppressWarnings("unchecked")
    static WireWriter payload(Arguments row) {
        WireWriter payload = new WireWriter();
        ((Consumer<WireWriter>) row.get()[1]).accept(payload);
        return payload;
    }

    static Stream<Arguments> calls() {
        return Stream.of(slotCalls(), objectCalls(), operationCalls(), signCalls(), keyCalls())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> slotCalls() {
        return Stream.of(
                row(
                        Call.GET_INFO,
                        _ -> {},
                        "info",
                        in -> in.text() + "|" + in.text() + in.u8() + in.u8(),
                        "Zonesäl|a notebook that is far longer than its field of 3273"),
                row(
                        Call.GET_SLOT_LIST,
                        out -> out.flag(true),
                        "slots true",
                        WireReader::numbers,
                        List.of(0L, 5L)),
                row(
                        Call.GET_SLOT_INFO,
                        out -> out.u64(5),
                        "slotInfo 5",
                        in -> in.text() + in.text() + in.u64() + in.u8() + in.u8() + in.u16(),
                        "slotmaker512" + 0x0304),
                row(
                        Call.GET_TOKEN_INFO,
                        out -> out.u64(5),
                        "tokenInfo 5",
                        WireCallsTest::tokenInfo,
                        "label maker model serial 1037 0 1 0 2 64 4 -1 -1 -1 -1 16909060"
                                + " 2026112703000000"),
                row(
                        Call.GET_MECHANISM_LIST,
                        out -> out.u64(5),
                        "mechanisms 5",
                        WireReader::numbers,
                        List.of(0x1041L, 0x1057L, 0x40L)),
                row(
                        Call.GET_MECHANISM_INFO,
                        out -> out.u64(5).u64(0x1041),
                        "mechanismInfo 5 4161",
                        in -> in.u64() + " " + in.u64() + " " + in.u64(),
                        "256 521 10240"),
                row(
                        Call.INIT_TOKEN,
                        out -> out.u64(5).bytes(PIN).text("Grün"),
                        "initToken 5 31323334 Grün"),
                row(
                        Call.OPEN_SESSION,
                        out -> out.u64(5).u64(6),
                        "openSession 5 6",
                        WireReader::u64,
                        0x1_0000_0007L),
                row(Call.CLOSE_SESSION, session(_ -> {}), "closeSession 7"),
                row(Call.CLOSE_ALL_SESSIONS, out -> out.u64(5), "closeAllSessions 5"),
                row(
                        Call.GET_SESSION_INFO,
                        session(_ -> {}),
                        "sessionInfo 7",
                        in -> in.u64() + " " + in.u64() + " " + in.u64() + " " + in.u64(),
                        "5 3 6 0"),
                row(Call.INIT_PIN, session(out -> out.bytes(PIN)), "initPin 7 31323334"),
                row(
                        Call.SET_PIN,
                        session(out -> out.bytes(PIN).bytes(DATA)),
                        "setPin 7 31323334 616263"),
                row(
                        Call.LOGIN,
                        session(out -> out.u64(1).bytes(PIN)),
                        "login 7 1 31323334",
                        WireCallsTest::hex,
                        "010203"),
                row(
                        Call.LOGIN_USER,
                        session(out -> out.u64(1).bytes(PIN).text("")),
                        "login 7 1 31323334",
                        WireCallsTest::hex,
                        "010203"),
                row(
                        Call.RESUME,
                        session(out -> out.bytes(DATA)),
                        "resume 7 616263",
                        WireCallsTest::hex,
                        "040506"),
                row(Call.LOGOUT, session(_ -> {}), "logout 7"),
                row(Call.SESSION_CANCEL, session(out -> out.u64(0x800)), "cancel 7 2048"));
    }

    private static String tokenInfo(WireReader in) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            words.append(in.text()).append(' ');
        }
        for (int i = 0; i < 11; i++) {
            words.append(in.u64()).append(' ');
        }
        return words.append(in.u32()).append(' ').append(in.text()).toString();
    }

    private static Stream<Arguments> objectCalls() {
        return Stream.of(
                row(
                        Call.CREATE_OBJECT,
                        session(out -> out.attributes(TEMPLATE).bytes(REQUEST)),
                        "createObject 7 " + TEMPLATE_WORDS + " " + REQUEST_WORDS,
                        WireReader::u64,
                        11L),
                row(
                        Call.COPY_OBJECT,
                        session(out -> out.u64(9).attributes(TEMPLATE)),
                        "copyObject 7 9 " + TEMPLATE_WORDS,
                        WireReader::u64,
                        12L),
                row(
                        Call.DESTROY_OBJECT,
                        session(out -> out.u64(9).bytes(REQUEST)),
                        "destroyObject 7 9 " + REQUEST_WORDS),
                row(
                        Call.GET_OBJECT_SIZE,
                        session(out -> out.u64(9)),
                        "objectSize 7 9",
                        WireReader::u64,
                        77L),
                row(
                        Call.GET_ATTRIBUTE_VALUE,
                        session(out -> out.u64(9).numbers(List.of(0L, 0x102L, 0x11L))),
                        "attributes 7 9 [0,258,17]",
                        in -> in.u32() + NotebookCryptoki.words(in.attributes()),
                        "0[0=3,102='090807',11=absent]"),
                row(
                        Call.SET_ATTRIBUTE_VALUE,
                        session(out -> out.u64(9).attributes(TEMPLATE)),
                        "setAttributes 7 9 " + TEMPLATE_WORDS),
                row(
                        Call.FIND_OBJECTS_INIT,
                        session(out -> out.attributes(List.of())),
                        "findInit 7 []"),
                row(
                        Call.FIND_OBJECTS,
                        session(out -> out.u32(50)),
                        "find 7 50",
                        WireReader::numbers,
                        List.of(21L, 22L)),
                row(Call.FIND_OBJECTS_FINAL, session(_ -> {}), "findFinal 7"));
    }

    private static Stream<Arguments> crypt(Call init, Call whole, Call update, Call last) {
        String name = whole == Call.ENCRYPT ? "encrypt" : "decrypt";
        Mechanism gcm = new Mechanism(Ckm.AES_GCM, new Parameter.Gcm(DATA, PIN, 128));
        return Stream.of(
                row(
                        init,
                        session(out -> out.mechanism(gcm).u64(9)),
                        name + "Init 7 1087/gcm:616263,31323334,128 9"),
                row(
                        whole,
                        session(out -> out.bytes(DATA).u64(2)),
                        name + " 7 616263 2",
                        WireCallsTest::output,
                        "3"),
                row(
                        update,
                        session(out -> out.bytes(DATA).u64(3)),
                        name + "Update 7 616263 3",
                        WireCallsTest::output,
                        "cba"),
                row(
                        last,
                        session(out -> out.u64(-1)),
                        name + "Final 7 -1",
                        WireCallsTest::output,
                        "4"));
    }

    private static Stream<Arguments> operationCalls() {
        return Stream.of(
                        crypt(
                                Call.ENCRYPT_INIT,
                                Call.ENCRYPT,
                                Call.ENCRYPT_UPDATE,
                                Call.ENCRYPT_FINAL),
                        crypt(
                                Call.DECRYPT_INIT,
                                Call.DECRYPT,
                                Call.DECRYPT_UPDATE,
                                Call.DECRYPT_FINAL),
                        digestCalls())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> digestCalls() {
        return Stream.of(
                row(
                        Call.DIGEST_INIT,
                        session(out -> out.mechanism(Mechanism.of(Ckm.SHA256))),
                        "digestInit 7 250/none"),
                row(
                        Call.DIGEST,
                        session(out -> out.bytes(DATA).u64(1L << 63)),
                        "digest 7 616263 " + Long.MAX_VALUE,
                        WireCallsTest::output,
                        "cba"),
                row(Call.DIGEST_UPDATE, session(out -> out.bytes(DATA)), "digestUpdate 7 616263"),
                row(Call.DIGEST_KEY, session(out -> out.u64(9)), "digestKey 7 9"),
                row(
                        Call.DIGEST_FINAL,
                        session(out -> out.u64(64)),
                        "digestFinal 7 64",
                        WireCallsTest::output,
                        "liat"),
                row(Call.SEED_RANDOM, session(out -> out.bytes(DATA)), "seedRandom 7 616263"),
                row(
                        Call.GENERATE_RANDOM,
                        session(out -> out.u32(3)),
                        "random 7 3",
                        WireCallsTest::hex,
                        "000000"));
    }

    private static Stream<Arguments> signCalls() {
        return Stream.of(
                row(
                        Call.SIGN_INIT,
                        session(out -> out.mechanism(ECDSA).u64(9)),
                        "signInit 7 1041/none 9"),
                row(
                        Call.SIGN,
                        session(out -> out.bytes(DATA).u64(64)),
                        "sign 7 616263 64",
                        WireCallsTest::output,
                        "cba"),
                row(Call.SIGN_UPDATE, session(out -> out.bytes(DATA)), "signUpdate 7 616263"),
                row(
                        Call.SIGN_FINAL,
                        session(out -> out.u64(64)),
                        "signFinal 7 64",
                        WireCallsTest::output,
                        "liat"),
                row(
                        Call.SIGN_ONCE,
                        session(out -> out.mechanism(ECDSA).u64(9).bytes(DATA)),
                        "signOnce 7 1041/none 9 616263",
                        WireCallsTest::hex,
                        "636261"),
                row(
                        Call.SIGN_BATCH,
                        session(out -> out.mechanism(ECDSA).u64(9).u32(2).bytes(DATA).bytes(PIN)),
                        "signBatch 7 1041/none 9 [616263,31323334]",
                        in -> in.u32() + hex(in) + hex(in),
                        "263626134333231"),
                row(
                        Call.VERIFY_INIT,
                        session(out -> out.mechanism(ECDSA).u64(9)),
                        "verifyInit 7 1041/none 9"),
                row(
                        Call.VERIFY,
                        session(out -> out.bytes(DATA).bytes(PIN)),
                        "verify 7 616263 31323334"),
                row(Call.VERIFY_UPDATE, session(out -> out.bytes(DATA)), "verifyUpdate 7 616263"),
                row(Call.VERIFY_FINAL, session(out -> out.bytes(PIN)), "verifyFinal 7 31323334"));
    }

    private static Stream<Arguments> keyCalls() {
        return Stream.of(
                row(
                        Call.GENERATE_KEY,
                        session(out ->
                                out.mechanism(Mechanism.of(Ckm.AES_KEY_GEN))
                                        .attributes(TEMPLATE)
                                        .bytes(REQUEST)),
                        "generateKey 7 1080/none " + TEMPLATE_WORDS + " " + REQUEST_WORDS,
                        WireReader::u64,
                        13L),
                row(
                        Call.GENERATE_KEY_PAIR,
                        session(out ->
                                out.mechanism(Mechanism.of(Ckm.EC_KEY_PAIR_GEN))
                                        .attributes(TEMPLATE)
                                        .attributes(List.of())
                                        .bytes(new byte[0])),
                        "generateKeyPair 7 1040/none " + TEMPLATE_WORDS + " [] ",
                        in -> in.u64() + " " + in.u64(),
                        "14 15"),
                row(
                        Call.WRAP_KEY,
                        session(out ->
                                out.mechanism(Mechanism.of(Ckm.AES_KEY_WRAP))
                                        .u64(1)
                                        .u64(2)
                                        .u64(100)),
                        "wrapKey 7 2109/none 1 2 100",
                        WireCallsTest::output,
                        "liat"),
                row(
                        Call.UNWRAP_KEY,
                        session(out ->
                                out.mechanism(Mechanism.of(Ckm.AES_KEY_WRAP))
                                        .u64(1)
                                        .bytes(DATA)
                                        .attributes(TEMPLATE)
                                        .bytes(REQUEST)),
                        "unwrapKey 7 2109/none 1 616263 " + TEMPLATE_WORDS + " " + REQUEST_WORDS,
                        WireReader::u64,
                        16L),
                row(
                        Call.DERIVE_KEY,
                        session(out ->
                                out.mechanism(
                                                new Mechanism(
                                                        Ckm.ECDH1_DERIVE,
                                                        new Parameter.Ecdh(1, PIN, DATA)))
                                        .u64(1)
                                        .attributes(List.of())
                                        .bytes(REQUEST)),
                        "deriveKey 7 1050/ecdh:1,31323334,616263 1 [] " + REQUEST_WORDS,
                        WireReader::u64,
                        17L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
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
    @MethodSource("calls")
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
        assertThat(calls().map(row -> (Call) row.get()[0]))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.copyOf(elsewhere)));
    }

    @Test
    void operationState_askedForOrGiven_isRefusedByName() throws IOException {
        assertThat(client.call(Call.GET_OPERATION_STATE, session(_ -> {})).returnValue())
                .isEqualTo(Ckr.STATE_UNSAVEABLE);
        assertThat(client.call(Call.SET_OPERATION_STATE, session(_ -> {})).returnValue())
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
        assertThat(hex(answer.payload())).isEqualTo("636261");
        assertThat(hex(answer.payload())).isEqualTo("34333231");
    }

    @Test
    void loginUser_withAName_isNotSupported() throws IOException {
        assertThat(
                        client.call(
                                        Call.LOGIN_USER,
                                        session(out -> out.u64(1).bytes(PIN).text("eva")))
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
                client.call(Call.SIGN, session(out -> out.bytes(ascii("refuse it")).u64(64)));
        assertThat(answer.returnValue()).isEqualTo(Ckr.DATA_INVALID);
        assertThat(answer.message()).isEqualTo("it was asked to refuse");
    }

    @Test
    void crash_insideTheToken_tellsTheClientNothingOfIt() throws IOException {
        WireClient.Answer answer =
                client.call(Call.SIGN, session(out -> out.bytes(ascii("crash it")).u64(64)));
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
