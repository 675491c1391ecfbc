package org.zoneseal.zones;

import java.nio.file.Path;
import org.zoneseal.dns.Name;

/** Something in a {@link ZoneStore} that its operator should know. */
public sealed interface StoreEvent {

    /** What happened, and what to do about it if anything. */
    String sentence();

    /** The remains of a change that was never confirmed were cut off, as after any crash. */
    record TailCut(Path file, long bytes) implements StoreEvent {
        @Override
        public String sentence() {
            return file
                    + ": the last "
                    + bytes
                    + " bytes were of a change that was not finished when the process or the"
                    + " machine stopped; they were cut off";
        }
    }

    /** A file of the journal is not as it was written. The zones concerned are told of apart. */
    record JournalDamaged(Path file, String how) implements StoreEvent {
        @Override
        public String sentence() {
            return file + " is damaged (" + how + "); what is whole in it was read; check the disk";
        }
    }

    /** A zone comes up empty, because what was stored of it is not whole. */
    record ZoneLost(Name apex, Path file, String how) implements StoreEvent {
        @Override
        public String sentence() {
            return "the zone "
                    + apex
                    + " is not whole in "
                    + file
                    + " ("
                    + how
                    + "); it starts without content, to be loaded or transferred anew";
        }
    }

    /** Work in the background failed; nothing is lost, it is tried again. */
    record MaintenanceFailed(String what, String why) implements StoreEvent {
        @Override
        public String sentence() {
            return what + " failed: " + why + "; nothing is lost, it is tried again later";
        }
    }

    /** The journal takes no more changes. */
    record JournalStopped(Path folder, String why) implements StoreEvent {
        @Override
        public String sentence() {
            return "the journal in "
                    + folder
                    + " takes no more changes ("
                    + why
                    + "); zones are served as they are; check the disk, then restart";
        }
    }
}
