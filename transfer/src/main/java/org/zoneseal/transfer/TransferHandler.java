package org.zoneseal.transfer;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.ExtendedError;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigSession;
import org.zoneseal.zones.ZoneDelta;

/**
 * Answers what is no query: AXFR, IXFR and NOTIFY; other opcodes with NOTIMP. For any number of
 * threads.
 *
 * <p>The order is the same for all: the signature first (RFC 8945 §5.2), then whether the message
 * makes sense, then who may. What is not signed well is answered with the error that RFC 8945
 * demands and goes no further.
 */
public final class TransferHandler {

    private final Supplier<TransferContext> context;
    private final NotifyIntake intake;
    private final InstantSource clock;
    private final TransferCounters counters = new TransferCounters();
    private final OutgoingTransfers transfers;
    private final EventLog log;

    public TransferHandler(
            Supplier<TransferContext> context,
            TransferLimits limits,
            NotifyIntake intake,
            InstantSource clock) {
        this(context, limits, intake, clock, System::nanoTime);
    }

    /** The same with another clock for the pace of receivers, one that nobody sets. */
    TransferHandler(
            Supplier<TransferContext> context,
            TransferLimits limits,
            NotifyIntake intake,
            InstantSource clock,
            LongSupplier nanos) {
        this.context = context;
        this.intake = intake;
        this.clock = clock;
        this.log = new EventLog(TransferHandler.class, clock);
        this.transfers =
                new OutgoingTransfers(
                        limits, counters, clock, nanos, new CondensedChanges(ZoneDelta::condensed));
    }

    /** What transfers may take that begin from now on. */
    public void limit(TransferLimits limits) {
        transfers.limit(limits);
    }

    /** What has become of the messages so far. */
    public TransferCounters counters() {
        return counters;
    }

    /**
     * Answers a message, and returns when all of the answer is sent or given up. By UDP it does not
     * wait; by stream it waits for the receiver, so it has a thread of its own.
     *
     * @param message a whole message, without the two bytes of length that streams have; this may
     *     take its TSIG record off in place, and nobody else may touch it before this returns
     */
    public void handle(byte[] message, int offset, int length, Peer peer, MessageSink sink) {
        if (length < MessageReader.HEADER_LENGTH) {
            return;
        }
        MessageReader reader = new MessageReader().wrap(message, offset, length);
        if (reader.has(MessageFlags.RESPONSE)) {
            return;
        }
        try {
            answer(reader, message, offset, length, peer, sink);
        } catch (PeerGoneException e) {
            log.say(Level.DEBUG, "transfer.peer.gone", "peer=" + peer + ": " + e.getMessage());
        }
    }

    private void answer(
            MessageReader reader,
            byte[] message,
            int offset,
            int length,
            Peer peer,
            MessageSink sink) {
        TransferContext now = context.get();
        long seconds = clock.instant().getEpochSecond();
        int id = reader.id();
        int flags = reader.flags();
        TsigCheck check = TsigCheck.of(now.keys(), message, offset, length, seconds);
        TsigSession session = check.session().orElse(null);
        ShortReply reply = new ShortReply(sink, session, seconds);
        if (check.result() != TsigCheck.Result.GOOD && check.result() != TsigCheck.Result.ABSENT) {
            counters.refusedOne();
            log.say(Level.WARNING, "transfer.tsig.bad", "peer=" + peer + ": " + check.result());
            refuseSignature(reader.wrap(message, offset, check.length()), check, reply);
            return;
        }
        Peer known = check.key().map(TsigKey::name).map(peer::signedWith).orElse(peer);
        int opcode = reader.opcode();
        if (opcode != Opcode.QUERY && opcode != Opcode.NOTIFY) {
            reply.toHeader(id, flags, ResponseCode.NOTIMP);
            return;
        }
        Request request;
        try {
            request =
                    Request.read(
                            reader.wrap(message, offset, check.length()),
                            opcode == Opcode.NOTIFY ? Section.ANSWER : Section.AUTHORITY);
        } catch (MalformedMessageException e) {
            reply.toHeader(id, flags, ResponseCode.FORMERR);
            return;
        }
        if (request.ednsVersion() > 0) {
            reply.to(request, ResponseCode.BADVERS);
        } else if (opcode == Opcode.NOTIFY) {
            notify(request, known, reply);
        } else {
            transfer(request, now, known, session, reply, sink);
        }
    }

    // RFC 8945 §5.2: with the question, if there is one to be read.
    private static void refuseSignature(MessageReader reader, TsigCheck check, ShortReply reply) {
        int responseCode = check.result().responseCode();
        try {
            reply.to(Request.questionOf(reader), responseCode);
        } catch (MalformedMessageException e) {
            reply.toHeader(reader.id(), reader.flags(), responseCode);
        }
    }

    private void notify(Request request, Peer peer, ShortReply reply) {
        if (request.type() != RecordType.SOA || request.recordClass() != RecordClass.IN) {
            reply.to(request, ResponseCode.NOTIMP);
            return;
        }
        switch (intake.notified(request.question(), request.serial(), peer)) {
            case ACCEPTED -> {
                counters.accepted();
                reply.to(request, ResponseCode.NOERROR);
            }
            case REFUSED -> {
                counters.refusedOne();
                reply.to(request, ResponseCode.REFUSED, ExtendedError.PROHIBITED, "");
            }
            case NOT_AUTHORITATIVE ->
                    reply.to(request, ResponseCode.NOTAUTH, ExtendedError.NOT_AUTHORITATIVE, "");
        }
    }

    private void transfer(
            Request request,
            TransferContext now,
            Peer peer,
            @Nullable TsigSession session,
            ShortReply reply,
            MessageSink sink) {
        boolean isIxfr = request.type() == RecordType.IXFR;
        if (!isIxfr && request.type() != RecordType.AXFR) {
            reply.to(request, ResponseCode.NOTIMP);
        } else if (request.recordClass() != RecordClass.IN) {
            reply.to(request, ResponseCode.REFUSED, ExtendedError.NOT_SUPPORTED, "");
        } else if (isIxfr == request.serial().isEmpty()) {
            // An IXFR says which version it has, an AXFR has nothing to say there.
            reply.to(request, ResponseCode.FORMERR);
        } else {
            transfers.answer(request, now, peer, session, sink);
        }
    }
}
