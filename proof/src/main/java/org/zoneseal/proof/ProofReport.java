package org.zoneseal.proof;

import java.util.List;
import org.zoneseal.dns.Name;
import org.zoneseal.dnssec.Dnskey;

/**
 * What a proof found: the record that a durable version of a zone carries with it.
 *
 * @param apex which zone
 * @param serial its SOA serial, 0 if there is no SOA
 * @param at the time it was held against, in seconds since 1970
 * @param problems the first problems, in canonical order of owners, what is wrong with the zone as
 *     a whole first
 * @param problemCount all problems
 * @param counts what was looked at
 * @param earliestExpiry when the first signature expires, in seconds since 1970; {@code
 *     Long.MAX_VALUE} if there is none
 * @param keys the zone keys published
 * @param denial how the zone denies
 * @param zonemd what became of the ZONEMD records
 * @param verifierVersion see {@link #VERIFIER_VERSION}
 * @param seconds how long it took
 */
public record ProofReport(
        Name apex,
        long serial,
        long at,
        List<Problem> problems,
        long problemCount,
        Counts counts,
        long earliestExpiry,
        List<Dnskey> keys,
        Denial denial,
        ZonemdStatus zonemd,
        int verifierVersion,
        double seconds) {

    /** Goes up when a proof begins to look at something it did not look at before. */
    public static final int VERIFIER_VERSION = 1;

    public ProofReport {
        problems = List.copyOf(problems);
        keys = List.copyOf(keys);
    }

    /** Whether nothing is wrong. */
    public boolean isProved() {
        return problemCount == 0;
    }

    /** How a zone denies that a name exists. */
    public enum Denial {
        NONE,
        NSEC,
        NSEC3
    }

    /** What became of the ZONEMD records. */
    public enum ZonemdStatus {
        /** Nobody asked. */
        IGNORED,
        ABSENT,
        VERIFIED,
        /** Only schemes or hashes that we do not know (RFC 8976 §4 tolerates that). */
        UNSUPPORTED,
        FAILED
    }

    /**
     * What was looked at.
     *
     * @param records all records
     * @param rrsets authoritative RRsets
     * @param signatures signatures that were verified
     * @param denialRecords NSEC or NSEC3 records in the chain
     * @param optedOut unsigned delegations that an opt-out span covers
     */
    public record Counts(
            long records, long rrsets, long signatures, long denialRecords, long optedOut) {}
}
