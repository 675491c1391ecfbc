package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.dns.tsig.TsigSession;

/** Who gets how many answers, second by second. */
class RateLimitTest {

    private static final RateSettings TEN = RateSettings.of(10).withSlip(0);

    private final Server server = new Server();
    private long now = Server.NOW;

    @Test
    void network_askingWithinItsRate_getsEveryAnswer() {
        RateLimit limit = limit(TEN);
        for (int second = 0; second < 100; second++) {
            assertThat(granted(limit, "192.0.2.1", 10)).isEqualTo(10);
            now++;
        }
    }

    @Test
    void network_askingTooMuch_getsItsRateAndThenNothingUntilItIsQuiet() {
        RateLimit limit = limit(TEN);
        assertThat(granted(limit, "192.0.2.1", 1000)).isEqualTo(10);
        for (int second = 0; second < 20; second++) {
            now++;
            assertThat(granted(limit, "192.0.2.1", 1000)).isZero();
        }
        now += 15;
        assertThat(granted(limit, "192.0.2.1", 1000)).isZero();
        now += 17;
        assertThat(granted(limit, "192.0.2.1", 1000)).isEqualTo(10);
    }

    @Test
    void network_slightlyAboveItsRate_getsAboutItsRate() {
        RateLimit limit = limit(TEN);
        int granted = 0;
        for (int second = 0; second < 100; second++) {
            granted += granted(limit, "192.0.2.1", 11);
            now++;
        }
        assertThat(granted).isBetween(50, 1010);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.254, true",
        "192.0.2.1, 192.0.3.1, false",
        "2001:db8:0:1200::1, 2001:db8:0:12ff::2, true",
        "2001:db8:0:1200::1, 2001:db8:0:1300::1, false"
    })
    void addresses_ofOneNetwork_shareAnAccount(String one, String other, boolean shared) {
        RateLimit limit = limit(TEN);
        granted(limit, one, 10);
        assertThat(granted(limit, other, 1)).isEqualTo(shared ? 0 : 1);
    }

    @Test
    void kinds_haveAccountsOfTheirOwn() {
        RateLimit limit = limit(TEN);
        granted(limit, "192.0.2.1", 100);
        for (RateLimit.Kind kind : RateLimit.Kind.values()) {
            assertThat(limit.allows(facts("192.0.2.1"), kind))
                    .isEqualTo(kind != RateLimit.Kind.ANSWER);
        }
    }

    @Test
    void network_exempt_getsEverything() {
        Network network = new Network(InetAddress.ofLiteral("192.0.2.128"), 25);
        RateLimit limit = limit(TEN.withExempt(List.of(network)));
        assertThat(granted(limit, "192.0.2.129", 100)).isEqualTo(100);
        assertThat(granted(limit, "192.0.2.127", 100)).isZero();
    }

    @Test
    void table_floodedWithNetworks_forgetsTheQuietOnes() {
        RateLimit limit = limit(new RateSettings(10, 10, 10, 10, 15, 0, 1024, List.of()));
        RequestFacts facts = new RequestFacts();
        byte[] address = new byte[4];
        for (int i = 0; i < 100_000; i++) {
            address[0] = (byte) (i >> 16);
            address[1] = (byte) (i >> 8);
            address[2] = (byte) i;
            facts.begin(Transport.UDP, now).client(address, 0, 4, 1);
            assertThat(limit.allows(facts, RateLimit.Kind.ANSWER)).isTrue();
        }
        assertThat(granted(limit, "192.0.2.1", 100)).isEqualTo(10);
    }

    @Test
    void lanes_atOnce_shareAccounts() throws InterruptedException, ExecutionException {
        RateLimit limit = limit(RateSettings.of(1000).withSlip(0));
        try (ExecutorService lanes = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int lane = 0; lane < 4; lane++) {
                counts.add(lanes.submit(() -> granted(limit, "192.0.2.1", 5000)));
            }
            int sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            // An account is changed whole or not at all; a change given up is an answer given away.
            assertThat(sum).isBetween(1000, 4000);
        }
    }

    @Test
    void answer_withheld_slipsOutTruncatedNowAndThen() {
        server.context = server.context.withRates(limit(RateSettings.of(10)));
        int whole = 0;
        int slipped = 0;
        byte[] query = Query.of("www.example. A").edns().build();
        for (int i = 0; i < 110; i++) {
            int length = server.length(query);
            if (length > 0) {
                Reply reply = server.last(length);
                assertThat(reply.hasOpt()).isTrue();
                boolean truncated = reply.has(MessageFlags.TRUNCATED);
                assertThat(reply.count(Section.ANSWER)).isEqualTo(truncated ? 0 : 1);
                assertThat(reply.count(Section.QUESTION)).isEqualTo(1);
                slipped += truncated ? 1 : 0;
                whole += truncated ? 0 : 1;
            }
        }
        assertThat(whole).isEqualTo(10);
        assertThat(slipped).isEqualTo(50);
    }

    /** An IXFR as clients send it, with the SOA of their version. */
    private static Query ixfr() {
        return Query.of("example. IXFR")
                .hex("00 0006 0001 00000000 0016 0000 00000001 00000000 00000000 00000000 00000000")
                .count(2, 1);
    }

    @Test
    void ixfr_byUdp_isCountedAndSlipsOutTruncated() {
        server.context = server.context.withRates(limit(RateSettings.of(10)));
        byte[] query = ixfr().edns().build();
        int handedOver = 0;
        int slipped = 0;
        for (int i = 0; i < 110; i++) {
            int length = server.length(query);
            handedOver += length == QueryEngine.HAND_OVER ? 1 : 0;
            if (length > 0) {
                Reply reply = server.last(length);
                assertThat(reply.has(MessageFlags.TRUNCATED)).isTrue();
                assertThat(reply.hasOpt()).isTrue();
                assertThat(reply.count(Section.QUESTION)).isEqualTo(1);
                assertThat(reply.count(Section.AUTHORITY)).isZero();
                slipped++;
            }
        }
        assertThat(handedOver).isEqualTo(10);
        assertThat(slipped).isEqualTo(50);
        assertThat(server.by(Transport.TCP).length(query)).isEqualTo(QueryEngine.HAND_OVER);
    }

    @Test
    void notifyAndUpdate_byUdp_areCounted() {
        server.context = server.context.withRates(limit(TEN));
        for (int opcode : new int[] {Opcode.NOTIFY, Opcode.UPDATE}) {
            for (byte[] message :
                    List.of(
                            Query.of("example. SOA").opcode(opcode).build(),
                            Query.withoutQuestion().opcode(opcode).build())) {
                server.context = server.context.withRates(limit(TEN));
                int handedOver = 0;
                for (int i = 0; i < 20; i++) {
                    handedOver += server.length(message) == QueryEngine.HAND_OVER ? 1 : 0;
                }
                assertThat(handedOver).isEqualTo(10);
            }
        }
    }

    @Test
    void handedOver_withAGoodSignatureOrCookie_areNotCounted() {
        TsigKey key =
                TsigKey.of(Name.parse("key."), TsigAlgorithm.HMAC_SHA256, Query.ascii("secret"));
        TsigKey forged =
                TsigKey.of(Name.parse("key."), TsigAlgorithm.HMAC_SHA256, Query.ascii("guessed"));
        CookieSecrets secrets = CookieSecrets.of(new byte[16], List.of());
        server.with(AnswerSettings.DEFAULT.withCookies(secrets));
        Query first = Query.of("www.example. A").option(EdnsOption.COOKIE, "0102030405060708");
        String cookie = server.ask(first).hex(Reply.Option.COOKIE);
        server.context = server.context.withKeys(TsigKeys.of(List.of(key))).withRates(limit(TEN));
        byte[] withCookie = ixfr().option(EdnsOption.COOKIE, cookie).build();
        byte[] signed = signed(key, ixfr().build());
        byte[] badlySigned = signed(forged, ixfr().build());
        while (server.length(badlySigned) == QueryEngine.HAND_OVER) {
            // until the account is empty
        }
        for (int i = 0; i < 50; i++) {
            assertThat(server.length(withCookie)).isEqualTo(QueryEngine.HAND_OVER);
            assertThat(server.length(signed)).isEqualTo(QueryEngine.HAND_OVER);
        }
        assertThat(server.length(badlySigned)).isEqualTo(QueryEngine.NO_ANSWER);
    }

    private static byte[] signed(TsigKey key, byte[] plain) {
        TsigSession session = TsigSession.asking(key);
        byte[] buffer = Arrays.copyOf(plain, plain.length + session.recordLength());
        return Arrays.copyOf(buffer, session.sign(buffer, 0, plain.length, Server.NOW));
    }

    @Test
    void nxdomain_slippingOut_deniesNothing() {
        server.context = server.context.withRates(limit(RateSettings.of(1).withSlip(1)));
        assertThat(server.ask("no.example. A").code()).isEqualTo("NXDOMAIN");
        Reply slipped = server.ask("no.example. A");
        assertThat(slipped.code()).isEqualTo("NOERROR");
        assertThat(slipped.has(MessageFlags.TRUNCATED)).isTrue();
        assertThat(slipped.count(Section.AUTHORITY)).isZero();
    }

    @Test
    void answers_ofEachKind_areLimitedApart() {
        server.context = server.context.withRates(limit(RateSettings.of(5).withSlip(0)));
        for (String question :
                new String[] {"www.example. A", "x.sub.example. A", "no.example. A", "other. A"}) {
            int answers = 0;
            for (int i = 0; i < 20; i++) {
                answers += server.length(Query.of(question).build()) > 0 ? 1 : 0;
            }
            assertThat(answers).as(question).isEqualTo(5);
        }
        assertThat(server.length(Query.withoutQuestion().build())).isZero();
    }

    @Test
    void connectionsAndGoodCookies_areNotLimited() {
        CookieSecrets secrets = CookieSecrets.of(new byte[16], List.of());
        server.with(AnswerSettings.DEFAULT.withCookies(secrets));
        Query first = Query.of("www.example. A").option(EdnsOption.COOKIE, "0102030405060708");
        String cookie = server.ask(first).hex(Reply.Option.COOKIE);
        byte[] withCookie = Query.of("www.example. A").option(EdnsOption.COOKIE, cookie).build();
        byte[] without = Query.of("www.example. A").build();
        server.context = server.context.withRates(limit(TEN));
        while (server.length(without) > 0) {
            // until the account is empty
        }
        for (int i = 0; i < 50; i++) {
            assertThat(server.length(withCookie)).isPositive();
            assertThat(server.by(Transport.TCP).length(without)).isPositive();
            server.by(Transport.UDP);
        }
        assertThat(server.length(without)).isZero();
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> RateSettings.of(0)).hasMessageContaining("1 to 30000");
        assertThatThrownBy(() -> TEN.withSlip(11)).hasMessageContaining("0 to 10");
    }

    private static RateLimit limit(RateSettings settings) {
        return new RateLimit(settings, new SplittableRandom(42));
    }

    private int granted(RateLimit limit, String address, int asked) {
        RequestFacts facts = facts(address);
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            granted += limit.allows(facts, RateLimit.Kind.ANSWER) ? 1 : 0;
        }
        return granted;
    }

    private RequestFacts facts(String address) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        return new RequestFacts().begin(Transport.UDP, now).client(bytes, 0, bytes.length, 53);
    }
}
