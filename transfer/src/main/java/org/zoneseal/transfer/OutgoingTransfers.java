package org.zoneseal.transfer;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.EdnsOptions;
import org.zoneseal.dns.ExtendedError;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.tsig.TsigSession;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneDelta;

/** Gives zones away: AXFR (RFC 5936) and IXFR (RFC 1995). For any number of threads. */
final class OutgoingTransfers {

    private static final int SPARE_WRITERS = 4;

    private volatile TransferLimits limits;
    private final TransferCounters counters;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final TransferSlots slots;
    private final CondensedChanges condensed;
    private final EventLog log;
    private final ArrayBlockingQueue<TransferWriter> spare =
            new ArrayBlockingQueue<>(SPARE_WRITERS);

    OutgoingTransfers(
            TransferLimits limits,
            TransferCounters counters,
            InstantSource clock,
            LongSupplier nanos,
            CondensedChanges condensed) {
        this.limits = limits;
        this.counters = counters;
        this.clock = clock;
        this.nanos = nanos;
        this.condensed = condensed;
        this.slots = new TransferSlots(limits);
        this.log = new EventLog(OutgoingTransfers.class, clock);
    }

    /** What transfers may take that begin from now on. */
    void limit(TransferLimits others) {
        limits = others;
        slots.limit(others);
    }

    /** Answers a well-formed request for a transfer of class IN. */
    void answer(
            Request request,
            TransferContext context,
            Peer peer,
            @Nullable TsigSession session,
            MessageSink sink) {
        byte[] question = request.question().toWire();
        PublishedZone zone = context.zones().exact(question, 0, question.length);
        ShortReply reply = new ShortReply(sink, session, clock.instant().getEpochSecond());
        if (zone == null) {
            refused(request, peer, "this server has no such zone");
            reply.to(request, ResponseCode.NOTAUTH, ExtendedError.NOT_AUTHORITATIVE, "");
            return;
        }
        var lacking = context.policies().apply(zone.apex()).access().refusal(peer);
        if (lacking.isPresent()) {
            refused(request, peer, lacking.get());
            reply.to(request, ResponseCode.REFUSED, ExtendedError.PROHIBITED, "");
            return;
        }
        if (peer.channel() == Channel.TLS) {
            refused(request, peer, "TLS, but not 1.3 with the protocol dot (RFC 9103)");
            reply.to(
                    request,
                    ResponseCode.REFUSED,
                    ExtendedError.PROHIBITED,
                    "transfers over TLS want TLS 1.3 and the protocol dot");
            return;
        }
        Publication now = zone.current();
        if (now == null || now.isExpired(clock.instant().getEpochSecond())) {
            refused(request, peer, now == null ? "the zone is not loaded" : "the zone has expired");
            reply.to(request, ResponseCode.SERVFAIL, ExtendedError.NOT_READY, "");
            return;
        }
        if (request.type() == RecordType.AXFR && !peer.channel().isStream()) {
            refused(request, peer, "AXFR by UDP");
            reply.to(
                    request,
                    ResponseCode.FORMERR,
                    ExtendedError.NOT_SUPPORTED,
                    "AXFR is for TCP and TLS");
            return;
        }
        if (!peer.channel().isStream()) {
            byDatagram(request, now, session, reply, sink);
        } else if (isUpToDate(request, now)) {
            write(now, new IxfrPlan.UpToDate(), streamed(request, now, session, sink));
            counters.wasUpToDate();
        } else if (slots.take(peer.address())) {
            try {
                byStream(request, now, peer, streamed(request, now, session, sink), sink);
            } finally {
                slots.give(peer.address());
            }
        } else {
            refused(request, peer, "too many transfers at once");
            reply.to(
                    request,
                    ResponseCode.REFUSED,
                    ExtendedError.OTHER,
                    "too many transfers at once");
        }
    }

    private static boolean isUpToDate(Request request, Publication now) {
        return request.type() == RecordType.IXFR
                && IxfrPlan.isUpToDate(now, request.serial().orElseThrow());
    }

    private TransferAnswer streamed(
            Request request, Publication now, @Nullable TsigSession session, MessageSink sink) {
        return answer(request, now, session, sink, MessageReader.MAX_LENGTH);
    }

    private TransferAnswer answer(
            Request request,
            Publication now,
            @Nullable TsigSession session,
            MessageSink sink,
            int maxLength) {
        EdnsOptions options = new EdnsOptions();
        if (request.asksForExpiry()) {
            addExpiry(options, now);
        }
        return new TransferAnswer(request, sink, session, limits, clock, nanos, maxLength, options);
    }

