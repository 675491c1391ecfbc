package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;

/** Queries of all sorts are answered without allocating anything. */
class NoGarbageTest {

    private static final int ROUNDS = 4_000;

    @Test
    void queries_ofAllSorts_allocateNothing() {
        AnswerSettings settings =
                AnswerSettings.DEFAULT
                        .withCookies(CookieSecrets.of(new byte[16], List.of(new byte[16])))
                        .withIdentity(ServerIdentity.of("one", "1"))
                        .withReportAgent(Name.parse("agent.example."));
        RateLimit rates = new RateLimit(RateSettings.of(5), new SplittableRandom(1));
        AnswerContext context =
                new AnswerContext(Server.zones(Server.NOW + 1000), settings).withRates(rates);
        QueryEngine engine = new QueryEngine();
        RequestFacts facts = new RequestFacts();
        byte[] out = new byte[MessageReader.MAX_LENGTH];
        byte[][] queries = queries().toArray(byte[][]::new);
        ask(engine, context, facts, queries, out);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        // The compiler may still be at work in the first rounds.
        long allocated = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20 && allocated > 0; attempt++) {
            long before = threads.getThreadAllocatedBytes(thread);
            ask(engine, context, facts, queries, out);
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertThat(allocated).as("bytes for %d queries", ROUNDS * queries.length).isZero();
    }

    private static List<byte[]> queries() {
        List<byte[]> queries = new ArrayList<>();
        for (String question :
                new String[] {
                    "www.example. A",
                    "x.sub.example. A",
                    "no.example. A",
                    "example. SOA",
                    "big.example. TXT",
                    "www.expired. A",
                    "other. A",
                    "empty. A",
                    "example. AXFR",
                    "example. MAILA"
                }) {
            queries.add(Query.of(question).build());
            queries.add(Query.of(question).ednsFlags(Edns.DNSSEC_OK).build());
            queries.add(
                    Query.of(question)
                            .option(EdnsOption.COOKIE, new byte[24])
                            .option(EdnsOption.NSID)
                            .option(EdnsOption.EXPIRE)
                            .option(EdnsOption.ZONEVERSION)
                            .option(EdnsOption.PADDING)
                            .build());
        }
        queries.add(Query.withoutQuestion().question("id.server. TXT", RecordClass.CH).build());
        queries.add(Query.of("www.example. A").version(1).build());
        queries.add(Query.of("www.example. A").opcode(7).build());
        queries.add(Query.of("www.example. A").hex("00").build());
        queries.add(Query.withoutQuestion().option(EdnsOption.COOKIE, new byte[8]).build());
        return queries;
    }

    private static void ask(
            QueryEngine engine,
            AnswerContext context,
            RequestFacts facts,
            byte[][] queries,
            byte[] out) {
        for (int round = 0; round < ROUNDS; round++) {
            Transport transport = round % 3 == 0 ? Transport.UDP : Transport.TLS;
            for (byte[] query : queries) {
                facts.begin(transport, Server.NOW + round / 100).client(query, 0, 4, 53);
                engine.answer(context, query, 0, query.length, facts, out, 0);
            }
        }
    }
}
