package org.zoneseal.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.ExtendedError;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;

/** Headers, questions, and the queries that are not looked up. */
class EnvelopeTest {

    private static final byte[] ADDRESS = {1, 2, 3, 4};

    private final Server server = new Server();

    @Test
    void query_ofAnyName_isAnsweredWithItsQuestionInItsCase() {
        byte[] query = Query.of("wWw.eXample. A").build();
        Reply reply = server.ask(query);
        assertThat(reply.question()).isEqualTo(Arrays.copyOfRange(query, 12, query.length));
        assertThat(reply.code()).isEqualTo("NOERROR");
        assertThat(reply.has(MessageFlags.AUTHORITATIVE)).isTrue();
        assertThat(reply.count(Section.ANSWER)).isEqualTo(1);
    }

    @Test
    void flags_ofTheQuery_areKeptForRdAlone() {
        int all =
                MessageFlags.AUTHORITATIVE
                        | MessageFlags.TRUNCATED
                        | MessageFlags.RECURSION_DESIRED
                        | MessageFlags.RECURSION_AVAILABLE
                        | 0x40
                        | MessageFlags.AUTHENTIC_DATA
                        | MessageFlags.CHECKING_DISABLED;
        Reply reply = server.ask(Query.of("other. A").flags(all).flags(0xf));
        assertThat(reply.code()).isEqualTo("REFUSED");
        assertThat(reply.has(MessageFlags.RECURSION_DESIRED)).isTrue();
        assertThat(reply.has(all & ~MessageFlags.RECURSION_DESIRED)).isFalse();
        assertThat(server.ask("other. A").has(MessageFlags.RECURSION_DESIRED)).isFalse();
    }

    @Test
    void response_isNotAnswered() {
        byte[] query = Query.of("example. A").flags(MessageFlags.RESPONSE).build();
        assertThat(server.length(query)).isEqualTo(QueryEngine.NO_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11})
    void packet_withoutAWholeHeader_isNotAnswered(int length) {
        assertThat(server.length(new byte[length])).isEqualTo(QueryEngine.NO_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 15})
    void opcode_unknown_isNotImplemented(int opcode) {
        Reply reply = server.ask(Query.of("example. A").opcode(opcode));
        assertThat(reply.code()).isEqualTo("NOTIMP");
        assertThat(reply.bytes).hasSize(MessageReader.HEADER_LENGTH);
        assertThat(reply.bytes[2] >> 3 & 0xf).isEqualTo(opcode);
        Reply withOpt = server.ask(Query.of("example. A").opcode(opcode).edns());
        assertThat(withOpt.code()).isEqualTo("NOTIMP");
        assertThat(withOpt.hasOpt()).isTrue();
        assertThat(withOpt.count(Section.QUESTION)).isZero();
    }

    @Test
    void notifyAndUpdate_areHandedOver() {
        for (int opcode : new int[] {Opcode.NOTIFY, Opcode.UPDATE}) {
            byte[] query = Query.of("example. SOA").opcode(opcode).build();
            assertThat(server.length(query)).isEqualTo(QueryEngine.HAND_OVER);
        }
    }

    @Test
    void ixfr_byAnyWay_isHandedOver() {
        byte[] query = Query.of("example. IXFR").count(2, 1).build();
        for (Transport transport : Transport.values()) {
            assertThat(server.by(transport).length(query)).isEqualTo(QueryEngine.HAND_OVER);
        }
    }

    @Test
    void axfr_isHandedOverByConnectionsAndNotImplementedByUdp() {
        byte[] query = Query.of("example. AXFR").edns().build();
        assertThat(server.by(Transport.TCP).length(query)).isEqualTo(QueryEngine.HAND_OVER);
        assertThat(server.by(Transport.TLS).length(query)).isEqualTo(QueryEngine.HAND_OVER);
        Reply reply = server.by(Transport.UDP).ask(query);
        assertThat(reply.code()).isEqualTo("NOTIMP");
        assertThat(reply.extendedError()).isEqualTo(ExtendedError.NOT_SUPPORTED);
    }

    /** RFC 9619 §4. */
    @Test
    void questions_two_areMalformed() {
        Query query = Query.of("example. A").question("example. NS", RecordClass.IN);
        assertBare("FORMERR", query);
    }

    @Test
    void question_none_isMalformed() {
        assertBare("FORMERR", Query.withoutQuestion());
        Reply withOpt = server.ask(Query.withoutQuestion().edns());
        assertThat(withOpt.code()).isEqualTo("FORMERR");
        assertThat(withOpt.hasOpt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "1, 65535"})
    void query_withAnswersOrAuthority_isMalformed(int section, int count) {
        assertBare("FORMERR", Query.of("example. A").count(section, count));
        byte[] query =
                Query.of("example. A")
                        .record(new byte[1], RecordType.A, RecordClass.IN, ADDRESS)
                        .count(section, 1)
                        .count(3, 0)
                        .build();
        assertThat(server.ask(query).code()).isEqualTo("FORMERR");
    }

