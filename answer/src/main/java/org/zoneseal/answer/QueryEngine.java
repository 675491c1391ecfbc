package org.zoneseal.answer;

/**
 * Answers queries: a pure function of what is served, a query's bytes and the facts around it.
 * Mutable scratch, one thread each; nothing is kept from query to query and nothing is allocated.
 */
public final class QueryEngine {

    /** Nothing is to be sent: what came was no query, or answering would do harm. */
    public static final int NO_ANSWER = 0;

    /** The message is whole and not for this engine: a transfer, NOTIFY or UPDATE. */
    public static final int HAND_OVER = -1;

    /**
     * Writes the answer to a query.
     *
     * @param query a whole message, without the two bytes of length that TCP has
     * @param out has 65535 bytes left at {@code outOffset}
     * @return bytes of the answer, {@link #NO_ANSWER} or {@link #HAND_OVER}
     */
    public int answer(
            AnswerContext context,
            byte[] query,
            int offset,
            int length,
            RequestFacts facts,
            byte[] out,
            int outOffset) {
        return NO_ANSWER;
    }
}
