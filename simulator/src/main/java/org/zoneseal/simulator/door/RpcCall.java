package org.zoneseal.simulator.door;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of p11-kit's RPC that we answer, with the strings that describe what they carry.
 *
 * <p>y byte, u number, v version, s padded string, z string, ay bytes, au numbers, fy and fu room
 * for them, aA attributes, fA room for attributes, M mechanism. Client and server compare the
 * strings before they read the values.
 */
enum RpcCall {
    INITIALIZE(1, "ayyay", ""),
    FINALIZE(2, "", ""),
    GET_INFO(3, "", "vsusv"),
    GET_SLOT_LIST(4, "yfu", "au"),
    GET_SLOT_INFO(5, "u", "ssuvv"),
    GET_TOKEN_INFO(6, "u", "ssssuuuuuuuuuuuvvs"),
    GET_MECHANISM_LIST(7, "ufu", "au"),
    GET_MECHANISM_INFO(8, "uu", "uuu"),
    INIT_TOKEN(9, "uayz", ""),
    OPEN_SESSION(10, "uu", "u"),
    CLOSE_SESSION(11, "u", ""),
    CLOSE_ALL_SESSIONS(12, "u", ""),
    GET_SESSION_INFO(13, "u", "uuuu"),
    INIT_PIN(14, "uay", ""),
    SET_PIN(15, "uayay", ""),
    GET_OPERATION_STATE(16, "ufy", "ay"),
    SET_OPERATION_STATE(17, "uayuu", ""),
    LOGIN(18, "uuay", ""),
    LOGOUT(19, "u", ""),
    CREATE_OBJECT(20, "uaA", "u"),
    COPY_OBJECT(21, "uuaA", "u"),
    DESTROY_OBJECT(22, "uu", ""),
    GET_OBJECT_SIZE(23, "uu", "u"),
    GET_ATTRIBUTE_VALUE(24, "uufA", "aAu"),
    SET_ATTRIBUTE_VALUE(25, "uuaA", ""),
    FIND_OBJECTS_INIT(26, "uaA", ""),
    FIND_OBJECTS(27, "ufu", "au"),
    FIND_OBJECTS_FINAL(28, "u", ""),
    ENCRYPT_INIT(29, "uMu", ""),
    ENCRYPT(30, "uayfy", "ay"),
    ENCRYPT_UPDATE(31, "uayfy", "ay"),
    ENCRYPT_FINAL(32, "ufy", "ay"),
    DECRYPT_INIT(33, "uMu", ""),
    DECRYPT(34, "uayfy", "ay"),
    DECRYPT_UPDATE(35, "uayfy", "ay"),
    DECRYPT_FINAL(36, "ufy", "ay"),
    DIGEST_INIT(37, "uM", ""),
    DIGEST(38, "uayfy", "ay"),
    DIGEST_UPDATE(39, "uay", ""),
    DIGEST_KEY(40, "uu", ""),
    DIGEST_FINAL(41, "ufy", "ay"),
    SIGN_INIT(42, "uMu", ""),
    SIGN(43, "uayfy", "ay"),
    SIGN_UPDATE(44, "uay", ""),
    SIGN_FINAL(45, "ufy", "ay"),
    VERIFY_INIT(48, "uMu", ""),
    VERIFY(49, "uayay", ""),
    VERIFY_UPDATE(50, "uay", ""),
    VERIFY_FINAL(51, "uay", ""),
    GENERATE_KEY(58, "uMaA", "u"),
    GENERATE_KEY_PAIR(59, "uMaAaA", "uu"),
    WRAP_KEY(60, "uMuufy", "ay"),
    UNWRAP_KEY(61, "uMuayaA", "u"),
    DERIVE_KEY(62, "uMuaA", "u"),
    SEED_RANDOM(63, "uay", ""),
    GENERATE_RANDOM(64, "ufy", "ay"),
    WAIT_FOR_SLOT_EVENT(65, "u", "u"),
    LOGIN_USER(66, "uuayay", ""),
    SESSION_CANCEL(67, "uu", ""),
    INIT_TOKEN_2(88, "uays", "");

    /** What an error is answered as. */
    static final int ERROR = 0;

    static final byte[] ERROR_ANSWER = {'u'};

    private static final Map<Long, RpcCall> BY_NUMBER = new HashMap<>();

    static {
        for (RpcCall call : values()) {
            BY_NUMBER.put((long) call.number, call);
        }
    }

    private final int number;
    private final byte[] request;
    private final byte[] answer;

    RpcCall(int number, String request, String answer) {
        this.number = number;
        this.request = request.getBytes(StandardCharsets.US_ASCII);
        this.answer = answer.getBytes(StandardCharsets.US_ASCII);
    }

    int number() {
        return number;
    }

    byte[] request() {
        return request;
    }

    byte[] answer() {
        return answer;
    }

    /** The call of a number, or null if we do not answer it. */
    static @Nullable RpcCall ofNumber(long number) {
        return BY_NUMBER.get(number);
    }
}
