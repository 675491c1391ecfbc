package org.zoneseal.transfer;

import java.time.Duration;

/**
 * What transfers out may take.
 *
 * @param atOnce transfers by stream at a time, over all
 * @param atOncePerPeer of these, to one address
 * @param bytesPerSecond the pace that a receiver must keep on the average; one that does not is cut
 *     off, so that it does not hold a version of the zone in memory
 * @param grace how long a transfer may take whatever its pace
 */
public record TransferLimits(int atOnce, int atOncePerPeer, long bytesPerSecond, Duration grace) {

    /** 64 transfers, 8 to one address, 16 KiB/s after the first minute. */
    public static final TransferLimits DEFAULT =
            new TransferLimits(64, 8, 16 * 1024, Duration.ofMinutes(1));
}
