package org.zoneseal.transfer.secondary;

import java.util.List;
import org.zoneseal.dns.Name;

/**
 * A zone that is taken from elsewhere, as it is configured.
 *
 * @param apex its name
 * @param primaries where from, the first first
 * @param verification what it must prove
 * @param limits how much may come
 * @param bounds how its times are followed
 */
public record SecondaryZone(
        Name apex,
        List<Primary> primaries,
        VerificationRule verification,
        IncomingLimits limits,
        TimerBounds bounds) {

    public SecondaryZone {
        primaries = List.copyOf(primaries);
        if (primaries.isEmpty()) {
            throw new IllegalArgumentException("the zone " + apex + " has no primary");
        }
    }

    /** With all that can be left out left out. */
    public static SecondaryZone of(Name apex, List<Primary> primaries) {
        return new SecondaryZone(
                apex,
                primaries,
                VerificationRule.NONE,
                IncomingLimits.DEFAULT,
                TimerBounds.DEFAULT);
    }

    public SecondaryZone withVerification(VerificationRule other) {
        return new SecondaryZone(apex, primaries, other, limits, bounds);
    }

    public SecondaryZone withLimits(IncomingLimits other) {
        return new SecondaryZone(apex, primaries, verification, other, bounds);
    }

    public SecondaryZone withBounds(TimerBounds other) {
        return new SecondaryZone(apex, primaries, verification, limits, other);
    }
}
