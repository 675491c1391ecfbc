package org.zoneseal.simulator.door;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * One good call of each kind in p11-kit's RPC: number, shape, values, what the notebook writes down
 * for it, shape of the answer, and the answer.
 *
 * <p>Values are written as words: {@code u7} a number, {@code i2} four bytes, {@code y1} one,
 * {@code z:text} and {@code l:text} bytes behind a length (an underscore is a space), {@code null}
 * bytes that are not there; {@code pin}, {@code data} and {@code empty} are arrays.
 */
final class RpcRows {

    private static final String TEMPLATE = "[0=4,1=true,3='616263',172=true,61d=2,40000600=[1,2]]";

    private RpcRows() {}

    static Stream<Arguments> calls() {
        return Stream.of(slots(), objects(), operations(), keys()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> slots() {
        return Stream.of(
                row(
                        3,
                        "",
                        "",
                        "info",
                        "vsusv",
                        Reading.INFO,
                        "2.40 Zonesäl 0 a notebook that is far longer th 7.3"),
                row(4, "yfu", "y1 i4", "slots true", "au", Reading.NUMBERS, "[0,5]"),
                row(5, "u", "u5", "slotInfo 5", "ssuvv", Reading.SLOT, "64 slot maker 5 16909060"),
                row(
                        6,
                        "u",
                        "u5",
                        "tokenInfo 5",
                        "ssssuuuuuuuuuuuvvs",
                        Reading.TOKEN,
                        "label maker model serial 1037 0 1 0 2 64 4 -1 -1 -1 -1 16909060 2026112703000000"),
                row(7, "ufu", "u5 i2", "mechanisms 5", "au", Reading.NUMBERS, "3"),
                row(
                        8,
                        "uu",
                        "u5 u4161",
                        "mechanismInfo 5 4161",
                        "uuu",
                        Reading.LONGS,
                        "256 521 10240"),
                row(
                        9,
                        "uayz",
                        "u5 pin z:tok___",
                        "initToken 5 31323334 tok",
                        "",
                        Reading.NOTHING,
                        ""),
                row(
                        88,
                        "uays",
                        "u5 pin z:tok_____________________________",
                        "initToken 5 31323334 tok",
                        "",
                        Reading.NOTHING,
                        ""),
                row(10, "uu", "u5 u6", "openSession 5 6", "u", Reading.LONGS, "4294967303"),
                row(11, "u", "u7", "closeSession 7", "", Reading.NOTHING, ""),
                row(12, "u", "u5", "closeAllSessions 5", "", Reading.NOTHING, ""),
                row(13, "u", "u7", "sessionInfo 7", "uuuu", Reading.LONGS, "5 3 6 0"),
                row(14, "uay", "u7 pin", "initPin 7 31323334", "", Reading.NOTHING, ""),
                row(
                        15,
                        "uayay",
                        "u7 pin data",
                        "setPin 7 31323334 616263",
                        "",
                        Reading.NOTHING,
                        ""),
                row(18, "uuay", "u7 u1 pin", "login 7 1 31323334", "", Reading.NOTHING, ""),
                row(66, "uuayay", "u7 u1 pin empty", "login 7 1 31323334", "", Reading.NOTHING, ""),
                row(19, "u", "u7", "logout 7", "", Reading.NOTHING, ""),
                row(67, "uu", "u7 u2048", "cancel 7 2048", "", Reading.NOTHING, ""));
    }

    private static Stream<Arguments> objects() {
        return Stream.of(
                row(
                        20,
                        "uaA",
                        "u7 template",
                        "createObject 7 " + TEMPLATE + " ",
                        "u",
                        Reading.LONGS,
                        "11"),
                row(
                        21,
                        "uuaA",
                        "u7 u9 template",
                        "copyObject 7 9 " + TEMPLATE,
                        "u",
                        Reading.LONGS,
                        "12"),
                row(22, "uu", "u7 u9", "destroyObject 7 9 ", "", Reading.NOTHING, ""),
                row(23, "uu", "u7 u9", "objectSize 7 9", "u", Reading.LONGS, "77"),
                row(
                        25,
                        "uuaA",
                        "u7 u9 template",
                        "setAttributes 7 9 " + TEMPLATE,
                        "",
                        Reading.NOTHING,
                        ""),
                row(26, "uaA", "u7 i0", "findInit 7 []", "", Reading.NOTHING, ""),
                row(27, "ufu", "u7 i50", "find 7 50", "au", Reading.NUMBERS, "[21,22]"),
                row(28, "u", "u7", "findFinal 7", "", Reading.NOTHING, ""));
    }

    private static Stream<Arguments> operations() {
        return Stream.of(
                row(
                        29,
                        "uMu",
                        "u7 i4229 l:abc u9",
                        "encryptInit 7 1085/raw:616263 9",
                        "",
                        Reading.NOTHING,
                        ""),
                row(30, "uayfy", "u7 data i2", "encrypt 7 616263 2", "ay", Reading.OUTPUT, "3"),
                row(
                        31,
                        "uayfy",
                        "u7 data i3",
                        "encryptUpdate 7 616263 3",
                        "ay",
                        Reading.OUTPUT,
                        "cba"),
                row(32, "ufy", "u7 i0", "encryptFinal 7 -1", "ay", Reading.OUTPUT, "4"),
                row(
                        33,
                        "uMu",
                        "u7 i4229 l:abc u9",
                        "decryptInit 7 1085/raw:616263 9",
                        "",
                        Reading.NOTHING,
                        ""),
                row(34, "uayfy", "u7 data i2", "decrypt 7 616263 2", "ay", Reading.OUTPUT, "3"),
                row(
                        35,
                        "uayfy",
                        "u7 data i3",
                        "decryptUpdate 7 616263 3",
                        "ay",
                        Reading.OUTPUT,
                        "cba"),
                row(36, "ufy", "u7 i0", "decryptFinal 7 -1", "ay", Reading.OUTPUT, "4"),
                row(37, "uM", "u7 i592 null", "digestInit 7 250/none", "", Reading.NOTHING, ""),
                row(38, "uayfy", "u7 data i-1", "digest 7 616263 0", "ay", Reading.OUTPUT, "3"),
                row(39, "uay", "u7 data", "digestUpdate 7 616263", "", Reading.NOTHING, ""),
                row(40, "uu", "u7 u9", "digestKey 7 9", "", Reading.NOTHING, ""),
                row(41, "ufy", "u7 i64", "digestFinal 7 64", "ay", Reading.OUTPUT, "liat"),
                row(
                        42,
                        "uMu",
                        "u7 i4161 null u9",
                        "signInit 7 1041/none 9",
                        "",
                        Reading.NOTHING,
                        ""),
                row(43, "uayfy", "u7 data i64", "sign 7 616263 64", "ay", Reading.OUTPUT, "cba"),
                row(44, "uay", "u7 data", "signUpdate 7 616263", "", Reading.NOTHING, ""),
                row(45, "ufy", "u7 i64", "signFinal 7 64", "ay", Reading.OUTPUT, "liat"),
                row(
                        48,
                        "uMu",
                        "u7 i13 u592 u2 u32 u9",
                        "verifyInit 7 d/pss:250,2,32 9",
                        "",
                        Reading.NOTHING,
                        ""),
                row(
                        49,
                        "uayay",
                        "u7 data pin",
                        "verify 7 616263 31323334",
                        "",
                        Reading.NOTHING,
                        ""),
                row(50, "uay", "u7 data", "verifyUpdate 7 616263", "", Reading.NOTHING, ""),
                row(51, "uay", "u7 pin", "verifyFinal 7 31323334", "", Reading.NOTHING, ""));
    }

    private static Stream<Arguments> keys() {
        return Stream.of(
                row(
                        58,
                        "uMaA",
                        "u7 i4224 null template",
                        "generateKey 7 1080/none " + TEMPLATE + " ",
                        "u",
                        Reading.LONGS,
                        "13"),
                row(
                        59,
                        "uMaAaA",
                        "u7 i4160 null template i0",
                        "generateKeyPair 7 1040/none " + TEMPLATE + " [] ",
                        "uu",
                        Reading.LONGS,
                        "14 15"),
                row(
                        60,
                        "uMuufy",
                        "u7 i9 u544 u1 u1 l:abc u1 u2 i100",
                        "wrapKey 7 9/oaep:220,1,1,616263 1 2 100",
                        "ay",
                        Reading.OUTPUT,
                        "liat"),
                row(
                        61,
                        "uMuayaA",
                        "u7 i8457 null u1 data template",
                        "unwrapKey 7 2109/none 1 616263 " + TEMPLATE + " ",
                        "u",
                        Reading.LONGS,
                        "16"),
                row(
                        62,
                        "uMuaA",
                        "u7 i4176 u1 l:1234 l:abc u1 i0",
                        "deriveKey 7 1050/ecdh:1,31323334,616263 1 [] ",
                        "u",
                        Reading.LONGS,
                        "17"),
                row(63, "uay", "u7 data", "seedRandom 7 616263", "", Reading.NOTHING, ""),
                row(64, "ufy", "u7 i3", "random 7 3", "ay", Reading.COUNT, "3"));
    }

    private static Arguments row(
            int call,
            String signature,
            String values,
            String note,
            String answerSignature,
            Reading reading,
            String answer) {
        Consumer<WireWriter> request =
                body -> {
                    for (String word : values.split(" ")) {
                        write(word, body);
                    }
                };
        return arguments(call, signature, request, note, answerSignature, reading, answer);
    }

    private static void write(String word, WireWriter body) {
        switch (word) {
            case "" -> {}
            case "pin" -> RpcClient.ay(body, ascii("1234"));
            case "data" -> RpcClient.ay(body, ascii("abc"));
            case "empty" -> RpcClient.ay(body, new byte[0]);
            case "null" -> body.noBytes();
            case "template" -> template(body);
            default -> writeValue(word.charAt(0), word.substring(1), body);
        }
    }

    private static void writeValue(char kind, String value, WireWriter body) {
        switch (kind) {
            case 'u' -> body.u64(Long.parseLong(value));
            case 'i' -> body.u32(Long.parseLong(value));
            case 'y' -> body.u8(Integer.parseInt(value));
            default -> body.text(value.substring(1).replace('_', ' '));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Each form of a value: number, byte, bytes, and what p11-kit does not know the form of. */
    private static void template(WireWriter body) {
        body.u32(6);
        body.u32(0).u8(1).u32(8).u64(4);
        body.u32(1).u8(1).u32(1).u8(1);
        body.u32(3).u8(1).u32(3).text("abc");
        body.u32(0x172).u8(1).u32(1).bytes(new byte[] {1});
        body.u32(0x61d).u8(1).u32(8).bytes(new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
        body.u32(0x40000600).u8(1).u32(16).u32(2).u64(1).u64(2);
    }

    /** How an answer's values are put into words. */
    enum Reading {
        NOTHING(_ -> ""),
        LONGS(in -> longs(in, in.remaining() / Long.BYTES)),
        NUMBERS(RpcRows::numbers),
        OUTPUT(in -> in.u8() == 1 ? in.text() : "" + in.u32()),
        COUNT(in -> in.u8() == 1 ? "" + in.bytes().length : ""),
        INFO(in ->
                in.u8() + "." + in.u8() + " " + field(in) + " " + in.u64() + " " + field(in) + " "
                        + in.u8() + "." + in.u8()),
        SLOT(in -> {
            String description = in.text();
            return description.length()
                    + " "
                    + description.stripTrailing()
                    + " "
                    + field(in)
                    + " "
                    + in.u64()
                    + " "
                    + in.u32();
        }),
        TOKEN(in ->
                field(in)
                        + " "
                        + field(in)
                        + " "
                        + field(in)
                        + " "
                        + field(in)
                        + " "
                        + longs(in, 11)
                        + " "
                        + in.u32()
                        + " "
                        + in.text());

        private final Function<WireReader, String> words;

        Reading(Function<WireReader, String> words) {
            this.words = words;
        }

        String of(WireReader in) {
            return words.apply(in);
        }
    }

    private static String field(WireReader in) {
        return in.text().stripTrailing();
    }

    private static String longs(WireReader in, int count) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add("" + in.u64());
        }
        return String.join(" ", values);
    }

    private static String numbers(WireReader in) {
        boolean isValid = in.u8() == 1;
        int count = (int) in.u32();
        return isValid ? "[" + longs(in, count).replace(' ', ',') + "]" : "" + count;
    }
}
