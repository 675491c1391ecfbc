package org.zoneseal.zones;

import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;

/**
 * A zone that this server is authoritative for, whichever version of it is answered right now.
 *
 * <p>Readers take {@link #current} once per question and hold on to what they got: versions are
 * immutable, and the swap to the next is one write. Whoever publishes has made the version durable
 * before.
 */
public final class PublishedZone {

    private final Name apex;
    private volatile @Nullable Publication current;

    public PublishedZone(Name apex) {
        this.apex = apex;
    }

    public Name apex() {
        return apex;
    }

    /**
     * What is answered; null while there is nothing yet, as in a secondary before its first
     * transfer. (Null, not Optional: every query asks.)
     */
    public @Nullable Publication current() {
        return current;
    }

    /** Makes it visible, to every query that comes from now on. */
    public void publish(Publication next) {
        if (!next.version().apex().equals(apex)) {
            throw new IllegalArgumentException(
                    "a version of " + next.version().apex() + " published as " + apex);
        }
        current = next;
    }
}
