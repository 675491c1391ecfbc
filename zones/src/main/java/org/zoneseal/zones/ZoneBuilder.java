package org.zoneseal.zones;

import java.util.ArrayList;
import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordSink;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.dns.WireNames;

/**
 * Makes a zone version out of records in any order.
 *
 * <p>The two trees are built side by side, each by a {@link TreeBuilder}: in a transfer the NSEC3
 * records often come behind everything else, and each of the two is in order then.
 */
public final class ZoneBuilder implements RecordSink {

    private static final int CLASS_IN = 1;

    private static final int MAX_WARNINGS = 1000;

    private static final int MAX_REJECTED = 20;

    private final Name apex;
    private final byte[] apexWire;
    private final TreeBuilder names;
    private final TreeBuilder hashes;
    private final List<ZoneWarning> warnings = new ArrayList<>();
    private long warningCount;
    private final List<RejectedRecord> rejected = new ArrayList<>();
    private long rejectedCount;

    public ZoneBuilder(Name apex) {
        this(apex, TreeBuilder.STRETCH);
    }

    /** A builder that packs after so many bytes of records in order. */
    ZoneBuilder(Name apex, int stretch) {
        this.apex = apex;
        this.apexWire = apex.toWire();
        ChunkPool pool = new ChunkPool();
        this.names = new TreeBuilder(apex, stretch, pool);
        this.hashes = new TreeBuilder(apex, stretch, pool);
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
            boolean nsec3 =
                    PageFormat.rrsetType(type, rdata, rdataOffset, rdataLength) == RecordType.NSEC3;
            (nsec3 ? hashes : names)
                    .add(
                            owner,
                            ownerOffset,
                            ownerLength,
                            type,
                            ttl,
                            rdata,
                            rdataOffset,
                            rdataLength);
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
        List<PackedPages> namePages = names.build(tasks);
        List<PackedPages> hashPages = hashes.build(tasks);
        note(names);
        note(hashes);
        return ZoneVersion.of(apex, namePages, hashPages);
    }

    private void note(TreeBuilder tree) {
        warningCount += tree.warningCount();
        tree.warnings().stream().limit(MAX_WARNINGS - warnings.size()).forEach(warnings::add);
    }
}
