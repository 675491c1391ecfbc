package org.zoneseal.client;

import org.zoneseal.cryptoki.wire.Call;

/** What may be asked again when a connection broke before the answer came. */
final class Repetition {

    private Repetition() {}

    /**
     * Whether a call may run twice.
     *
     * <p>Signatures may: the worst is one that nobody receives. What makes objects carries a
     * request id and runs once all the same; whatever goes on with an operation, or sends a PIN,
     * may not.
     */
    static boolean isHarmless(Call call) {
        return switch (call) {
            case GET_INFO,
                    GET_SLOT_LIST,
                    GET_SLOT_INFO,
                    GET_TOKEN_INFO,
                    GET_MECHANISM_LIST,
                    GET_MECHANISM_INFO,
                    GET_SESSION_INFO,
                    GET_OBJECT_SIZE,
                    GET_ATTRIBUTE_VALUE,
                    GENERATE_RANDOM,
                    CREATE_OBJECT,
                    DESTROY_OBJECT,
                    GENERATE_KEY,
                    GENERATE_KEY_PAIR,
                    UNWRAP_KEY,
                    DERIVE_KEY,
                    SIGN_ONCE,
                    SIGN_BATCH,
                    NATIVE_SIGN,
                    PING ->
                    true;
            default -> false;
        };
    }

    /** Whether a call means the same to an application that has just begun. */
    static boolean needsNoSession(Call call) {
        return switch (call) {
            case GET_INFO,
                    GET_SLOT_LIST,
                    GET_SLOT_INFO,
                    GET_TOKEN_INFO,
                    GET_MECHANISM_LIST,
                    GET_MECHANISM_INFO,
                    PING ->
                    true;
            default -> false;
        };
    }
}
