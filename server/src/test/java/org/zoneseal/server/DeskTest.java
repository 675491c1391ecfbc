package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.CookieSecrets;
import org.zoneseal.answer.Transport;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.zones.ZoneTable;

class DeskTest {

    private static final AnswerContext CONTEXT =
            new AnswerContext(
                    ZoneTable.EMPTY,
                    AnswerSettings.DEFAULT.withCookies(
                            CookieSecrets.of(new byte[16], List.of())
                                    .with(CookieSecrets.Enforcement.BADCOOKIE)));

    /** Eight bits of these are in the OPT record. */
    @Test
    void extendedCodes_areCountedAsWhatTheyAre() {
        Desk desk = new Desk(Answering.byEngine());
        ask(desk, opt(1, ""));
        ask(desk, opt(0, "000a00080102030405060708"));
        ask(desk, opt(0, ""));
        ask(desk, "");
        assertThat(codes(desk))
                .containsOnlyKeys(
                        ResponseCode.REFUSED, ResponseCode.BADVERS, ResponseCode.BADCOOKIE)
                .containsEntry(ResponseCode.REFUSED, 2L)
                .containsEntry(ResponseCode.BADVERS, 1L)
                .containsEntry(ResponseCode.BADCOOKIE, 1L);
    }

    private static String opt(int version, String options) {
        return "00 0029 04d0 00 %02x 0000 %04x".formatted(version, options.length() / 2) + options;
    }

    private static void ask(Desk desk, String additional) {
        byte[] question = Queries.of(7, "www.example", Queries.A);
        question[11] = (byte) (additional.isEmpty() ? 0 : 1);
        String hex = HexFormat.of().formatHex(question) + additional.replace(" ", "");
        byte[] query = HexFormat.of().parseHex(hex);
        desk.facts.begin(Transport.UDP, 1_800_000_000).client(new byte[4], 0, 4, 4242);
        assertThat(desk.answer(CONTEXT, Transport.UDP, query, 0, query.length, 0)).isPositive();
    }

    private static SortedMap<Integer, Long> codes(Desk desk) {
        long[] sum = new long[LaneCounters.SIZE];
        desk.counters().addTo(sum);
        ServerCounters.Connections none = new ServerCounters.Connections(0, 0, 0, 0, 0, 0, 0);
        return ServerCounters.of(sum, none).responseCodes();
    }
}
