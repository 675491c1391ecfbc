package org.zoneseal.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.RequestFacts;
import org.zoneseal.answer.Transport;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOptions;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/**
 * What the engine alone takes for an answer, without sockets: CPU time and bytes allocated, for the
 * mix of {@code bench/serve.sh} and for each part of it. Arguments: a signed zone file of {@code
 * example.} as {@code bench/serve.sh} makes it, and seconds for each line (5).
 */
public final class AnswerRate {

    private static final int QUERIES = 200_000;
    private static final int BATCH = 1 << 14;
    private static final Name APEX = Name.parse("example.");

    private final QueryEngine engine = new QueryEngine();
    private final RequestFacts facts = new RequestFacts();
    private final byte[] out = new byte[65_535];
    private final AnswerContext context;
    private long sum;

    private AnswerRate(AnswerContext context) {
        this.context = context;
    }

    public static void main(String[] arguments) throws IOException {
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        ZoneVersion version = read(Path.of(arguments[0]));
        PublishedZone zone = new PublishedZone(APEX);
        zone.publish(Publication.first(version, Publication.NEVER));
        AnswerRate rate =
                new AnswerRate(
                        new AnswerContext(new ZoneTable(List.of(zone)), AnswerSettings.DEFAULT));
        List<String> names = delegations(version);
        double[][] mixes = {
            {0.60, 0.80, 0.95}, {0.60, 0.80, 0.95}, {1, 1, 1}, {0, 1, 1}, {0, 0, 1}, {0, 0, 0}
        };
        String[] titles = {"warming up", "mix", "referrals", "DS", "NXDOMAIN", "apex"};
        for (int i = 0; i < mixes.length; i++) {
            rate.measure(titles[i], queries(names, mixes[i]), seconds);
        }
    }

    private static ZoneVersion read(Path file) throws IOException {
        ZoneBuilder builder = new ZoneBuilder(APEX);
        ZoneFileReader.read(ZoneFileSource.of(file), ZoneFileOptions.of(APEX), builder);
        return builder.build(2);
    }

    private static List<String> delegations(ZoneVersion version) {
        List<String> names = new ArrayList<>();
        byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
        NodeCursor nodes = version.nodeCursor();
        while (nodes.next()) {
            RrsetCursor rrsets = nodes.rrsets();
            if (!nodes.isApex() && rrsets.find(RecordType.NS)) {
                nodes.owner(owner, 0);
                names.add(new String(owner, 1, owner[0], StandardCharsets.US_ASCII));
            }
        }
        return names;
    }

    private static byte[][] queries(List<String> names, double[] mix) {
        Random random = new Random(7);
        byte[][] queries = new byte[QUERIES][];
        for (int i = 0; i < QUERIES; i++) {
            String name = names.get(random.nextInt(names.size())) + ".example.";
            double share = random.nextDouble();
            if (share < mix[0]) {
                queries[i] = query("www." + name, "A");
            } else if (share < mix[1]) {
                queries[i] = query(name, "DS");
            } else if (share < mix[2]) {
                String number = String.format(Locale.ROOT, "q%04d", random.nextInt(10_000));
                queries[i] = query(name.replace(".example.", number + ".example."), "A");
            } else {
                double which = random.nextDouble();
                queries[i] =
                        query("example.", which < 0.5 ? "SOA" : which < 0.75 ? "NS" : "DNSKEY");
            }
        }
        return queries;
    }

    private static byte[] query(String name, String type) {
        byte[] buffer = new byte[512];
        MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, buffer.length, NameCompression.NONE, 1, 0);
        writer.question(Name.parse(name).toWire(), 0, RecordTypes.parse(type), RecordClass.IN);
        writer.opt(4096, 0, Edns.DNSSEC_OK, new EdnsOptions());
        return Arrays.copyOf(buffer, writer.end());
    }

    private void measure(String title, byte[][] queries, int seconds) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        long answers = 0;
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        int at = 0;
        while (System.nanoTime() < deadline) {
            for (int i = 0; i < BATCH; i++) {
                byte[] query = queries[at];
                at = at + 1 == QUERIES ? 0 : at + 1;
                facts.begin(Transport.UDP, 1);
                sum += engine.answer(context, query, 0, query.length, facts, out, 0);
            }
            answers += BATCH;
        }
        double each = (threads.getCurrentThreadCpuTime() - cpu) / (double) answers;
        double garbage = (threads.getCurrentThreadAllocatedBytes() - bytes) / (double) answers;
        System.out.printf(
                Locale.ROOT,
                "%-12s %7.0f ns CPU  %6.2f bytes allocated  (%d)%n",
                title,
                each,
                garbage,
                sum & 1);
    }
}
