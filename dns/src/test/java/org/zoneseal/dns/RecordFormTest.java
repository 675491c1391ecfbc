package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the data of every type, whatever its shape. */
class RecordFormTest {

    private static final int ROUNDS = 300;

    static Stream<Named<Integer>> types() {
        return RecordGenerator.types().mapToObj(type -> Named.of(RecordTypes.name(type), type));
    }

    @ParameterizedTest
    @MethodSource("types")
    void data_generated_isWellFormed(int type) {
        RecordForm form = RecordForm.of(type);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] rdata = rdata(type, round);
            assertThatCode(() -> form.check(rdata, 0, rdata.length))
                    .as(about(type, round, rdata))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void text_generatedData_comesBackAsGiven(int type) {
        RecordForm form = RecordForm.of(type);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] rdata = rdata(type, round);
            String text = form.toText(rdata);
            assertThat(form.fromText(text, Name.ROOT))
                    .as(about(type, round, rdata) + " as " + text)
                    .isEqualTo(rdata);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void text_ofAnUnknownType_isReadToo(int type) {
        RecordForm form = RecordForm.of(type);
        for (int round = 0; round < ROUNDS / 10; round++) {
            byte[] rdata = rdata(type, round);
            assertThat(form.fromText(opaque(rdata), Name.ROOT)).isEqualTo(rdata);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void canonical_twice_isTheSame(int type) {
        RecordForm form = RecordForm.of(type);
        byte[] out = new byte[RecordForm.MAX_LENGTH + 20];
        byte[] again = new byte[RecordForm.MAX_LENGTH + 20];
        for (int round = 0; round < ROUNDS; round++) {
            byte[] rdata = rdata(type, round);
            int length = form.canonical(rdata, 0, rdata.length, out, 7);
            int second = form.canonical(out, 7, length, again, 3);
            assertThat(length).isEqualTo(rdata.length);
            assertThat(Arrays.copyOfRange(again, 3, 3 + second))
                    .isEqualTo(Arrays.copyOfRange(out, 7, 7 + length));
            if (!form.lowersNames()) {
                assertThat(Arrays.copyOfRange(out, 7, 7 + length)).isEqualTo(rdata);
            }
        }
    }

    /** RFC 4034 §6.2 as corrected by RFC 6840 §5.1. */
    @Test
    void canonical_lowersNames_ofTheListedTypesAlone() {
        int[] lowered =
                IntStream.range(0, 65536).filter(t -> RecordForm.of(t).lowersNames()).toArray();
        assertThat(lowered)
                .containsExactlyInAnyOrder(
                        RecordType.NS,
                        RecordType.MD,
                        RecordType.MF,
                        RecordType.CNAME,
                        RecordType.SOA,
                        RecordType.MB,
                        RecordType.MG,
                        RecordType.MR,
                        RecordType.PTR,
                        RecordType.MINFO,
                        RecordType.MX,
                        RecordType.RP,
                        RecordType.AFSDB,
                        RecordType.RT,
                        RecordType.SIG,
                        RecordType.PX,
                        RecordType.NXT,
                        RecordType.NAPTR,
                        RecordType.KX,
                        RecordType.SRV,
                        RecordType.DNAME,
                        RecordType.A6,
                        RecordType.RRSIG);
    }

    private static byte[] rdata(int type, int round) {
        return new RecordGenerator(SeededGenerator.round(type, round)).rdata(type);
    }

    private static String opaque(byte[] rdata) {
        return "\\# " + rdata.length + " " + HexFormat.of().formatHex(rdata);
    }

    private static String about(int type, int round, byte[] rdata) {
        return RecordTypes.name(type) + " round " + round + ": " + opaque(rdata);
    }
}
