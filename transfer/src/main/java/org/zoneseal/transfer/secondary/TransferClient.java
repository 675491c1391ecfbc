package org.zoneseal.transfer.secondary;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigSession;
import org.zoneseal.transfer.secondary.Failure.Kind;
import org.zoneseal.zones.ZoneException;
import org.zoneseal.zones.ZoneVersion;

/**
 * Asks a primary for a zone: AXFR or IXFR, over TCP or TLS. Blocks; any number of threads.
 *
 * <p>With a TSIG key, no record is looked at before a signature covers it: messages that come
 * unsigned in between (RFC 8945 §5.3.1, 99 at most) wait until the next signed one is verified, and
 * the last message must be signed.
 */
public final class TransferClient {

    /** Unsigned messages may wait for their signature up to this many bytes. */
    private static final int WAITING_BYTES = 8 << 20;

    private final IncomingLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random = new SecureRandom();
    private final int tasks;

    /**
     * @param tasks how many threads sort and pack a whole zone
     */
    public TransferClient(IncomingLimits limits, InstantSource clock, int tasks) {
        this.limits = limits;
        this.clock = clock;
        this.tasks = tasks;
    }

    /** Asks which version a primary has. */
    SoaAnswer soa(Primary primary, Name apex) {
        TransferQuestion soa = SoaQuery.question(random.nextInt(0x10000), apex);
        return new SoaQuery(primary, soa, limits, clock).ask();
    }

    /**
     * Asks for the whole zone (RFC 5936).
     *
     * @param held what we hold: a version that is not newer is not taken; null for nothing
     */
    public TransferOutcome axfr(Primary primary, Name apex, @Nullable ZoneVersion held) {
        return axfr(primary, apex, held, unshared());
    }

    TransferOutcome axfr(
            Primary primary, Name apex, @Nullable ZoneVersion held, TransferMemory.Share share) {
        return transfer(primary, question(apex, RecordType.AXFR, held), share);
    }

    /** Asks for what has changed since the version that we hold (RFC 1995). */
    public TransferOutcome ixfr(Primary primary, ZoneVersion held) {
        return ixfr(primary, held, unshared());
    }

    TransferOutcome ixfr(Primary primary, ZoneVersion held, TransferMemory.Share share) {
        return transfer(primary, question(held.apex(), RecordType.IXFR, held), share);
    }

    private static TransferMemory.Share unshared() {
        return new TransferMemory(Long.MAX_VALUE).share();
    }

    private TransferQuestion question(Name apex, int type, @Nullable ZoneVersion held) {
        return new TransferQuestion(
                random.nextInt(0x10000), apex, type, held, limits.changesOfZone());
    }

    private TransferOutcome transfer(
            Primary primary, TransferQuestion question, TransferMemory.Share share) {
        TransferStream stream = new TransferStream(question, limits, share);
        try (PrimaryConnection connection = PrimaryConnection.open(primary, limits)) {
            TsigKey key = primary.key();
            if (key == null) {
                byte[] request = question.message();
                connection.send(request, request.length);
                readUnsigned(connection, stream);
            } else {
                readSigned(connection, stream, ask(connection, question, key), share);
            }
            return stream.outcome(tasks);
        } catch (RefusedTransferException e) {
            return new TransferOutcome.Failed(e.failure(), stream.serial());
        } catch (ZoneException e) {
            return new TransferOutcome.Failed(
                    new Failure(Kind.TOO_MUCH, String.valueOf(e.getMessage())), stream.serial());
        }
    }

    private TsigSession ask(PrimaryConnection connection, TransferQuestion question, TsigKey key) {
        TsigSession session = TsigSession.asking(key);
        byte[] message = question.message();
        byte[] request = Arrays.copyOf(message, message.length + session.recordLength());
        connection.send(request, session.sign(request, 0, message.length, now()));
        return session;
    }

    private static void readUnsigned(PrimaryConnection connection, TransferStream stream) {
        byte[] buffer = new byte[MessageReader.MAX_LENGTH];
        boolean more = true;
        while (more) {
            more = stream.take(buffer, 0, connection.receive(buffer));
        }
    }

    private void readSigned(
            PrimaryConnection connection,
            TransferStream stream,
            TsigSession session,
            TransferMemory.Share share) {
        byte[] buffer = new byte[MessageReader.MAX_LENGTH];
        ArrayDeque<byte[]> waiting = new ArrayDeque<>();
        int waitingBytes = 0;
        while (!stream.isDone()) {
            int length = connection.receive(buffer);
            TsigCheck check = session.verify(buffer, 0, length, now());
            switch (check.result()) {
                case ABSENT -> {
                    share.take(check.length());
                    waiting.add(Arrays.copyOf(buffer, check.length()));
                    waitingBytes += check.length();
                }
                case GOOD -> {
                    takeAll(stream, waiting);
                    share.give(waitingBytes);
                    waitingBytes = 0;
                    takeLast(stream, buffer, check.length());
                }
                case BADKEY, BADSIG, BADTIME, BADTRUNC, FORMERR, UNSIGNED ->
                        throw new RefusedTransferException(
                                Kind.TSIG,
                                "the answer's TSIG signature: "
                                        + check.result()
                                        + " ("
                                        + ResponseCode.name(buffer[3] & 0xf)
                                        + ")");
            }
            if (waitingBytes > WAITING_BYTES) {
                throw new RefusedTransferException(
                        Kind.TOO_MUCH, "more than " + WAITING_BYTES + " bytes without a signature");
            }
        }
    }

    private static void takeAll(TransferStream stream, ArrayDeque<byte[]> waiting) {
        while (!waiting.isEmpty()) {
            byte[] message = waiting.remove();
            takeLast(stream, message, message.length);
        }
    }

    private static void takeLast(TransferStream stream, byte[] message, int length) {
        if (stream.isDone()) {
            throw new RefusedTransferException(
                    Kind.MALFORMED, "a message behind the end of the transfer");
        }
        stream.take(message, 0, length);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
