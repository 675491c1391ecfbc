package org.zoneseal.answer;

import org.zoneseal.dns.Edns;
import org.zoneseal.dns.Name;

/**
 * How answers are given; immutable.
 *
 * @param udpPayload the longest answer by UDP, whatever the client takes, 512 to 4096 (RFC 9715 §3:
 *     1232)
 * @param responses whether answers carry more than must be
 * @param any what a question for all types gets
 * @param cookies the secrets of DNS cookies
 * @param identity what the server tells of itself
 * @param reportAgent where resolvers report errors to (RFC 9567); the root for nowhere
 */
public record AnswerSettings(
        int udpPayload,
        Responses responses,
        AnyAnswers any,
        CookieSecrets cookies,
        ServerIdentity identity,
        Name reportAgent) {

    private static final int MAX_PAYLOAD = 4096;

    /** Longest name of an agent: with every other option it fits into 512 bytes. */
    private static final int MAX_AGENT_LENGTH = 64;

    /** Whether authority and additional records go along that the client did not ask for. */
    public enum Responses {
        /** Only what the answer, a referral or a proof needs. */
        MINIMAL,
        /** The zone's NS and the addresses of names in the answer too. */
        FULL
    }

    /** What a question for all types gets. */
    public enum AnyAnswers {
        /** The smallest RRset by UDP, all of them over connections (RFC 8482 §4.1). */
        MINIMAL,
        /** All RRsets. */
        FULL
    }

    /** 1232 bytes, minimal responses, no cookies, nothing told. */
    public static final AnswerSettings DEFAULT =
            new AnswerSettings(
                    1232,
                    Responses.MINIMAL,
                    AnyAnswers.MINIMAL,
                    CookieSecrets.NONE,
                    ServerIdentity.NONE,
                    Name.ROOT);

    public AnswerSettings {
        require(
                udpPayload >= Edns.MIN_PAYLOAD && udpPayload <= MAX_PAYLOAD,
                "answers by UDP have 512 to 4096 bytes, not " + udpPayload);
        require(
                reportAgent.wireLength() <= MAX_AGENT_LENGTH,
                "the name of a reporting agent has at most 64 bytes: " + reportAgent);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public AnswerSettings withUdpPayload(int bytes) {
        return new AnswerSettings(bytes, responses, any, cookies, identity, reportAgent);
    }

    public AnswerSettings withResponses(Responses other) {
        return new AnswerSettings(udpPayload, other, any, cookies, identity, reportAgent);
    }

    public AnswerSettings withAny(AnyAnswers other) {
        return new AnswerSettings(udpPayload, responses, other, cookies, identity, reportAgent);
    }

    public AnswerSettings withCookies(CookieSecrets other) {
        return new AnswerSettings(udpPayload, responses, any, other, identity, reportAgent);
    }

    public AnswerSettings withIdentity(ServerIdentity other) {
        return new AnswerSettings(udpPayload, responses, any, cookies, other, reportAgent);
    }

    public AnswerSettings withReportAgent(Name agent) {
        return new AnswerSettings(udpPayload, responses, any, cookies, identity, agent);
    }
}
