package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigCheck.Result;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.dns.tsig.TsigSession;

/** Queries signed with TSIG, by those who have the key and those who do not. */
class SignedQueryTest {

    private static final TsigKey KEY = key("key.example.", "secret");

    private final Server server = new Server();
    private final TsigSession client = TsigSession.asking(KEY);

    SignedQueryTest() {
        server.context = server.context.withKeys(TsigKeys.of(List.of(KEY)));
    }

    @Test
    void query_signed_isAnsweredSigned() {
        Reply reply = ask(client, Query.of("www.example. A").edns());
        assertThat(reply.code()).isEqualTo("NOERROR");
        assertThat(reply.count(Section.ANSWER)).isEqualTo(1);
        assertThat(reply.count(Section.ADDITIONAL)).isEqualTo(2);
        assertThat(verify(reply)).isEqualTo(Result.GOOD);
    }

    @Test
    void query_signedAndTooLarge_isTruncatedWithItsSignature() {
        Reply reply = ask(client, Query.of("big.example. TXT"));
        assertThat(reply.has(MessageFlags.TRUNCATED)).isTrue();
        assertThat(reply.bytes.length).isLessThanOrEqualTo(512);
        assertThat(verify(reply)).isEqualTo(Result.GOOD);
    }

    @Test
    void query_signedByAnother_getsTheErrorAndNoAnswer() {
        TsigSession stranger = TsigSession.asking(key("key.example.", "guessed"));
        Reply reply = ask(stranger, Query.of("www.example. A"));
        assertThat(reply.code()).isEqualTo("NOTAUTH");
        assertThat(reply.count(Section.ANSWER)).isZero();
        assertThat(verify(stranger, reply)).isEqualTo(Result.BADSIG);
        TsigSession unknown = TsigSession.asking(key("unknown.", "secret"));
        assertThat(verify(unknown, ask(unknown, Query.of("www.example. A"))))
                .isEqualTo(Result.BADKEY);
    }

    /** Once it got the cookie of whoever asked before. */
    @Test
    void query_signedByAnotherWithACookie_getsACookieOfItsOwn() {
        server.with(AnswerSettings.DEFAULT.withCookies(CookieSecrets.of(new byte[16], List.of())));
        String others = "1111111111111111";
        server.ask(Query.of("www.example. A").option(EdnsOption.COOKIE, others));
        TsigSession stranger = TsigSession.asking(key("unknown.", "secret"));
        Query query = Query.of("www.example. A").option(EdnsOption.COOKIE, "0102030405060708");
        Reply reply = ask(stranger, query);
        assertThat(reply.code()).isEqualTo("NOTAUTH");
        assertThat(reply.hex(Reply.Option.COOKIE)).startsWith("0102030405060708");
    }

    @Test
    void query_signedAtAnotherTime_isToldTheServersTime() {
        server.now += 3600;
        Reply reply = ask(client, Query.of("www.example. A"));
        assertThat(reply.code()).isEqualTo("NOTAUTH");
        assertThat(reply.count(Section.ANSWER)).isZero();
        assertThat(verify(reply)).isEqualTo(Result.BADTIME);
        assertThat(client.serverTime()).hasValue(server.now);
    }

    @Test
    void tsig_notLast_isMalformed() {
        byte[] signed = signed(client, Query.of("www.example. A"));
        byte[] twice = signed(TsigSession.asking(KEY), signed);
        assertThat(server.ask(twice).code()).isEqualTo("FORMERR");
    }

    @Test
    void answer_signedAndPadded_hasAWholeBlock() {
        server.by(Transport.TLS);
        Reply reply = ask(client, Query.of("www.example. A").option(EdnsOption.PADDING));
        assertThat(reply.bytes).hasSize(468);
        assertThat(verify(reply)).isEqualTo(Result.GOOD);
    }

    @Test
    void identity_signedWithALongName_isNoLongerThanAllowed() {
        String label = "a".repeat(63);
        TsigKey key = key(String.join(".", label, label, label, "b".repeat(60)) + ".", "secret");
        server.context = server.context.withKeys(TsigKeys.of(List.of(key)));
        server.with(
                AnswerSettings.DEFAULT
                        .withIdentity(ServerIdentity.of("n".repeat(64), ""))
                        .withCookies(CookieSecrets.of(new byte[16], List.of())));
        Query query =
                Query.withoutQuestion()
                        .question("id.server. TXT", RecordClass.CH)
                        .payload(512)
                        .option(EdnsOption.NSID)
                        .option(EdnsOption.COOKIE, "0102030405060708");
        Reply reply = ask(TsigSession.asking(key), query);
        assertThat(reply.bytes.length).isLessThanOrEqualTo(512);
        assertThat(reply.has(MessageFlags.TRUNCATED)).isTrue();
        server.by(Transport.TCP);
        assertThat(ask(TsigSession.asking(key), query).count(Section.ANSWER)).isEqualTo(1);
    }

    @Test
    void names_thatLeaveNoRoomForTheAnswer_getNone() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "b".repeat(60)) + ".";
        byte[] signed = signed(TsigSession.asking(key(longest, "s")), Query.of(longest + " A"));
        assertThat(server.length(signed)).isEqualTo(QueryEngine.NO_ANSWER);
    }

    private Reply ask(TsigSession session, Query query) {
        return server.ask(signed(session, query));
    }

    private static byte[] signed(TsigSession session, Query query) {
        return signed(session, query.build());
    }

    private static byte[] signed(TsigSession session, byte[] plain) {
        byte[] buffer = Arrays.copyOf(plain, plain.length + session.recordLength());
        int length = session.sign(buffer, 0, plain.length, Server.NOW);
        return Arrays.copyOf(buffer, length);
    }

    private Result verify(Reply reply) {
        return verify(client, reply);
    }

    private Result verify(TsigSession session, Reply reply) {
        byte[] copy = reply.bytes.clone();
        TsigCheck check = session.verify(copy, 0, copy.length, Server.NOW);
        return check.result();
    }

    private static TsigKey key(String name, String secret) {
        return TsigKey.of(Name.parse(name), TsigAlgorithm.HMAC_SHA256, Query.ascii(secret));
    }
}
