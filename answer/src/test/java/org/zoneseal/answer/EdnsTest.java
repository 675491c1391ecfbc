package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zoneseal.answer.Reply.Option.COOKIE;
import static org.zoneseal.answer.Reply.Option.EXPIRE;
import static org.zoneseal.answer.Reply.Option.EXTENDED_ERROR;
import static org.zoneseal.answer.Reply.Option.NSID;
import static org.zoneseal.answer.Reply.Option.PADDING;
import static org.zoneseal.answer.Reply.Option.REPORT_CHANNEL;
import static org.zoneseal.answer.Reply.Option.TCP_KEEPALIVE;
import static org.zoneseal.answer.Reply.Option.ZONEVERSION;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;
import org.zoneseal.zones.Publication;

/** The OPT record of answers, option by option. */
class EdnsTest {

    private static final String CLIENT_COOKIE = "0102030405060708";
    private static final CookieSecrets SECRETS = CookieSecrets.of(new byte[16], List.of());

    private final Server server = new Server();

    @Test
    void query_withoutOpt_getsNone() {
        assertThat(server.ask("www.example. A").hasOpt()).isFalse();
    }

    @Test
    void opt_plain_isAnsweredWithoutOptions() {
        Reply reply = server.ask(Query.of("www.example. A").payload(4096));
        assertThat(reply.hasOpt()).isTrue();
        assertThat(reply.edns().version()).isZero();
        assertThat(reply.edns().payload()).isEqualTo(1232);
        assertThat(reply.edns().nextOption()).isFalse();
    }

    @Test
    void flags_ofOpt_areKeptForDoAlone() {
        Reply reply = server.ask(Query.of("www.example. A").ednsFlags(0xffff));
        assertThat(reply.edns().has(Edns.DNSSEC_OK)).isTrue();
        assertThat(reply.edns().has(0x7fff)).isFalse();
        assertThat(server.ask(Query.of("www.example. A").edns()).edns().has(0xffff)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255})
    void version_unknown_isBadVers(int version) {
        Query query = Query.of("www.example. A").version(version).option(EdnsOption.NSID);
        Reply reply = server.ask(query.ednsFlags(Edns.DNSSEC_OK));
        assertThat(reply.code()).isEqualTo("BADVERS");
        assertThat(reply.edns().version()).isZero();
        assertThat(reply.count(Section.ANSWER)).isZero();
        assertThat(reply.edns().has(Edns.DNSSEC_OK)).isTrue();
    }

    /** RFC 6891 §6.1.3: what the options of another version are is not known. */
    @ParameterizedTest
    @CsvSource({"10, 01", "65001, ''", "10, 0102030405060708"})
    void version_unknown_isBadVersWhateverItsOptions(int code, String data) {
        Reply reply = server.ask(Query.of("www.example. A").version(1).option(code, data));
        assertThat(reply.code()).isEqualTo("BADVERS");
        Reply empty = server.ask(Query.withoutQuestion().version(1).option(code, data));
        assertThat(empty.code()).isEqualTo("BADVERS");
        byte[] cut = {0, 3, 0, 9};
        Query broken =
                Query.of("www.example. A").record(new byte[1], RecordType.OPT, 512, 1 << 16, cut);
        assertThat(server.ask(broken).code()).isEqualTo("BADVERS");
    }

    @ParameterizedTest
    @CsvSource({"0, 512", "511, 512", "512, 512", "513, 513", "1232, 1232", "65535, 1232"})
    void payload_isKeptBetween512AndTheServersBound(int announced, int most) {
        Reply reply = server.ask(Query.of("big.example. TXT").payload(announced));
        assertThat(reply.bytes.length).isLessThanOrEqualTo(most);
        assertThat(reply.has(MessageFlags.TRUNCATED)).isEqualTo(most < 700);
    }

    @Test
    void opt_twice_isMalformed() {
        Query query =
                Query.of("www.example. A").record(new byte[1], RecordType.OPT, 512, ascii(""));
        Reply reply = server.ask(query.edns());
        assertThat(reply.code()).isEqualTo("FORMERR");
        assertThat(reply.hasOpt()).isFalse();
    }

