package org.zoneseal.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.proof.ProofOptions;
import org.zoneseal.proof.ProofProgress;
import org.zoneseal.proof.ProofReport;
import org.zoneseal.proof.ZoneFacts;
import org.zoneseal.proof.ZoneProver;
import org.zoneseal.zones.ZoneVersion;

/**
 * Measures what the proof of the next version of a signed zone takes after a change of one name, as
 * a secondary with {@code verify: dnssec} makes it. The change is not signed, so the proof fails;
 * what it looks at is the same.
 *
 * <pre>
 * ProofLatency ZONEFILE COUNT
 * </pre>
 */
public final class ProofLatency {

    private static final Name APEX = Name.parse("example.");
    private static final int THREADS = 2;

    private ProofLatency() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        ZoneVersion version = OneNameChange.read(APEX, ZoneFileSource.of(Path.of(arguments[0])));
        long now = Instant.now().getEpochSecond();
        ProofOptions options =
                ProofOptions.at(now)
                        .withThreads(THREADS)
                        .withZonemd(ProofOptions.ZonemdDemand.IGNORED);
        ZoneProver prover = new ZoneProver(ZoneFacts.of(version), options);
        ProofReport first = prover.finish(version, now, ProofProgress.NONE);
        double[] millis = new double[Integer.parseInt(arguments[1])];
        for (int i = 0; i < millis.length; i++) {
            version = OneNameChange.of(version).applyTo(version);
            millis[i] = 1000 * prover.finish(version, now + i, ProofProgress.NONE).seconds();
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "whole zone: %.1f s, %d problems; each next version, ms: median %.1f, most %.1f%n",
                first.seconds(),
                first.problemCount(),
                millis[millis.length / 2],
                millis[millis.length - 1]);
    }
}
