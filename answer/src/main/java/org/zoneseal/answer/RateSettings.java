package org.zoneseal.answer;

import java.util.List;

/**
 * How many answers one network gets by UDP; immutable.
 *
 * @param answersPerSecond answers with what was asked for, or that there is none of the type
 * @param referralsPerSecond referrals
 * @param nxdomainsPerSecond answers that there is no such name
 * @param errorsPerSecond everything else
 * @param windowSeconds how deep a network gets into the red that does not stop asking
 * @param slip one of so many withheld answers goes out empty and truncated; 0 for none, 1 for all
 * @param accounts how many pairs of a network and a kind of answer are remembered; rounded up to a
 *     power of two, eight bytes each
 * @param exempt who is not limited
 */
public record RateSettings(
        int answersPerSecond,
        int referralsPerSecond,
        int nxdomainsPerSecond,
        int errorsPerSecond,
        int windowSeconds,
        int slip,
        int accounts,
        List<Network> exempt) {

    private static final int MOST_PER_SECOND = 30_000;
    private static final int MOST_WINDOW = 15;
    private static final int MOST_SLIP = 10;
    private static final int MOST_ACCOUNTS = 1 << 24;

    public RateSettings {
        exempt = List.copyOf(exempt);
        requireRange(answersPerSecond, 1, MOST_PER_SECOND, "answers a second");
        requireRange(referralsPerSecond, 1, MOST_PER_SECOND, "referrals a second");
        requireRange(nxdomainsPerSecond, 1, MOST_PER_SECOND, "NXDOMAIN answers a second");
        requireRange(errorsPerSecond, 1, MOST_PER_SECOND, "errors a second");
        requireRange(windowSeconds, 1, MOST_WINDOW, "seconds of the window");
        requireRange(slip, 0, MOST_SLIP, "answers for one that slips");
        requireRange(accounts, 4, MOST_ACCOUNTS, "accounts");
    }

    private static void requireRange(int value, int least, int most, String what) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    what + ": " + least + " to " + most + " may be, not " + value);
        }
    }

    /** The same rate for all kinds, a window of 15 seconds, every second one slips. */
    public static RateSettings of(int perSecond) {
        return new RateSettings(
                perSecond, perSecond, perSecond, perSecond, MOST_WINDOW, 2, 1 << 17, List.of());
    }

    public RateSettings withSlip(int other) {
        return new RateSettings(
                answersPerSecond,
                referralsPerSecond,
                nxdomainsPerSecond,
                errorsPerSecond,
                windowSeconds,
                other,
                accounts,
                exempt);
    }

    public RateSettings withExempt(List<Network> networks) {
        return new RateSettings(
                answersPerSecond,
                referralsPerSecond,
                nxdomainsPerSecond,
                errorsPerSecond,
                windowSeconds,
                slip,
                accounts,
                networks);
    }
}
