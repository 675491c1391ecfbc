package org.zoneseal.server;

import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.RequestFacts;

/** What a desk needs of {@link QueryEngine}; one thread at a time. */
@FunctionalInterface
interface Answering {

    /** As {@link QueryEngine#answer}. */
    int answer(
            AnswerContext context,
            byte[] query,
            int offset,
            int length,
            RequestFacts facts,
            byte[] out,
            int outOffset);
}
