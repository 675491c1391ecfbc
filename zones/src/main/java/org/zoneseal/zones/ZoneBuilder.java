package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordSink;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.dns.WireNames;

/**
 * Makes a zone version out of records in any order.
 *
 * <p>Records are taken into a {@link RunStore} as they come, sorted once, and packed into pages by
 * several threads, each with its own stretch of names.
 */
public final class ZoneBuilder implements RecordSink {

    private static final int CLASS_IN = 1;

    private static final int MAX_WARNINGS = 1000;

    private static final int MAX_REJECTED = 20;

    private final Name apex;
    private final byte[] apexWire;
    private RunStore runs;
    private final List<ZoneWarning> warnings = new ArrayList<>();
    private long warningCount;
    private final List<RejectedRecord> rejected = new ArrayList<>();
    private long rejectedCount;

    public ZoneBuilder(Name apex) {
        this.apex = apex;
        this.apexWire = apex.toWire();
        this.runs = new RunStore(apexWire.length);
    }

    @Override
    public void record(
            byte[] owner,
            int ownerOffset,
            int ownerLength,
            int type,
            int recordClass,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength,
            SourcePosition position) {
        if (recordClass != CLASS_IN) {
            reject(
                    "a record of class " + recordClass + "; only IN is served",
                    owner,
                    ownerOffset,
                    position);
        } else if (!inZone(owner, ownerOffset, ownerLength)) {
            reject("a name outside the zone " + apex, owner, ownerOffset, position);
        } else {
            runs.add(owner, ownerOffset, ownerLength, type, ttl, rdata, rdataOffset, rdataLength);
        }
    }

    private boolean inZone(byte[] owner, int offset, int length) {
        int below = length - apexWire.length;
        if (below < 0
                || !WireNames.equalsIgnoreCase(
                        owner, offset + below, apexWire, 0, apexWire.length)) {
            return false;
        }
        int at = offset;
        while (at < offset + below) {
            at += owner[at] + 1;
        }
        return at == offset + below;
    }

    private void reject(String reason, byte[] owner, int offset, SourcePosition position) {
        if (rejectedCount++ < MAX_REJECTED) {
            rejected.add(
                    new RejectedRecord(Name.fromWire(owner, offset), reason, position.toString()));
        }
    }

    /** Records that are not of this zone, the first 20 of them; they are left out. */
    public List<RejectedRecord> rejected() {
        return List.copyOf(rejected);
    }

    public long rejectedCount() {
        return rejectedCount;
    }

    /** What was put right, the first thousand; complete after {@link #build}. */
    public List<ZoneWarning> warnings() {
        return List.copyOf(warnings);
    }

    public long warningCount() {
        return warningCount;
    }

    /** A record that is left out, and where it was. */
    public record RejectedRecord(Name owner, String reason, String position) {}

    /**
     * Sorts and packs what was taken in; the builder is of no further use.
     *
     * @param tasks how many stretches to pack side by side
     */
    public ZoneVersion build(int tasks) {
        RunStore sorted = runs;
        runs = new RunStore(apexWire.length);
        sorted.sort();
        List<ForkJoinTask<RunPacker>> forked = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= tasks; i++) {
            int to = ownerBoundary(sorted, (int) ((long) sorted.runs() * i / tasks));
            if (to > from) {
                int start = from;
                Callable<RunPacker> pack = () -> new RunPacker(sorted, apex).pack(start, to);
                forked.add(ForkJoinPool.commonPool().submit(pack));
                from = to;
            }
        }
        List<PackedPages> names = new ArrayList<>();
        List<PackedPages> hashes = new ArrayList<>();
        for (ForkJoinTask<RunPacker> task : forked) {
            RunPacker packer = task.join();
            names.add(packer.names());
            hashes.add(packer.hashes());
            warningCount += packer.warningCount();
            packer.warnings().stream().limit(MAX_WARNINGS - warnings.size()).forEach(warnings::add);
        }
        return ZoneVersion.of(apex, names, hashes);
    }

    /** The first run at or after {@code run} that begins another owner. */
    private static int ownerBoundary(RunStore runs, int run) {
        int at = run;
        while (at > 0 && at < runs.runs() && runs.sameOwner(at - 1, at)) {
            at++;
        }
        return at;
    }
}
