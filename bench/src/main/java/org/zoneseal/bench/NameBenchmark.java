package org.zoneseal.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.zoneseal.dns.CanonicalKey;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Nsec3Hash;

/** What is done once for each name: its key in canonical order, its NSEC3 hash. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NameBenchmark {

    private final byte[] name = Name.parse("Delegation-Of-Some-Length42.example.").toWire();
    private final byte[] lower =
            Name.parse("delegation-of-some-length42.example.").toCanonicalWire();
    private final byte[] out = new byte[CanonicalKey.MAX_LENGTH];
    private final Nsec3Hash hash = new Nsec3Hash(0, new byte[0]);

    /** The key that sorts as RFC 4034 §6.1 says. */
    @Benchmark
    public int canonicalKey() {
        return CanonicalKey.encode(name, 0, out, 0);
    }

    /** One SHA-1, no salt and no extra iterations (RFC 9276). */
    @Benchmark
    public byte nsec3Hash() {
        hash.hash(lower, 0, lower.length, out, 0);
        return out[0];
    }
}
