package org.zoneseal.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.ZoneBuilder;

/** Zone text to records, and on to a packed zone version: records a second on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ZoneTextBenchmark {

    private static final Name ORIGIN = Name.parse("example.");
    private static final int DELEGATIONS = 20_000;

    /** Records of the zone of 20,000 delegations; {@link #prepare} holds it. */
    private static final int RECORDS = 46_834;

    private byte[] text = {};

    /** Makes the zone's text. */
    @Setup
    public void prepare() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TldZone(DELEGATIONS, 0.3).writeTo(out);
        text = out.toByteArray();
        if (read() != RECORDS) {
            throw new IllegalStateException("the zone has " + read() + " records");
        }
    }

    /** Reads it all and keeps nothing. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long read() throws IOException {
        return ZoneFileReader.read(
                        source(),
                        ZoneFileOptions.of(ORIGIN),
                        (owner, at, length, type, recordClass, ttl, rdata, from, size, place) -> {})
                .records();
    }

    /** Reads it all, sorts and packs. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long readAndPack() throws IOException {
        ZoneBuilder builder = new ZoneBuilder(ORIGIN);
        ZoneFileReader.read(source(), ZoneFileOptions.of(ORIGIN), builder);
        return builder.build(1).records();
    }

    private ZoneFileSource source() {
        return ZoneFileSource.of(new ByteArrayInputStream(text), "generated");
    }
}
