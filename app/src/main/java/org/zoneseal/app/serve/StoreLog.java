package org.zoneseal.app.serve;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.zoneseal.zones.StoreEvent;
import org.zoneseal.zones.StoreEvents;

/** Says in the log what happens to the zones on the disk. */
final class StoreLog implements StoreEvents {

    private static final Logger LOG = System.getLogger(StoreLog.class.getName());

    @Override
    public void happened(StoreEvent event) {
        switch (event) {
            case StoreEvent.TailCut _ -> say(Level.WARNING, "store.tail-cut", event);
            case StoreEvent.JournalDamaged _ -> say(Level.ERROR, "store.damaged", event);
            case StoreEvent.ZoneLost lost ->
                    say(Level.ERROR, "store.zone-lost zone=" + lost.apex(), event);
            case StoreEvent.MaintenanceFailed _ -> say(Level.WARNING, "store.postponed", event);
            case StoreEvent.JournalStopped _ -> say(Level.ERROR, "store.stopped", event);
        }
    }

    private static void say(Level level, String name, StoreEvent event) {
        LOG.log(level, name + " " + event.sentence());
    }
}
