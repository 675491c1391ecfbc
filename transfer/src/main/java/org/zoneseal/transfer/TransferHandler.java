package org.zoneseal.transfer;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Answers what is no query: AXFR, IXFR and NOTIFY; other opcodes with NOTIMP. For any number of
 * threads.
 */
public final class TransferHandler {

    public TransferHandler(
            Supplier<TransferContext> context,
            TransferLimits limits,
            NotifyIntake intake,
            InstantSource clock) {
        requireNonNull(context);
        requireNonNull(limits);
        requireNonNull(intake);
        requireNonNull(clock);
    }

    /**
     * Answers a message, and returns when all of the answer is sent or given up. By UDP it does not
     * wait; by stream it waits for the receiver, so it has a thread of its own.
     *
     * @param message a whole message, without the two bytes of length that streams have; untouched
     *     until this returns
     */
    public void handle(byte[] message, int offset, int length, Peer peer, MessageSink sink) {}
}