    // RFC 7314 §3.2: a primary tells the SOA's expiry, a secondary what is left of it.
    private void addExpiry(EdnsOptions options, Publication now) {
        byte[] soa = now.version().soaRdata();
        byte[] expiry = new byte[4];
        System.arraycopy(soa, soa.length - 8, expiry, 0, expiry.length);
        if (now.expiresAt() != Publication.NEVER) {
            long left = Math.max(0, now.expiresAt() - clock.instant().getEpochSecond());
            for (int i = 0; i < 4; i++) {
                expiry[i] = (byte) (left >> 24 - 8 * i);
            }
        }
        options.add(EdnsOption.EXPIRE, expiry, 0, expiry.length);
    }

    private void byStream(
            Request request, Publication now, Peer peer, TransferAnswer answer, MessageSink sink) {
        IxfrPlan plan =
                request.type() == RecordType.AXFR
                        ? new IxfrPlan.Whole()
                        : IxfrPlan.of(now, request.serial().orElseThrow(), condensed::forStream);
        log(Level.DEBUG, "transfer.out.started", request, peer, " serial=" + now.serial());
        try {
            long records = write(now, plan, answer);
            if (plan instanceof IxfrPlan.Changes) {
                counters.sentIxfr();
            } else {
                counters.sentAxfr();
            }
            log(
                    Level.INFO,
                    "transfer.out.finished",
                    request,
                    peer,
                    " serial="
                            + now.serial()
                            + " style="
                            + (plan instanceof IxfrPlan.Changes ? "ixfr" : "axfr")
                            + " records="
                            + records
                            + " messages="
                            + answer.messages()
                            + " bytes="
                            + answer.bytes()
                            + " ms="
                            + answer.elapsed().toMillis());
        } catch (PeerGoneException | DoesNotFitException e) {
            counters.failedOne();
            log(
                    Level.WARNING,
                    "transfer.out.failed",
                    request,
                    peer,
                    " serial=" + now.serial() + " bytes=" + answer.bytes() + ": " + e.getMessage());
            sink.abort();
        }
    }

    // RFC 1995 §2: what does not fit is answered with the SOA alone, and the client comes by TCP.
    // If not even that fits, it comes because of TC.
    private void byDatagram(
            Request request,
            Publication now,
            @Nullable TsigSession session,
            ShortReply reply,
            MessageSink sink) {
        int most = Math.min(sink.maxLength(), request.payload());
        IxfrPlan plan = IxfrPlan.of(now, request.serial().orElseThrow(), condensed::forDatagram);
        boolean mayFit = plan instanceof IxfrPlan.Changes changes && changes.bytes() <= 4L * most;
        if (mayFit && isSent(now, plan, answer(request, now, session, sink, most))) {
            return;
        }
        if (!isSent(now, new IxfrPlan.UpToDate(), answer(request, now, session, sink, most))) {
            reply.truncated(request);
        }
    }

    private boolean isSent(Publication now, IxfrPlan plan, TransferAnswer datagram) {
        try {
            write(now, plan, datagram);
            return true;
        } catch (DoesNotFitException e) {
            return false;
        }
    }

    /** Writes and sends all of it; returns how many records that were. */
    private long write(Publication now, IxfrPlan plan, TransferAnswer answer) {
        TransferWriter writer = spare.poll();
        if (writer == null) {
            writer = new TransferWriter();
        }
        writer.begin(answer);
        writer.soa(now.version());
        switch (plan) {
            case IxfrPlan.UpToDate() -> {}
            case IxfrPlan.Whole() -> {
                writer.allButSoa(now.version());
                writer.soa(now.version());
            }
            case IxfrPlan.Changes(var deltas) -> {
                for (ZoneDelta delta : deltas) {
                    writer.soa(delta.removed());
                    writer.allButSoa(delta.removed());
                    writer.soa(delta.added());
                    writer.allButSoa(delta.added());
                }
                writer.soa(now.version());
            }
        }
        writer.end();
        long records = writer.records();
        counters.sent(records, answer.bytes());
        spare.offer(writer);
        return records;
    }

    private void refused(Request request, Peer peer, String why) {
        counters.refusedOne();
        log(Level.WARNING, "transfer.out.refused", request, peer, ": " + why);
    }

    private void log(Level level, String event, Request request, Peer peer, String rest) {
        log.say(level, event, "zone=" + request.question() + " peer=" + peer + rest);
    }
}
