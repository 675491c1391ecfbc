package org.zoneseal.answer;

/**
 * How answers are given.
 *
 * @param udpPayload the longest answer by UDP, whatever the client takes (RFC 9715 §3: 1232)
 * @param responses whether answers carry more than must be
 */
public record AnswerSettings(int udpPayload, Responses responses) {

    /** Whether authority and additional records go along that the client did not ask for. */
    public enum Responses {
        /** Only what the answer, a referral or a proof needs. */
        MINIMAL,
        /** The zone's NS and the addresses of names in the answer too. */
        FULL
    }

    /** 1232 bytes, minimal responses. */
    public static final AnswerSettings DEFAULT = new AnswerSettings(1232, Responses.MINIMAL);
}
