package org.zoneseal.transfer.secondary;

import java.time.Instant;
import java.util.OptionalLong;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.secondary.TransferOutcome.Volume;

/** Something that happened to a zone that is taken from elsewhere. */
public sealed interface SecondaryEvent {

    /** Which zone. */
    Name apex();

    /** A stable name for logs. */
    String name();

    /** What happened, for people. */
    String sentence();

    /**
     * A new version is answered from now on.
     *
     * @param before serial of the version before, if there was one
     * @param whole whether the zone came whole, by AXFR
     */
    record Transferred(
            Name apex,
            Primary primary,
            OptionalLong before,
            long serial,
            boolean whole,
            Volume volume,
            Verdict verdict)
            implements SecondaryEvent {
        @Override
        public String name() {
            return "zone-transferred";
        }

        @Override
        public String sentence() {
            return "serial "
                    + serial
                    + (before.isPresent() ? " after " + before.getAsLong() : "")
                    + " from "
                    + primary
                    + (whole ? " by AXFR, " : " by IXFR, ")
                    + volume.records()
                    + " records, "
                    + volume.bytes()
                    + " bytes, verified: "
                    + verdict.mode().name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** An IXFR was of no use; the whole zone is asked for instead. */
    record FellBack(Name apex, Primary primary, Failure failure) implements SecondaryEvent {
        @Override
        public String name() {
            return "transfer-fell-back";
        }

        @Override
        public String sentence() {
            return "IXFR from " + primary + " is of no use, asking for AXFR: " + failure;
        }
    }

    /** A primary was of no use. */
    record Failed(Name apex, Primary primary, Failure failure) implements SecondaryEvent {
        @Override
        public String name() {
            return failure.kind() == Failure.Kind.NOT_VERIFIED
                    ? "transfer-refused"
                    : "transfer-failed";
        }

        @Override
        public String sentence() {
            return primary + ": " + failure;
        }
    }

    /** No primary was of use this time. */
    record Unrefreshed(Name apex, Failure last, long nextTry) implements SecondaryEvent {
        @Override
        public String name() {
            return "zone-unrefreshed";
        }

        @Override
        public String sentence() {
            return "no primary could be used, next try at "
                    + Instant.ofEpochSecond(nextTry)
                    + "; the last said: "
                    + last;
        }
    }

    /** The zone is no longer answered. */
    record Expired(Name apex) implements SecondaryEvent {
        @Override
        public String name() {
            return "zone-expired";
        }

        @Override
        public String sentence() {
            return "no primary could be asked for as long as the SOA allows; the zone is not"
                    + " answered any more";
        }
    }

    /** What is held has passed the proof that is asked for now. */
    record HeldProved(Name apex, long serial, Verdict verdict) implements SecondaryEvent {
        @Override
        public String name() {
            return "zone-proved";
        }

        @Override
        public String sentence() {
            return "serial "
                    + serial
                    + ", which was held, is verified: "
                    + verdict.mode().name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What is held has not passed the proof that is asked for now, and is answered no more. */
    record HeldUnproved(Name apex, long serial, Verdict verdict) implements SecondaryEvent {
        @Override
        public String name() {
            return "zone-unproved";
        }

        @Override
        public String sentence() {
            return "serial "
                    + serial
                    + ", which was held, is not what the authority signed and is not answered any"
                    + " more; the primaries are asked for the whole zone: "
                    + verdict.reasons();
        }
    }

    /** Proving what is held came to no end; it is tried again. */
    record ProofBrokeOff(Name apex, long serial, String why) implements SecondaryEvent {
        @Override
        public String name() {
            return "zone-proof-broke-off";
        }

        @Override
        public String sentence() {
            return "proving serial " + serial + ", which is held, is tried again: " + why;
        }
    }

    /** Signatures of the version that is answered are of no use any more. */
    record SignaturesEnded(Name apex, long at) implements SecondaryEvent {
        @Override
        public String name() {
            return "signatures-ended";
        }

        @Override
        public String sentence() {
            return "the first signature expired at "
                    + Instant.ofEpochSecond(at)
                    + " and no newer version has come: who validates does not believe all of it"
                    + " any more";
        }
    }

    /** Signatures of the version that is answered will soon be of no use. */
    record SignaturesRunOut(Name apex, long at) implements SecondaryEvent {
        @Override
        public String name() {
            return "signatures-run-out";
        }

        @Override
        public String sentence() {
            return "the first signature expires at "
                    + Instant.ofEpochSecond(at)
                    + " and no newer version has come";
        }
    }
}
