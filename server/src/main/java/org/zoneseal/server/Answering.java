package org.zoneseal.server;

import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.RequestFacts;

/** What a desk needs of {@link QueryEngine}; one thread at a time. */
interface Answering {

    /** An engine of its own. */
    static Answering byEngine() {
        QueryEngine engine = new QueryEngine();
        return new Answering() {
            @Override
            public int answer(
                    AnswerContext context,
                    byte[] query,
                    int offset,
                    int length,
                    RequestFacts facts,
                    byte[] out,
                    int outOffset) {
                return engine.answer(context, query, offset, length, facts, out, outOffset);
            }

            @Override
            public int responseCode() {
                return engine.responseCode();
            }
        };
    }

    /** As {@link QueryEngine#answer}. */
    int answer(
            AnswerContext context,
            byte[] query,
            int offset,
            int length,
            RequestFacts facts,
            byte[] out,
            int outOffset);

    /** As {@link QueryEngine#responseCode}. */
    int responseCode();
}
