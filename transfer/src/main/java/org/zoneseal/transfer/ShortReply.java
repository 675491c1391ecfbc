package org.zoneseal.transfer;

import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.EdnsOptions;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.tsig.TsigSession;

/** Answers that have no records: refusals, and what NOTIFY is answered with. */
final class ShortReply {

    /** A header, a question, an OPT record with a sentence, a signature with long names. */
    private static final int BUFFER_BYTES = 2048;

    /** An extended error, or none. */
    private static final int NO_ERROR_INFO = -1;

    private final MessageSink sink;
    private final @Nullable TsigSession session;
    private final long nowSeconds;

    ShortReply(MessageSink sink, @Nullable TsigSession session, long nowSeconds) {
        this.sink = sink;
        this.session = session;
        this.nowSeconds = nowSeconds;
    }

    /** To a message of which no more than the header was understood. */
    void toHeader(int id, int flags, int responseCode) {
        byte[] buffer = new byte[BUFFER_BYTES];
        MessageWriter writer = begin(buffer, id, flags);
        writer.responseCode(responseCode);
        send(buffer, writer.length());
    }

    /** To a request, without further words. */
    void to(Request request, int responseCode) {
        to(request, responseCode, NO_ERROR_INFO, "");
    }

    /**
     * To a request that is refused.
     *
     * @param extendedError one of {@link org.zoneseal.dns.ExtendedError}
     * @param text says more, or nothing
     */
    void to(Request request, int responseCode, int extendedError, String text) {
        byte[] buffer = new byte[BUFFER_BYTES];
        MessageWriter writer = begin(buffer, request.id(), request.flags());
        writer.question(request.question().toWire(), 0, request.type(), request.recordClass());
        writer.responseCode(responseCode);
        if (request.hasEdns()) {
            EdnsOptions options = new EdnsOptions();
            if (extendedError != NO_ERROR_INFO) {
                options.addExtendedError(extendedError, text);
            }
            writer.opt(OptRecord.PAYLOAD, responseCode, 0, options);
        }
        send(buffer, writer.length());
    }

    /** To a request whose answer takes more than a datagram. */
    void truncated(Request request) {
        byte[] buffer = new byte[BUFFER_BYTES];
        MessageWriter writer = begin(buffer, request.id(), request.flags());
        writer.question(request.question().toWire(), 0, request.type(), request.recordClass());
        writer.set(MessageFlags.TRUNCATED);
        if (request.hasEdns()) {
            writer.opt(OptRecord.PAYLOAD, ResponseCode.NOERROR, 0, new EdnsOptions());
        }
        send(buffer, writer.length());
    }

    // RFC 1996 §4.7: the answer to a NOTIFY is the message again, as a response.
    private static MessageWriter begin(byte[] buffer, int id, int flags) {
        int opcode = flags & MessageFlags.opcode(0xf);
        int authoritative =
                opcode == MessageFlags.opcode(Opcode.NOTIFY)
                        ? flags & MessageFlags.AUTHORITATIVE
                        : 0;
        return new MessageWriter()
                .begin(
                        buffer,
                        0,
                        BUFFER_BYTES,
                        NameCompression.NONE,
                        id,
                        MessageFlags.RESPONSE | opcode | authoritative);
    }

    private void send(byte[] buffer, int length) {
        int all = session == null ? length : session.sign(buffer, 0, length, nowSeconds);
        sink.send(buffer, 0, all);
    }
}
