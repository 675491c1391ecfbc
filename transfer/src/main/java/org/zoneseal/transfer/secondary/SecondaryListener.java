package org.zoneseal.transfer.secondary;

import org.zoneseal.zones.PublishedZone;

/** Whoever wants to know what happens to the zones that are taken from elsewhere; must not wait. */
public interface SecondaryListener {

    /** Something happened. */
    void happened(SecondaryEvent event);

    /** A new version is visible: those who take the zone from here are to be told. */
    void published(PublishedZone zone);
}
