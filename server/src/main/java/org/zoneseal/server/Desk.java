package org.zoneseal.server;

import static java.lang.System.Logger.Level.ERROR;

import java.util.Arrays;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.RequestFacts;
import org.zoneseal.answer.Transport;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.server.LaneCounters.Single;

/**
 * Where one query at a time is answered and counted: an engine and its scratch; mutable, one thread
 * at a time.
 */
final class Desk {

    /** Room for the longest message, and the two bytes of length in front of it. */
    static final int OUT_SIZE = 65_535 + 2;

    private static final SeldomLog LOG = new SeldomLog(Desk.class);

    private static final int HEADER = 12;
    private static final int RESPONSE_BIT = 0x80;
    private static final int TRUNCATED_BIT = 0x02;
    private static final int OPCODE_BITS = 0x78;
    private static final int OPCODE_AND_RD = 0x79;

    private final Answering engine;
    private final LaneCounters counters = new LaneCounters();

    /** Facts of the query at hand, for the caller to fill in. */
    final RequestFacts facts = new RequestFacts();

    /** Where {@link #answer} writes, from an offset on that the caller chooses. */
    final byte[] out = new byte[OUT_SIZE + 2];

    Desk(Answering engine) {
        this.engine = engine;
    }

    LaneCounters counters() {
        return counters;
    }

    /** Answers a query into {@link #out}; as {@link QueryEngine#answer}. */
    int answer(
            AnswerContext context,
            Transport transport,
            byte[] query,
            int offset,
            int length,
            int outOffset) {
        if (length < HEADER) {
            counters.count(Single.MALFORMED);
            return QueryEngine.NO_ANSWER;
        }
        int answered;
        int code;
        try {
            answered = engine.answer(context, query, offset, length, facts, out, outOffset);
            code = engine.responseCode();
        } catch (RuntimeException | StackOverflowError e) {
            counters.count(Single.FAILED);
            LOG.log(ERROR, "answering a query failed", e);
            answered = servfail(query, offset, outOffset);
            code = ResponseCode.SERVFAIL;
        }
        count(transport, query, offset, length, outOffset, answered, code);
        return answered;
    }

    // The header alone: of a query that confuses this program, nothing else is to be trusted.
    private int servfail(byte[] query, int offset, int outOffset) {
        if ((query[offset + 2] & RESPONSE_BIT) != 0) {
            return QueryEngine.NO_ANSWER;
        }
        Arrays.fill(out, outOffset, outOffset + HEADER, (byte) 0);
        out[outOffset] = query[offset];
        out[outOffset + 1] = query[offset + 1];
        out[outOffset + 2] = (byte) (RESPONSE_BIT | query[offset + 2] & OPCODE_AND_RD);
        out[outOffset + 3] = (byte) ResponseCode.SERVFAIL;
        return HEADER;
    }

    private void count(
            Transport transport,
            byte[] query,
            int offset,
            int length,
            int outOffset,
            int answered,
            int code) {
        if (answered < HEADER) {
            counters.count(answered == QueryEngine.HAND_OVER ? Single.HANDED_OVER : Single.DROPPED);
            return;
        }
        counters.count(
                switch (transport) {
                    case UDP -> Single.UDP;
                    case TCP -> Single.TCP;
                    case TLS -> Single.TLS;
                });
        counters.code(code);
        if ((out[outOffset + 2] & TRUNCATED_BIT) != 0) {
            counters.count(Single.TRUNCATED);
        }
        int type = questionType(query, offset, length);
        if (type >= 0) {
            counters.type(type);
        }
    }

    /** The type of the first question of a QUERY, or -1. */
    static int questionType(byte[] query, int offset, int length) {
        if ((query[offset + 2] & OPCODE_BITS) != 0
                || (query[offset + 4] | query[offset + 5]) == 0) {
            return -1;
        }
        int end = offset + length;
        int at = offset + HEADER;
        while (at < end && query[at] > 0 && query[at] < 64) {
            at += query[at] + 1;
        }
        return at + 3 <= end && at < end && query[at] == 0 && at + 2 < end
                ? (query[at + 1] & 0xff) << 8 | query[at + 2] & 0xff
                : -1;
    }
}