    @Test
    void opt_ofAnotherNameThanTheRoot_isMalformed() {
        byte[] name = Name.parse("a.").toWire();
        Query query = Query.of("www.example. A").record(name, RecordType.OPT, 512, ascii(""));
        assertThat(server.ask(query).code()).isEqualTo("FORMERR");
    }

    @Test
    void options_unknown_areIgnored() {
        Query query = Query.of("www.example. A");
        for (int code = 20; code < 120; code++) {
            query.option(code, new byte[code % 7]);
        }
        Reply reply = server.ask(query.option(65001, "ff"));
        assertThat(reply.code()).isEqualTo("NOERROR");
        assertThat(reply.edns().nextOption()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0003", "000300", "00030001", "0003ffff00"})
    void option_cutShort_isMalformed(String rdata) {
        byte[] bytes = java.util.HexFormat.of().parseHex(rdata);
        Query query = Query.of("www.example. A").record(new byte[1], RecordType.OPT, 512, bytes);
        Reply reply = server.ask(query);
        assertThat(reply.code()).isEqualTo("FORMERR");
        assertThat(reply.hasOpt()).isFalse();
    }

    @Test
    void nsid_asked_isToldIfThereIsOne() {
        Query query = Query.of("www.example. A").option(EdnsOption.NSID);
        assertThat(server.ask(query).has(NSID)).isFalse();
        server.with(AnswerSettings.DEFAULT.withIdentity(ServerIdentity.of("one", "")));
        assertThat(server.ask(query).data(NSID)).isEqualTo(ascii("one"));
        assertThat(server.ask(Query.of("www.example. A").edns()).has(NSID)).isFalse();
        Query withData = Query.of("www.example. A").option(EdnsOption.NSID, "00");
        assertThat(server.ask(withData).data(NSID)).isEqualTo(ascii("one"));
    }

    /** RFC 7314 §3.2: at the primary the SOA's own field. */
    @Test
    void expire_askedWithTheSoa_isToldAtThePrimary() {
        Query query = Query.of("example. SOA").option(EdnsOption.EXPIRE);
        assertThat(server.ask(query).hex(EXPIRE)).isEqualTo("00127500");
    }

    /** The root's name is no pointer. */
    @Test
    void expire_ofTheRoot_isToldToo() {
        Query query = Query.of(". SOA").option(EdnsOption.EXPIRE);
        server.context = new AnswerContext(Server.root(Publication.NEVER), AnswerSettings.DEFAULT);
        assertThat(server.ask(query).hex(EXPIRE)).isEqualTo("00127500");
        server.context = new AnswerContext(Server.root(Server.NOW + 258), AnswerSettings.DEFAULT);
        assertThat(server.ask(query).hex(EXPIRE)).isEqualTo("00000102");
        Query other = Query.of("www. SOA").option(EdnsOption.EXPIRE);
        assertThat(server.ask(other).has(EXPIRE)).isFalse();
    }

    @Test
    void expire_askedAtASecondary_isWhatIsLeft() {
        server.context = new AnswerContext(Server.zones(Server.NOW + 258), AnswerSettings.DEFAULT);
        Query query = Query.of("EXAMPLE. SOA").option(EdnsOption.EXPIRE);
        assertThat(server.ask(query).hex(EXPIRE)).isEqualTo("00000102");
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example. SOA", "sub.example. SOA", "example. NS", "other. SOA"})
    void expire_askedOtherwise_isNotTold(String question) {
        assertThat(server.ask(Query.of(question).option(EdnsOption.EXPIRE)).has(EXPIRE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example. SOA", "www.example. A", "no.example. A", "a.sub.example. A"})
    void zoneVersion_asked_isTheSerial(String question) {
        Query query = Query.of(question).option(EdnsOption.ZONEVERSION);
        assertThat(server.ask(query).hex(ZONEVERSION)).isEqualTo("010000000007");
    }

    @Test
    void zoneVersion_ofNoZone_isNotTold() {
        Query query = Query.of("other. A").option(EdnsOption.ZONEVERSION);
        assertThat(server.ask(query).has(ZONEVERSION)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "www.other. A, REFUSED, 20",
        "www.empty. A, SERVFAIL, 14",
        "www.expired. A, SERVFAIL, 24"
    })
    void error_isExplained(String question, String code, int extendedError) {
        Reply reply = server.ask(Query.of(question).edns());
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.extendedError()).isEqualTo(extendedError);
        assertThat(server.ask(question).hasOpt()).isFalse();
    }

    @Test
    void keepAlive_asked_isToldOnConnections() {
        server.keptFor = Duration.ofSeconds(30);
        Query query = Query.of("www.example. A").option(EdnsOption.TCP_KEEPALIVE);
        assertThat(server.ask(query).has(TCP_KEEPALIVE)).isFalse();
        assertThat(server.by(Transport.TCP).ask(query).hex(TCP_KEEPALIVE)).isEqualTo("012c");
        assertThat(server.by(Transport.TLS).ask(query).hex(TCP_KEEPALIVE)).isEqualTo("012c");
        assertThat(server.ask(Query.of("www.example. A").edns()).has(TCP_KEEPALIVE)).isFalse();
        // A client that says a time asks all the same.
        Query withTime = Query.of("www.example. A").option(EdnsOption.TCP_KEEPALIVE, "0001");
        assertThat(server.ask(withTime).hex(TCP_KEEPALIVE)).isEqualTo("012c");
    }

    @ParameterizedTest
    @CsvSource({"PT0.001S, 0001", "PT2H, ffff", "PT1H49M13.5S, ffff", "PT1H49M13.4S, fffe"})
    void keepAlive_isAsLongAsCanBeSaid(Duration time, String told) {
        server.keptFor = time;
        Query query = Query.of("www.example. A").option(EdnsOption.TCP_KEEPALIVE);
        assertThat(server.by(Transport.TCP).ask(query).hex(TCP_KEEPALIVE)).isEqualTo(told);
    }

    @Test
    void padding_asked_makesBlocksOfAnEncryptedAnswer() {
        Query query = Query.of("www.example. A").option(EdnsOption.PADDING, "0000");
        assertThat(server.ask(query).has(PADDING)).isFalse();
        assertThat(server.by(Transport.TCP).ask(query).has(PADDING)).isFalse();
        Reply padded = server.by(Transport.TLS).ask(query);
        assertThat(padded.bytes).hasSize(468);
        assertThat(padded.data(PADDING)).containsOnly(0);
        assertThat(server.ask(Query.of("www.example. A").edns()).has(PADDING)).isFalse();
        Query big = Query.of("big.example. TXT").option(EdnsOption.PADDING);
        assertThat(server.ask(big).bytes).hasSize(2 * 468);
    }

    @Test
    void reportAgent_configured_isToldWithEveryOpt() {
        server.with(AnswerSettings.DEFAULT.withReportAgent(Name.parse("agent.example.")));
        Reply reply = server.ask(Query.of("www.example. A").edns());
        assertThat(reply.data(REPORT_CHANNEL)).isEqualTo(Name.parse("agent.example.").toWire());
        assertThat(server.ask("www.example. A").hasOpt()).isFalse();
    }

    @Test
    void cookie_ofAClient_comesBackWithAServersPart() {
        Query query = Query.of("www.example. A").option(EdnsOption.COOKIE, CLIENT_COOKIE);
        assertThat(server.ask(query).has(COOKIE)).isFalse();
        server.with(AnswerSettings.DEFAULT.withCookies(SECRETS));
        Reply reply = server.ask(query);
        assertThat(reply.code()).isEqualTo("NOERROR");
        assertThat(reply.hex(COOKIE)).startsWith(CLIENT_COOKIE + "01000000").hasSize(48);
        Query again = Query.of("www.example. A").option(EdnsOption.COOKIE, reply.hex(COOKIE));
        assertThat(server.ask(again).hex(COOKIE)).isEqualTo(reply.hex(COOKIE));
    }

    /** RFC 7873 §5.4. */
    @Test
    void cookie_withoutAQuestion_isAnsweredWithACookie() {
        Query query = Query.withoutQuestion().option(EdnsOption.COOKIE, CLIENT_COOKIE);
        server.with(AnswerSettings.DEFAULT.withCookies(SECRETS));
        Reply reply = server.ask(query);
        assertThat(reply.code()).isEqualTo("NOERROR");
        assertThat(reply.count(Section.QUESTION)).isZero();
        assertThat(reply.hex(COOKIE)).startsWith(CLIENT_COOKIE);
    }

    @Test
    void cookie_withoutAQuestion_isLookedAtWhetherEnforcedOrNot() {
        for (CookieSecrets.Enforcement enforcement : CookieSecrets.Enforcement.values()) {
            server.with(AnswerSettings.DEFAULT.withCookies(SECRETS.with(enforcement)));
            for (Transport transport : Transport.values()) {
                server.by(transport);
                Reply first = server.ask(cookieAlone(CLIENT_COOKIE));
                assertThat(first.code()).isEqualTo("NOERROR");
                assertThat(server.ask(cookieAlone(first.hex(COOKIE))).code()).isEqualTo("NOERROR");
                for (String wrong : List.of("00".repeat(16), "00".repeat(8), "00".repeat(32))) {
                    Reply refused = server.ask(cookieAlone(CLIENT_COOKIE + wrong));
                    assertThat(refused.code()).isEqualTo("BADCOOKIE");
                    assertThat(refused.hex(COOKIE)).isEqualTo(first.hex(COOKIE));
                }
            }
        }
    }

    @Test
    void cookie_withoutAQuestionAndWithoutSecrets_isMalformed() {
        Reply reply = server.ask(cookieAlone(CLIENT_COOKIE));
        assertThat(reply.code()).isEqualTo("FORMERR");
        assertThat(reply.has(COOKIE)).isFalse();
    }

    private static Query cookieAlone(String cookie) {
        return Query.withoutQuestion().option(EdnsOption.COOKIE, cookie);
    }

    @Test
    void cookies_several_areOne() {
        server.with(AnswerSettings.DEFAULT.withCookies(SECRETS));
        Query query = Query.of("www.example. A").option(EdnsOption.COOKIE, CLIENT_COOKIE);
        query.option(EdnsOption.COOKIE, "1111111111111111").option(EdnsOption.COOKIE, "22");
        assertThat(server.ask(query).hex(COOKIE)).startsWith(CLIENT_COOKIE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 15, 41, 100})
    void cookie_ofAnImpossibleLength_isMalformed(int length) {
        Query query = Query.of("www.example. A").option(EdnsOption.COOKIE, new byte[length]);
        Reply reply = server.ask(query);
        assertThat(reply.code()).isEqualTo("FORMERR");
        assertThat(reply.hasOpt()).isTrue();
    }

    @Test
    void cookie_enforced_isDemandedByUdpOfThoseWhoSendOne() {
        server.with(
                AnswerSettings.DEFAULT.withCookies(
                        SECRETS.with(CookieSecrets.Enforcement.BADCOOKIE)));
        Query first = Query.of("www.example. A").option(EdnsOption.COOKIE, CLIENT_COOKIE);
        Reply refused = server.ask(first);
        assertThat(refused.code()).isEqualTo("BADCOOKIE");
        assertThat(refused.count(Section.ANSWER)).isZero();
        Query second = Query.of("www.example. A").option(EdnsOption.COOKIE, refused.hex(COOKIE));
        assertThat(server.ask(second).code()).isEqualTo("NOERROR");
        assertThat(server.ask("www.example. A").code()).isEqualTo("NOERROR");
        assertThat(server.by(Transport.TCP).ask(first).code()).isEqualTo("NOERROR");
    }

    @Test
    void everything_askedInTheSmallestMessage_fits() {
        server.with(
                AnswerSettings.DEFAULT
                        .withCookies(SECRETS)
                        .withIdentity(ServerIdentity.of("n".repeat(64), ""))
                        .withReportAgent(Name.parse("a".repeat(61) + ".")));
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "b".repeat(53)) + ".example. SOA";
        Query query =
                Query.of(longest)
                        .payload(512)
                        .option(EdnsOption.NSID)
                        .option(EdnsOption.EXPIRE)
                        .option(EdnsOption.ZONEVERSION)
                        .option(EdnsOption.PADDING)
                        .option(EdnsOption.COOKIE, CLIENT_COOKIE);
        Reply reply = server.ask(query);
        assertThat(reply.bytes.length).isLessThanOrEqualTo(512);
        assertThat(reply.has(EXTENDED_ERROR)).isFalse();
        assertThat(reply.has(NSID) && reply.has(COOKIE) && reply.has(ZONEVERSION)).isTrue();
    }

    private static byte[] ascii(String text) {
        return Query.ascii(text);
    }
}
