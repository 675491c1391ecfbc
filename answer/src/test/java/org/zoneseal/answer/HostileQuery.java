package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.dns.tsig.TsigSession;

/**
 * What must hold whatever bytes come in: nothing is thrown, and what goes out is a whole message, a
 * response with the query's id and opcode, and no longer than it may be.
 *
 * <p>For the fuzzer as for our own seeded mutations.
 */
final class HostileQuery {

    private static final int RESERVED_FLAGS =
            MessageFlags.RECURSION_AVAILABLE
                    | 0x40
                    | MessageFlags.AUTHENTIC_DATA
                    | MessageFlags.CHECKING_DISABLED;
    private static final TsigKey KEY =
            TsigKey.of(Name.parse("key."), TsigAlgorithm.HMAC_SHA256, Query.ascii("secret"));

    private final AnswerContext context;
    private final QueryEngine engine = new QueryEngine();
    private final RequestFacts facts = new RequestFacts();
    private final byte[] out = new byte[MessageReader.MAX_LENGTH];
    private final byte[] scratch = new byte[MessageReader.MAX_LENGTH];

    HostileQuery() {
        AnswerSettings settings =
                AnswerSettings.DEFAULT
                        .withCookies(CookieSecrets.random(new SplittableRandom(5)))
                        .withIdentity(ServerIdentity.of("one of many", "1"))
                        .withReportAgent(Name.parse("agent.example."));
        context =
                new AnswerContext(
                        Server.zones(Server.NOW + 1000),
                        settings,
                        TsigKeys.of(List.of(KEY)),
                        RateLimit.OFF);
    }

    /** Queries of all sorts, sound ones, to be changed. */
    static List<byte[]> corpus() {
        List<byte[]> seeds = new ArrayList<>();
        for (String question :
                new String[] {
                    "example. SOA",
                    "www.example. A",
                    "no.example. AAAA",
                    "a.b.sub.example. DS",
                    "big.example. TXT",
                    "big.example. ANY",
                    "example. AXFR",
                    ". NS"
                }) {
            seeds.add(Query.of(question).build());
            seeds.add(Query.of(question).ednsFlags(Edns.DNSSEC_OK).build());
            Query full =
                    Query.of(question)
                            .payload(4096)
                            .option(
                                    EdnsOption.COOKIE,
                                    Query.ascii(question.repeat(8).substring(0, 8)))
                            .option(EdnsOption.NSID)
                            .option(EdnsOption.EXPIRE)
                            .option(EdnsOption.ZONEVERSION)
                            .option(EdnsOption.TCP_KEEPALIVE)
                            .option(EdnsOption.PADDING, new byte[20]);
            seeds.add(full.build());
            seeds.add(signed(full.build()));
        }
        seeds.add(Query.of("example. SOA").opcode(Opcode.NOTIFY).build());
        seeds.add(Query.of("example. SOA").opcode(Opcode.UPDATE).build());
        seeds.add(Query.withoutQuestion().option(EdnsOption.COOKIE, new byte[24]).build());
        seeds.add(Query.of("example. A").version(1).build());
        seeds.add(Query.withoutQuestion().question("id.server. TXT", RecordClass.CH).build());
        seeds.add(
                Query.of("example. A")
                        .record(new byte[1], RecordType.A, RecordClass.IN, new byte[4])
                        .edns()
                        .build());
        return seeds;
    }

    private static byte[] signed(byte[] plain) {
        TsigSession session = TsigSession.asking(KEY);
        byte[] buffer = Arrays.copyOf(plain, plain.length + session.recordLength());
        session.sign(buffer, 0, plain.length, Server.NOW);
        return buffer;
    }

    /** Puts bytes to the engine, by each way. */
    void ask(byte[] query) {
        if (query.length > MessageReader.MAX_LENGTH) {
            return;
        }
        for (Transport transport : Transport.values()) {
            facts.begin(transport, Server.NOW)
                    .keptFor(10_000_000_000L)
                    .client(new byte[4], 0, 4, 53);
            int length = engine.answer(context, query, 0, query.length, facts, out, 0);
            if (length == QueryEngine.HAND_OVER) {
                assertForOthers(query);
            } else if (length != QueryEngine.NO_ANSWER) {
                assertSound(query, transport, length);
            }
        }
    }

    private static void assertForOthers(byte[] query) {
        MessageReader reader = new MessageReader().wrap(query, 0, query.length);
        assertThat(reader.has(MessageFlags.RESPONSE)).isFalse();
        if (reader.opcode() == Opcode.QUERY) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.type()).isIn(RecordType.AXFR, RecordType.IXFR);
        } else {
            assertThat(reader.opcode()).isIn(Opcode.NOTIFY, Opcode.UPDATE);
        }
    }

    private void assertSound(byte[] query, Transport transport, int length) {
        MessageReader asked = new MessageReader().wrap(query, 0, query.length);
        MessageReader answer = new MessageReader().wrap(out, 0, length);
        assertThat(asked.has(MessageFlags.RESPONSE)).isFalse();
        assertThat(answer.has(MessageFlags.RESPONSE)).isTrue();
        assertThat(answer.id()).isEqualTo(asked.id());
        assertThat(answer.opcode()).isEqualTo(asked.opcode());
        assertThat(answer.has(RESERVED_FLAGS)).isFalse();
        assertThat(length).isLessThanOrEqualTo(bound(asked, transport));
        boolean opt = false;
        while (answer.next()) {
            answer.name(scratch, 0);
            if (answer.section() == Section.QUESTION) {
                continue;
            }
            opt |= answer.type() == RecordType.OPT;
            if (answer.type() != RecordType.OPT && answer.type() != RecordType.TSIG) {
                answer.rdata(scratch, 0);
            }
        }
        answer.requireEnd();
        if (opt) {
            assertThat(hasOpt(asked)).isTrue();
            assertAskedFor(query, asked, length);
        }
    }

    /** Options are those of this client, and a cookie has this client's part. */
    private void assertAskedFor(byte[] query, MessageReader asked, int length) {
        Edns given = new Edns();
        new MessageReader().wrap(out, 0, length).readEdns(given);
        Edns wanted = new Edns();
        asked.rewind();
        try {
            asked.readEdns(wanted);
        } catch (MalformedMessageException e) {
            assertThat(given.nextOption()).isFalse();
            return;
        }
        while (given.nextOption()) {
            int code = given.optionCode();
            if (code != EdnsOption.EXTENDED_ERROR && code != EdnsOption.REPORT_CHANNEL) {
                assertThat(wanted.findOption(code)).isTrue();
            }
            if (code == EdnsOption.COOKIE) {
                int from = given.optionOffset();
                int client = wanted.optionOffset();
                assertThat(Arrays.copyOfRange(out, from, from + 8))
                        .isEqualTo(Arrays.copyOfRange(query, client, client + 8));
            }
        }
    }

    private static int bound(MessageReader asked, Transport transport) {
        if (transport.isStream()) {
            return MessageReader.MAX_LENGTH;
        }
        Edns edns = new Edns();
        try {
            asked.rewind();
            asked.readEdns(edns);
            return Math.min(edns.payload(), AnswerSettings.DEFAULT.udpPayload());
        } catch (MalformedMessageException e) {
            return Edns.MIN_PAYLOAD;
        }
    }

    private static boolean hasOpt(MessageReader asked) {
        asked.rewind();
        boolean found = false;
        try {
            while (asked.next()) {
                found |= asked.type() == RecordType.OPT;
            }
        } catch (MalformedMessageException e) {
            // Malformed behind its OPT.
        }
        return found;
    }
}
