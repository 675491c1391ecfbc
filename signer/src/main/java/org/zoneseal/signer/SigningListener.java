package org.zoneseal.signer;

import org.zoneseal.zones.PackedPages;
import org.zoneseal.zones.ZoneVersion;

/** Hears how signing gets on; called on the thread that signs, in order. */
public interface SigningListener {

    /** Nothing is listened to. */
    SigningListener NONE = new SigningListener() {};

    /**
     * The zone is about to be signed.
     *
     * @param prepared the zone with its apex made ready
     * @param shares into how many shares it was cut, NSEC3 aside
     */
    default void started(ZoneVersion prepared, int shares) {}

    /** A share of the names is signed; shares come in canonical order. */
    default void namesSigned(PackedPages pages, int share, int shares) {}

    /** A share of the NSEC3 chain is signed; shares come in hash order. */
    default void nsec3Signed(PackedPages pages, int share, int shares) {}
}
