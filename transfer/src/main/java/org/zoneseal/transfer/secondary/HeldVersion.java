package org.zoneseal.transfer.secondary;

import org.zoneseal.zones.Provenance;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneStore;
import org.zoneseal.zones.ZoneVersion;

/**
 * A version that is held from before, which nobody has proved by the rule of now: the rule was
 * another, or its anchors were, or the verifier looked at less.
 *
 * <p>How long its signatures must go on being valid is asked of what comes, and not of what is
 * there: it would take a zone away before its time.
 */
record HeldVersion(
        SecondaryZone zone, PublishedZone published, ZoneVersion version, ZoneStore store) {

    long serial() {
        return version.serial();
    }

    /** Whether it is still what is published. */
    boolean isCurrent() {
        Publication current = published.current();
        return current != null && current.version() == version;
    }

    /** What the rule says of it. */
    Verdict verdict(long now) {
        return new ZoneVerifier(zone.verification().withExpiryFloor(0)).verify(version, now);
    }

    /** Keeps what was proved with it, so that the next start need not. */
    void attest(Verdict verdict) {
        store.provenance(zone.apex())
                .map(known -> new Provenance(known.origin(), known.receivedAt(), verdict.proof()))
                .ifPresent(proved -> store.attest(published, version, proved));
    }

    Failure failure(Verdict verdict) {
        return new Failure(
                Failure.Kind.NOT_VERIFIED,
                "serial "
                        + serial()
                        + ", which is held, does not pass verify: "
                        + zone.verification().word()
                        + ": "
                        + verdict.reasons());
    }
}