    @Test
    void query_withBytesBehindIt_isMalformed() {
        assertBare("FORMERR", Query.of("example. A").hex("00"));
        assertBare("FORMERR", Query.of("example. A").count(3, 1));
    }

    @Test
    void query_withAnotherAdditionalRecord_isAnswered() {
        Query query =
                Query.of("www.example. A")
                        .record(new byte[1], RecordType.A, RecordClass.IN, ADDRESS)
                        .edns();
        assertThat(server.ask(query).code()).isEqualTo("NOERROR");
    }

    @ParameterizedTest
    @CsvSource({"3", "4", "254", "255", "0", "2"})
    void class_otherThanIn_isRefused(int recordClass) {
        Reply reply =
                server.ask(Query.withoutQuestion().question("example. A", recordClass).edns());
        assertThat(reply.code()).isEqualTo("REFUSED");
        assertThat(reply.count(Section.QUESTION)).isEqualTo(1);
        assertThat(reply.extendedError()).isEqualTo(ExtendedError.NOT_SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "OPT, FORMERR, -1",
        "TSIG, FORMERR, -1",
        "NXNAME, FORMERR, 30",
        "TKEY, NOTIMP, 21",
        "MAILA, NOTIMP, 21",
        "MAILB, NOTIMP, 21"
    })
    void type_thatNoRecordHas_isNotLookedUp(String type, String code, int extendedError) {
        Reply reply = server.ask(Query.of("example. " + type).edns());
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.extendedError()).isEqualTo(extendedError);
    }

    @Test
    void identity_configured_isToldInClassCh() {
        server.with(AnswerSettings.DEFAULT.withIdentity(ServerIdentity.of("one", "Zoneseal 1.0")));
        for (String name : new String[] {"id.server.", "HOSTNAME.bind."}) {
            Reply reply = chaos(name + " TXT");
            assertThat(reply.code()).isEqualTo("NOERROR");
            assertThat(new String(reply.bytes, US_ASCII)).endsWith("\3one");
        }
        assertThat(new String(chaos("version.bind. TXT").bytes, US_ASCII))
                .endsWith("\14Zoneseal 1.0");
        assertThat(chaos("version.bind. A").code()).isEqualTo("REFUSED");
        assertThat(chaos("authors.bind. TXT").code()).isEqualTo("REFUSED");
    }

    @Test
    void identity_notConfigured_isKept() {
        assertThat(chaos("id.server. TXT").code()).isEqualTo("REFUSED");
        assertThat(chaos("version.bind. TXT").code()).isEqualTo("REFUSED");
    }

    private Reply chaos(String question) {
        return server.ask(Query.withoutQuestion().question(question, RecordClass.CH));
    }

    @Test
    void name_ofTheLongestLabels_isAnswered() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "b".repeat(61)) + ". A";
        assertThat(server.ask(longest).code()).isEqualTo("REFUSED");
        assertThat(server.ask(". A").code()).isEqualTo("REFUSED");
    }

    @Test
    void answer_tooLongForUdp_isTruncated() {
        Reply reply = server.ask("big.example. TXT");
        assertThat(reply.has(MessageFlags.TRUNCATED)).isTrue();
        assertThat(reply.bytes.length).isLessThanOrEqualTo(512);
        Reply wide = server.ask(Query.of("big.example. TXT").payload(1232));
        assertThat(wide.has(MessageFlags.TRUNCATED)).isFalse();
        assertThat(wide.count(Section.ANSWER)).isEqualTo(3);
    }

    @Test
    void answer_longerThanTheServersBound_isTruncatedWhateverTheClientTakes() {
        server.with(AnswerSettings.DEFAULT.withUdpPayload(600));
        Reply reply = server.ask(Query.of("big.example. TXT").payload(4096));
        assertThat(reply.has(MessageFlags.TRUNCATED)).isTrue();
        assertThat(reply.bytes.length).isLessThanOrEqualTo(600);
        assertThat(reply.edns().payload()).isEqualTo(600);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void answer_byAConnection_isWhole(Transport transport) {
        Reply reply = server.by(transport).ask("big.example. TXT");
        assertThat(reply.has(MessageFlags.TRUNCATED)).isFalse();
        assertThat(reply.count(Section.ANSWER)).isEqualTo(3);
    }

    private void assertBare(String code, Query query) {
        Reply reply = server.ask(query);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.bytes).hasSize(MessageReader.HEADER_LENGTH);
    }
}
