package org.zoneseal.transfer.secondary;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigSession;
import org.zoneseal.transfer.secondary.Failure.Kind;

/**
 * Asks a primary for its SOA record, which is to ask whether it has something new (RFC 1034
 * §4.3.5). Mutable, for one question; blocks.
 *
 * <p>By UDP from a port of its own for each try, then by TCP; a primary that is known by TLS is
 * asked over TLS alone (RFC 9103 §6.1 would let it be in the clear, and tell everybody which zones
 * we have). What comes by UDP and is no answer to the question is passed over: anybody can send it.
 * What is one and is of no use is not the last word either, for it may be forged, or hold for UDP
 * alone: Knot refuses the SOA record of a catalog zone by UDP and gives it by TCP.
 */
final class SoaQuery {

    private static final int TRIES = 3;
    private static final int FIRST_WAIT_MILLIS = 1500;
    private static final int MOST_STRAYS = 100;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Primary primary;
    private final TransferQuestion question;
    private final IncomingLimits limits;
    private final InstantSource clock;
    private final byte[] buffer = new byte[MessageReader.MAX_LENGTH];

    SoaQuery(
            Primary primary,
            TransferQuestion question,
            IncomingLimits limits,
            InstantSource clock) {
        this.primary = primary;
        this.question = question;
        this.limits =
                limits.whole().compareTo(LONGEST) < 0
                        ? limits
                        : limits.withTimes(limits.connect(), limits.idle(), LONGEST);
        this.clock = clock;
    }

    SoaAnswer ask() {
        try {
            Long serial = primary.tls() == null ? byUdp() : null;
            return new SoaAnswer.Found(serial == null ? byStream() : serial);
        } catch (RefusedTransferException e) {
            return new SoaAnswer.Failed(e.failure());
        }
    }

    /** The serial; null if UDP is no way to get it. */
    private @Nullable Long byUdp() {
        for (int i = 0; i < TRIES; i++) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(primary.address());
                Long serial = byUdp(socket, FIRST_WAIT_MILLIS << i);
                if (serial != null) {
                    return serial < 0 ? null : serial;
                }
            } catch (PortUnreachableException e) {
                return null;
            } catch (IOException e) {
                throw new RefusedTransferException(
                        Kind.UNREACHABLE, "asking " + primary + " by UDP: " + e.getMessage());
            }
        }
        return null;
    }

    /** The serial; null if none came in time, -1 if the answer does not have it. */
    private @Nullable Long byUdp(DatagramSocket socket, int waitMillis) throws IOException {
        TsigSession session = session();
        byte[] request = request(session);
        socket.send(new DatagramPacket(request, request.length));
        long end = System.nanoTime() + waitMillis * 1_000_000L;
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        for (int i = 0; i < MOST_STRAYS; i++) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            socket.setSoTimeout((int) left);
            try {
                packet.setLength(buffer.length);
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return null;
            }
            if (isOurs(packet.getLength())) {
                return serialByUdp(packet.getLength(), session);
            }
        }
        return null;
    }

    private long serialByUdp(int length, @Nullable TsigSession session) {
        try {
            return serial(length, session);
        } catch (RefusedTransferException _) {
            // If TCP is of no use either, that is what is told.
            return -1;
        }
    }

    /** Whether the message may be the answer, as far as somebody who only guesses cannot tell. */
    private boolean isOurs(int length) {
        if (length < MessageReader.HEADER_LENGTH) {
            return false;
        }
        MessageReader reader = new MessageReader().wrap(buffer, 0, length);
        return reader.id() == question.id() && reader.has(MessageFlags.RESPONSE);
    }

    private long byStream() {
        try (PrimaryConnection connection = PrimaryConnection.open(primary, limits)) {
            TsigSession session = session();
            byte[] request = request(session);
            connection.send(request, request.length);
            return serial(connection.receive(buffer), session);
        }
    }

    private @Nullable TsigSession session() {
        TsigKey key = primary.key();
        return key == null ? null : TsigSession.asking(key);
    }

    private byte[] request(@Nullable TsigSession session) {
        byte[] message = question.message();
        if (session == null) {
            return message;
        }
        byte[] request = Arrays.copyOf(message, message.length + session.recordLength());
        return Arrays.copyOf(request, session.sign(request, 0, message.length, now()));
    }

    private long serial(int length, @Nullable TsigSession session) {
        int checked = length;
        if (session != null) {
            TsigCheck check = session.verify(buffer, 0, length, now());
            if (!check.isGood()) {
                throw new RefusedTransferException(
                        Kind.TSIG,
                        "the TSIG signature of the answer to "
                                + question
                                + ": "
                                + check.result()
                                + " ("
                                + ResponseCode.name(buffer[3] & 0xf)
                                + ")");
            }
            checked = check.length();
        }
        try {
            return read(new MessageReader().wrap(buffer, 0, checked));
        } catch (MalformedMessageException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private long read(MessageReader reader) {
        if (reader.id() != question.id()
                || !reader.has(MessageFlags.RESPONSE)
                || reader.opcode() != Opcode.QUERY) {
            throw malformed("it is no answer to the query");
        }
        if (reader.has(MessageFlags.TRUNCATED)) {
            return -1;
        }
        if (reader.responseCode() != ResponseCode.NOERROR) {
            throw new RefusedTransferException(
                    Kind.ANSWERED_NO,
                    "the primary answers "
                            + ResponseCode.name(reader.responseCode())
                            + " to "
                            + question);
        }
        if (!reader.has(MessageFlags.AUTHORITATIVE)) {
            throw new RefusedTransferException(
                    Kind.ANSWERED_NO, "the primary is not authoritative for " + question.apex());
        }
        return readRecords(reader);
    }

    private long readRecords(MessageReader reader) {
        byte[] rdata = new byte[MessageReader.MAX_LENGTH + 1024];
        boolean asked = false;
        while (reader.next()) {
            boolean isIt =
                    reader.type() == RecordType.SOA
                            && reader.recordClass() == RecordClass.IN
                            && reader.name().equals(question.apex());
            if (reader.section() == Section.QUESTION) {
                asked = isIt;
            } else if (reader.section() == Section.ANSWER && isIt && asked) {
                return TransferStream.serialOf(rdata, reader.rdata(rdata, 0));
            }
        }
        throw malformed("there is no SOA record in it");
    }

    private RefusedTransferException malformed(String what) {
        return new RefusedTransferException(
                Kind.MALFORMED, "the answer to " + question + ": " + what);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    /** A question for the SOA record of a zone. */
    static TransferQuestion question(int id, Name apex) {
        return new TransferQuestion(id, apex, RecordType.SOA, null, 0);
    }
}
