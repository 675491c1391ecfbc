package org.zoneseal.transfer.secondary;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.Section;
import org.zoneseal.zones.ZoneVersion;

/**
 * What is asked of a primary.
 *
 * @param id of the message
 * @param apex the zone
 * @param type SOA, AXFR or IXFR
 * @param held what we have of it; null for nothing
 * @param changesOfZone see {@link IncomingLimits}
 */
record TransferQuestion(
        int id, Name apex, int type, @Nullable ZoneVersion held, double changesOfZone) {

    /** Differences of a zone may always have this many bytes, however small the zone. */
    private static final long LEAST_CHANGE_BYTES = 65_536;

    private static final int ROOM = 2048;

    /** Serial of what we hold; meaningless if we hold nothing. */
    long heldSerial() {
        return held == null ? 0 : held.serial();
    }

    /** Whether a serial is not newer than what we hold. */
    boolean isHeldOrOlder(long serial) {
        return held != null && !Serials.isNewer(serial, held.serial());
    }

    /** How many bytes of differences are taken. */
    long changeBytes() {
        double share = held == null ? 0 : held.packedBytes() * changesOfZone;
        return Math.max(LEAST_CHANGE_BYTES, (long) share);
    }

    /** The message; an IXFR has the SOA that we hold in its authority section (RFC 1995 §3). */
    byte[] message() {
        byte[] buffer = new byte[ROOM];
        MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, buffer.length, NameCompression.SAME_CASE, id, 0);
        byte[] name = apex.toWire();
        writer.question(name, 0, type, RecordClass.IN);
        if (type == RecordType.IXFR && held != null) {
            byte[] soa = held.soaRdata();
            writer.record(
                    Section.AUTHORITY,
                    name,
                    0,
                    RecordType.SOA,
                    RecordClass.IN,
                    0,
                    soa,
                    0,
                    soa.length);
        }
        return Arrays.copyOf(buffer, writer.end());
    }

    @Override
    public String toString() {
        return apex + " " + RecordTypes.name(type);
    }
}
