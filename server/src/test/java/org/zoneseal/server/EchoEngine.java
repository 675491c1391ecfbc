package org.zoneseal.server;

import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.RequestFacts;

/**
 * Answers a query with itself, QR set; hands over other opcodes and AXFR, ignores responses, and
 * fails on CHAOS queries.
 */
final class EchoEngine implements Answering {

    static final int AXFR = 252;

    @Override
    public int answer(
            AnswerContext context,
            byte[] query,
            int offset,
            int length,
            RequestFacts facts,
            byte[] out,
            int outOffset) {
        if ((query[offset + 2] & 0x80) != 0) {
            return QueryEngine.NO_ANSWER;
        }
        if ((query[offset + 2] & 0x78) != 0 || Desk.questionType(query, offset, length) == AXFR) {
            return QueryEngine.HAND_OVER;
        }
        if (query[offset + length - 1] == 3) {
            throw new IllegalStateException("a CHAOS query breaks this engine");
        }
        System.arraycopy(query, offset, out, outOffset, length);
        out[outOffset + 2] |= (byte) 0x80;
        return length;
    }

    @Override
    public int responseCode() {
        return 0;
    }
}
