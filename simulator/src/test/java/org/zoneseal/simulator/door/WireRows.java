package org.zoneseal.simulator.door;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.AttributeValue;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.Mechanism.Parameter;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * One good call of each kind in our protocol: what is sent, what arrives behind, what comes back.
 */
final class WireRows {

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

    private WireRows() {}

    static byte[] ascii(String text) {
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

    static String hex(WireReader in) {
        return Words.of(in.bytes());
    }

    static Consumer<WireWriter> session(Consumer<WireWriter> rest) {
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
                        WireRows::tokenInfo,
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
                        WireRows::hex,
                        "010203"),
                row(
                        Call.LOGIN_USER,
                        session(out -> out.u64(1).bytes(PIN).text("")),
                        "login 7 1 31323334",
                        WireRows::hex,
                        "010203"),
                row(
                        Call.RESUME,
                        session(out -> out.bytes(DATA)),
                        "resume 7 616263",
                        WireRows::hex,
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
                        in -> in.u32() + Words.of(in.attributes()),
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
                        WireRows::output,
                        "3"),
                row(
                        update,
                        session(out -> out.bytes(DATA).u64(3)),
                        name + "Update 7 616263 3",
                        WireRows::output,
                        "cba"),
                row(last, session(out -> out.u64(-1)), name + "Final 7 -1", WireRows::output, "4"));
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
                        WireRows::output,
                        "cba"),
                row(Call.DIGEST_UPDATE, session(out -> out.bytes(DATA)), "digestUpdate 7 616263"),
                row(Call.DIGEST_KEY, session(out -> out.u64(9)), "digestKey 7 9"),
                row(
                        Call.DIGEST_FINAL,
                        session(out -> out.u64(64)),
                        "digestFinal 7 64",
                        WireRows::output,
                        "liat"),
                row(Call.SEED_RANDOM, session(out -> out.bytes(DATA)), "seedRandom 7 616263"),
                row(
                        Call.GENERATE_RANDOM,
                        session(out -> out.u32(3)),
                        "random 7 3",
                        WireRows::hex,
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
                        WireRows::output,
                        "cba"),
                row(Call.SIGN_UPDATE, session(out -> out.bytes(DATA)), "signUpdate 7 616263"),
                row(
                        Call.SIGN_FINAL,
                        session(out -> out.u64(64)),
                        "signFinal 7 64",
                        WireRows::output,
                        "liat"),
                row(
                        Call.SIGN_ONCE,
                        session(out -> out.mechanism(ECDSA).u64(9).bytes(DATA)),
                        "signOnce 7 1041/none 9 616263",
                        WireRows::hex,
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
                        WireRows::output,
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
}
