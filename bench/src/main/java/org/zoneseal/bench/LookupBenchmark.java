package org.zoneseal.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/**
 * One name looked up in a packed zone, names in no order.
 *
 * <p>A thousand delegations are in the processor's cache: that is what the search computes. A
 * million are not: that is what it waits for.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBenchmark {

    private static final Name ORIGIN = Name.parse("example.");
    private static final int ROOM = 96;

    /** The keys that are asked for lie one after the other, so that they come ahead of time. */
    private static final int KEYS = 1 << 18;

    /** Size of the zone. */
    @Param({"1000", "1000000"})
    public int delegations;

    private final byte[] keys = new byte[KEYS * ROOM];
    private final int[] lengths = new int[KEYS];
    private int next;
    private NodeCursor cursor = new NodeCursor();

    /** Makes the zone and draws names from it. */
    @Setup
    public void prepare() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TldZone(delegations, 0.3).writeTo(out);
        ZoneBuilder builder = new ZoneBuilder(ORIGIN);
        ZoneFileReader.read(
                ZoneFileSource.of(new ByteArrayInputStream(out.toByteArray()), "generated"),
                ZoneFileOptions.of(ORIGIN),
                builder);
        ZoneVersion version = builder.build(2);
        cursor = version.nodeCursor();
        Random random = new Random(7);
        for (int i = 0; i < KEYS; i++) {
            draw(version, random, i);
        }
    }

    private void draw(ZoneVersion version, Random random, int index) {
        int page = random.nextInt(version.pageCount());
        NodeCursor nodes = version.nodes(page, page + 1);
        for (int steps = random.nextInt(200); steps >= 0; steps--) {
            if (!nodes.next()) {
                nodes = version.nodes(page, page + 1);
                nodes.next();
            }
        }
        lengths[index] = nodes.keyLength();
        System.arraycopy(nodes.page(), nodes.keyOffset(), keys, index * ROOM, nodes.keyLength());
    }

    /** The name alone. */
    @Benchmark
    public boolean seek() {
        next = next + 1 & KEYS - 1;
        return cursor.seek(keys, next * ROOM, lengths[next]);
    }

    /** The name and its NS RRset. */
    @Benchmark
    public boolean seekAndFind() {
        return seek() && cursor.rrsets().find(RecordType.NS);
    }
}
