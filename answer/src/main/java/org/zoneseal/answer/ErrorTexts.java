package org.zoneseal.answer;

import java.nio.charset.StandardCharsets;
import org.zoneseal.dns.ExtendedError;

/** What extended errors say to people (RFC 8914 §2); made once. */
final class ErrorTexts {

    private static final byte[] NO_TEXT = {};
    private static final byte[][] TEXTS = new byte[64][];

    static {
        put(ExtendedError.NOT_READY, "the zone is not loaded yet");
        put(ExtendedError.INVALID_DATA, "the zone has expired");
        put(ExtendedError.NOT_AUTHORITATIVE, "no zone of that name here");
        put(ExtendedError.NOT_SUPPORTED, "no such service here");
        put(ExtendedError.INVALID_QUERY_TYPE, "no type to ask for");
        put(ExtendedError.UNSUPPORTED_NSEC3_ITERATIONS, "the proof takes too many hashes");
    }

    private ErrorTexts() {}

    private static void put(int code, String text) {
        TEXTS[code] = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The text for a code; empty if the code says it all. */
    static byte[] of(int code) {
        byte[] text = code < TEXTS.length ? TEXTS[code] : null;
        return text == null ? NO_TEXT : text;
    }
}
