package org.zoneseal.app.serve;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.zoneseal.transfer.secondary.SecondaryEvent;
import org.zoneseal.transfer.secondary.SecondaryListener;
import org.zoneseal.zones.PublishedZone;

/**
 * Says in the log what happens to zones that come from primaries, and counts it.
 *
 * @param publisher is told of each new version
 */
record SecondaryLog(FileZones.Publisher publisher, TransferTally tally)
        implements SecondaryListener {

    private static final Logger LOG = System.getLogger(SecondaryLog.class.getName());

    @Override
    public void happened(SecondaryEvent event) {
        switch (event) {
            case SecondaryEvent.Transferred _ -> {
                tally.good().increment();
                say(Level.INFO, "transfer.in", event);
            }
            case SecondaryEvent.FellBack _ -> say(Level.INFO, "transfer.in-whole", event);
            case SecondaryEvent.Failed failed -> {
                tally.failed().increment();
                boolean isUnproved = failed.name().equals("transfer-refused");
                say(
                        isUnproved ? Level.ERROR : Level.WARNING,
                        isUnproved ? "transfer.in-refused" : "transfer.in-failed",
                        event);
            }
            case SecondaryEvent.Unrefreshed _ -> say(Level.WARNING, "zone.unrefreshed", event);
            case SecondaryEvent.Expired _ -> say(Level.ERROR, "zone.expired", event);
            case SecondaryEvent.HeldProved _ -> say(Level.INFO, "zone.proved", event);
            case SecondaryEvent.HeldUnproved _ -> say(Level.ERROR, "zone.unproved", event);
            case SecondaryEvent.ProofBrokeOff _ -> say(Level.WARNING, "zone.proof-failed", event);
            case SecondaryEvent.SignaturesEnded _ ->
                    say(Level.ERROR, "zone.signatures-ended", event);
            case SecondaryEvent.SignaturesRunOut _ ->
                    say(Level.WARNING, "zone.signatures-end", event);
        }
    }

    @Override
    public void published(PublishedZone zone) {
        publisher.published(zone);
    }

    private static void say(Level level, String name, SecondaryEvent event) {
        LOG.log(level, name + " zone=" + event.apex() + " " + event.sentence());
    }
}
