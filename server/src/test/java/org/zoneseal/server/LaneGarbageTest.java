package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneTable;

/** A lane makes no garbage, whatever it is asked. */
class LaneGarbageTest {

    private static final int QUERIES = 2000;

    /** A denied name, a referral with glue, an alias, a wildcard, data: without signatures. */
    private static final String ZONE =
            """
            @ 3600 IN SOA ns hostmaster 7 7200 900 1209600 300
            @ 3600 IN NS ns
            ns 3600 IN A 192.0.2.53
            www 3600 IN A 192.0.2.80
            alias 3600 IN CNAME www
            child 3600 IN NS ns.child
            ns.child 3600 IN A 192.0.2.54
            *.wild 3600 IN A 192.0.2.81
            """;

    private static final Map<String, Integer> QUESTIONS =
            Map.of(
                    "www.example", RecordType.A,
                    "nothing.example", RecordType.A,
                    "a.child.example", RecordType.A,
                    "alias.example", RecordType.A,
                    "x.wild.example", RecordType.A,
                    "ns.example", RecordType.MX,
                    "elsewhere.test", RecordType.A);

    @Test
    void lane_echoing_allocatesNothing() throws Exception {
        assertNoGarbage(EchoEngine::new, ZoneTable.EMPTY, Map.of("www.example", RecordType.A));
    }

    @Test
    void lane_answeringFromZone_allocatesNothing() throws Exception {
        for (Map.Entry<String, Integer> question : QUESTIONS.entrySet()) {
            assertNoGarbage(
                    Answering::byEngine,
                    new ZoneTable(List.of(zone())),
                    Map.of(question.getKey(), question.getValue()));
        }
    }

    private static void assertNoGarbage(
            Supplier<Answering> engines, ZoneTable zones, Map<String, Integer> questions)
            throws Exception {
        AnswerContext context = new AnswerContext(zones, AnswerSettings.DEFAULT);
        try (RunningServer running =
                        new RunningServer(RunningServer.settings(), engines, () -> context);
                DatagramSocket client = DatagramLaneTest.client(running.udp())) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long lane = laneThread();
            ask(client, questions);
            long before = threads.getThreadAllocatedBytes(lane);
            ask(client, questions);
            long allocated = threads.getThreadAllocatedBytes(lane) - before;
            // Less than a byte for each query: what there is comes with compilation and linkage.
            assertThat(allocated).as("bytes for %s", questions).isLessThan(QUERIES);
        }
    }

    private static PublishedZone zone() throws Exception {
        Name apex = Name.parse("example.");
        ZoneBuilder builder = new ZoneBuilder(apex);
        byte[] text = ZONE.getBytes(StandardCharsets.US_ASCII);
        ZoneFileReader.read(
                ZoneFileSource.of(new ByteArrayInputStream(text), "test"),
                ZoneFileOptions.of(apex),
                builder);
        PublishedZone zone = new PublishedZone(apex);
        zone.publish(Publication.first(builder.build(1), Publication.NEVER));
        return zone;
    }

    private static long laneThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("udp "))
                .findFirst()
                .orElseThrow()
                .threadId();
    }

    private static void ask(DatagramSocket client, Map<String, Integer> questions)
            throws Exception {
        for (int id = 0; id < QUERIES; id++) {
            for (Map.Entry<String, Integer> question : questions.entrySet()) {
                byte[] query = Queries.of(id, question.getKey(), question.getValue());
                DatagramLaneTest.send(client, query);
                DatagramLaneTest.receive(client);
            }
        }
    }
}
