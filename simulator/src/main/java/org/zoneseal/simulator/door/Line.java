package org.zoneseal.simulator.door;

import java.io.IOException;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * What a codec needs of its connection: bytes in, bytes out, within limits. Mutable, for one
 * thread.
 */
final class Line {

    /** What may be held besides frames without being counted. */
    private static final int FREE = Receiver.BASE;

    private final Pipe pipe;
    private final Patience patience;
    private final DoorLimits limits;
    private final Memory.Share answerShare;
    private final Receiver receiver;
    private final WireWriter out;
    private final DoorCounters counters;

    Line(Pipe pipe, Patience patience, DoorLimits limits, Memory memory, DoorCounters counters) {
        this.pipe = pipe;
        this.patience = patience;
        this.limits = limits;
        this.answerShare = memory.new Share();
        this.receiver = new Receiver(pipe, patience, limits.frameTime(), memory.new Share());
        this.out = new WireWriter(this::growAnswer);
        this.counters = counters;
    }

    Receiver receiver() {
        return receiver;
    }

    WireWriter out() {
        return out;
    }

    DoorLimits limits() {
        return limits;
    }

    DoorCounters counters() {
        return counters;
    }

    /** Whether a request that arrived with the last bytes has waited too long. */
    boolean isLate(long milliseconds) {
        return milliseconds != 0 && patience.now() - receiver.arrived() >= milliseconds;
    }

    /** Counts memory that an answer takes before it is written. */
    void expect(long bytes) {
        if (bytes > FREE) {
            answerShare.hold(bytes);
        }
    }

    /** Refuses an answer longer than the frames that the client was told of. */
    void requireSendable(int length) {
        if (length > limits.frame()) {
            throw tooLong();
        }
    }

    /** Sends what was written, and forgets it. */
    void send() throws IOException {
        patience.endsIn(limits.frameTime());
        pipe.write(out.array(), 0, out.length());
        patience.lift();
        out.shrink(FREE);
        answerShare.release();
    }

    /** Sends within the time that the opening has. */
    void sendOpening() throws IOException {
        pipe.write(out.array(), 0, out.length());
        out.clear();
    }

    void release() {
        out.clear();
        receiver.release();
        answerShare.release();
    }

    private CryptokiException tooLong() {
        return new CryptokiException(
                Ckr.DEVICE_MEMORY,
                "the answer is longer than %d bytes; ask for less at a time"
                        .formatted(limits.frame()));
    }

    private void growAnswer(int capacity) {
        if (capacity > 2L * limits.frame()) {
            throw tooLong();
        }
        if (capacity > FREE) {
            answerShare.hold(2L * capacity);
        }
    }
}
