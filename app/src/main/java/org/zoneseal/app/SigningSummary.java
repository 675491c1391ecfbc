package org.zoneseal.app;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code zoneseal sign} did, for a person and for {@code --json}.
 *
 * @param output where the signed zone is
 * @param recordsIn records in the zone file
 * @param replaced DNSSEC records of the zone file that were replaced
 * @param names owner names signed or copied, NSEC3 owners aside
 * @param signaturesPerSecond signatures made by the second of the signing phase
 * @param keys every key published
 * @param ds the DS records for the parent, in presentation form
 * @param proof {@code proved}, or {@code not proved} if that was left out
 */
record SigningSummary(
        String zone,
        String output,
        long serial,
        long recordsIn,
        long recordsOut,
        long replaced,
        long names,
        long signaturesMade,
        long signaturesReused,
        long denialRecords,
        String denial,
        List<KeyLine> keys,
        List<String> ds,
        Seconds seconds,
        long signaturesPerSecond,
        String proof,
        long signaturesVerified,
        @Nullable String earliestExpiry,
        long bytesInMemory) {

    /** One published key. */
    record KeyLine(String role, String algorithm, int tag, String where) {}

    /**
     * Wall time by phase; the proof runs beside signing and writing, its seconds are what it took
     * longer.
     */
    record Seconds(double read, double keys, double sign, double write, double proof, double all) {}

    void print(PrintStream out) {
        line(out, "zone", zone + "  serial " + serial);
        line(
                out,
                "records",
                String.format(
                        Locale.ROOT,
                        "%,d in, %,d out at %,d names; %,d DNSSEC records of the source replaced",
                        recordsIn,
                        recordsOut,
                        names,
                        replaced));
        line(
                out,
                "signatures",
                String.format(
                        Locale.ROOT,
                        "%,d made, %,d kept (%,d/s)",
                        signaturesMade,
                        signaturesReused,
                        signaturesPerSecond));
        line(out, "denial", String.format(Locale.ROOT, "%,d %s records", denialRecords, denial));
        for (KeyLine key : keys) {
            line(
                    out,
                    "key",
                    key.role() + " " + key.algorithm() + " tag " + key.tag() + ", " + key.where());
        }
        ds.forEach(record -> line(out, "DS", record));
        line(
                out,
                "time",
                String.format(
                        Locale.ROOT,
                        "%.2f s: read %.2f, keys %.2f, sign %.2f, write %.2f, proof %.2f beyond that",
                        seconds.all(),
                        seconds.read(),
                        seconds.keys(),
                        seconds.sign(),
                        seconds.write(),
                        seconds.proof()));
        line(out, "proof", proofText());
        line(out, "output", output);
    }

    private String proofText() {
        return earliestExpiry == null
                ? proof
                : String.format(
                        Locale.ROOT,
                        "%s: %,d signatures verified, the first expires %s",
                        proof,
                        signaturesVerified,
                        earliestExpiry);
    }

    private static void line(PrintStream out, String label, String text) {
        out.printf("%-11s %s%n", label, text);
    }
}
