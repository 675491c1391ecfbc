package org.zoneseal.transfer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.EdnsOptions;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.tsig.TsigSession;

/**
 * What is around the records of one transfer: headers, the question, OPT, signatures, the way out,
 * and the pace that the receiver must keep; mutable, for one thread.
 */
final class TransferAnswer {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private final Request request;
    private final byte[] question;
    private final MessageSink sink;
    private final @Nullable TsigSession session;
    private final TransferLimits limits;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long begun;
    private final int maxLength;
    private final byte[] opt;
    private boolean isFirst = true;
    private long messages;
    private long bytes;

    /**
     * @param nanos a clock that nobody sets, for the pace
     * @param maxLength of one message, its signature included; that of a stream means that there
     *     may be many
     * @param options of the OPT record in the first message; not used if the client has none
     */
    TransferAnswer(
            Request request,
            MessageSink sink,
            @Nullable TsigSession session,
            TransferLimits limits,
            InstantSource clock,
            LongSupplier nanos,
            int maxLength,
            EdnsOptions options) {
        this.request = request;
        this.question = request.question().toWire();
        this.sink = sink;
        this.session = session;
        this.limits = limits;
        this.clock = clock;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.maxLength = maxLength;
        this.opt = request.hasEdns() ? OptRecord.of(options) : new byte[0];
    }

    boolean isStream() {
        return maxLength == MessageReader.MAX_LENGTH;
    }

    int maxLength() {
        return maxLength;
    }

    /** Bytes of a message that are not for its records. */
    int reserved() {
        return (isFirst ? opt.length : 0) + (session == null ? 0 : session.recordLength());
    }

    byte[] question() {
        return question;
    }

    /** Writes the question and returns the offset behind it. */
    int writeQuestion(byte[] out, int at) {
        System.arraycopy(question, 0, out, at, question.length);
        SHORT.set(out, at + question.length, (short) request.type());
        SHORT.set(out, at + question.length + 2, (short) request.recordClass());
        return at + question.length + 4;
    }

    /** Writes the header and what follows the records; returns the offset behind the message. */
    int close(byte[] out, int start, int end, int records) {
        SHORT.set(out, start, (short) request.id());
        SHORT.set(out, start + 2, (short) (MessageFlags.RESPONSE | MessageFlags.AUTHORITATIVE));
        SHORT.set(out, start + 4, (short) (isFirst ? 1 : 0));
        SHORT.set(out, start + 6, (short) records);
        SHORT.set(out, start + 8, (short) 0);
        SHORT.set(out, start + 10, (short) 0);
        int behind = end;
        if (isFirst && opt.length > 0) {
            SHORT.set(out, start + 10, (short) 1);
            System.arraycopy(opt, 0, out, behind, opt.length);
            behind += opt.length;
        }
        isFirst = false;
        messages++;
        if (session != null) {
            long now = clock.instant().getEpochSecond();
            behind = start + session.sign(out, start, behind - start, now);
        }
        return behind;
    }

    /** Sends the messages that lie from the buffer's begin on, each behind its length. */
    void send(byte[] buffer, int length) {
        if (isStream()) {
            sink.sendFramed(buffer, 0, length);
        } else {
            sink.send(buffer, 2, length - 2);
        }
        bytes += length;
        keepPace();
    }

    // A receiver that takes a little at a time would hold an old version in memory for ever.
    private void keepPace() {
        Duration late = elapsed().minus(limits.grace());
        if (late.isPositive() && bytes < limits.bytesPerSecond() * late.toMillis() / 1000) {
            throw new PeerGoneException(
                    "it took " + bytes + " bytes in " + elapsed().toSeconds() + " s");
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - begun);
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
