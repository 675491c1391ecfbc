package org.zoneseal.zones;

/** Told what happens in a {@link ZoneStore} that an operator should know. Of any thread. */
@FunctionalInterface
public interface StoreEvents {

    /** Tells nobody. */
    StoreEvents NONE = event -> {};

    void happened(StoreEvent event);
}
