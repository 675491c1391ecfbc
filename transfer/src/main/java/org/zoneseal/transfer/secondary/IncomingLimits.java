package org.zoneseal.transfer.secondary;

import java.time.Duration;

/**
 * How much a primary may send, and how long it may take.
 *
 * @param bytes bytes that one transfer takes in memory, all names in full; no more come either
 * @param records records of one transfer
 * @param messages messages of one transfer
 * @param recordBytes bytes of one record's data, names in full
 * @param differences sequences of one IXFR
 * @param changesOfZone an IXFR of more bytes than this share of the zone is dropped for an AXFR
 * @param connect for a connection to come about
 * @param idle between two bytes
 * @param whole for one transfer, from the connection on
 * @param pace how fast it must come
 */
public record IncomingLimits(
        long bytes,
        long records,
        long messages,
        int recordBytes,
        int differences,
        double changesOfZone,
        Duration connect,
        Duration idle,
        Duration whole,
        Pace pace) {

    /**
     * A quarter of the heap, 50 M records, 10 000 differences, 10 s to connect, 30 s idle, 2 h in
     * all, 4 KiB/s after the first minute.
     */
    public static final IncomingLimits DEFAULT =
            new IncomingLimits(
                    Math.max(1, Runtime.getRuntime().maxMemory() / 4),
                    50_000_000,
                    10_000_000,
                    0xffff,
                    10_000,
                    1.0,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofHours(2),
                    new Pace(4096, Duration.ofMinutes(1)));

    /**
     * How fast a primary must send on the average: one that sends a byte now and then would hold
     * its place, and the memory of what it has sent, for as long as a transfer may take.
     *
     * @param bytesPerSecond after the grace
     * @param grace how long it may take whatever its pace
     */
    public record Pace(long bytesPerSecond, Duration grace) {}

    public IncomingLimits {
        if (bytes < 1 || records < 1 || messages < 1 || recordBytes < 1 || differences < 1) {
            throw new IllegalArgumentException("a limit of a transfer that lets nothing pass");
        }
        if (!isPositive(connect) || !isPositive(idle) || !isPositive(whole)) {
            throw new IllegalArgumentException("a time limit of a transfer of nothing");
        }
        if (!(changesOfZone >= 0)) {
            throw new IllegalArgumentException("a share of " + changesOfZone);
        }
    }

    private static boolean isPositive(Duration duration) {
        return duration.toMillis() > 0;
    }

    public IncomingLimits withBytes(long most) {
        return new IncomingLimits(
                most,
                records,
                messages,
                recordBytes,
                differences,
                changesOfZone,
                connect,
                idle,
                whole,
                pace);
    }

    public IncomingLimits withRecords(long most) {
        return new IncomingLimits(
                bytes,
                most,
                messages,
                recordBytes,
                differences,
                changesOfZone,
                connect,
                idle,
                whole,
                pace);
    }

    public IncomingLimits withMessages(long most) {
        return new IncomingLimits(
                bytes,
                records,
                most,
                recordBytes,
                differences,
                changesOfZone,
                connect,
                idle,
                whole,
                pace);
    }

    public IncomingLimits withRecordBytes(int most) {
        return new IncomingLimits(
                bytes,
                records,
                messages,
                most,
                differences,
                changesOfZone,
                connect,
                idle,
                whole,
                pace);
    }

    public IncomingLimits withDifferences(int most) {
        return new IncomingLimits(
                bytes,
                records,
                messages,
                recordBytes,
                most,
                changesOfZone,
                connect,
                idle,
                whole,
                pace);
    }

    public IncomingLimits withPace(Pace least) {
        return new IncomingLimits(
                bytes,
                records,
                messages,
                recordBytes,
                differences,
                changesOfZone,
                connect,
                idle,
                whole,
                least);
    }

    public IncomingLimits withTimes(Duration toConnect, Duration betweenBytes, Duration inAll) {
        return new IncomingLimits(
                bytes,
                records,
                messages,
                recordBytes,
                differences,
                changesOfZone,
                toConnect,
                betweenBytes,
                inAll,
                pace);
    }
}
