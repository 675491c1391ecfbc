package org.zoneseal.cryptoki.wire;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the wire. Numbers below 0x100 are those of p11-kit's RPC; what each carries is in
 * docs/design/wire.md.
 */
public enum Call {
    GET_INFO(3),
    GET_SLOT_LIST(4),
    GET_SLOT_INFO(5),
    GET_TOKEN_INFO(6),
    GET_MECHANISM_LIST(7),
    GET_MECHANISM_INFO(8),
    INIT_TOKEN(9),
    OPEN_SESSION(10),
    CLOSE_SESSION(11),
    CLOSE_ALL_SESSIONS(12),
    GET_SESSION_INFO(13),
    INIT_PIN(14),
    SET_PIN(15),
    GET_OPERATION_STATE(16),
    SET_OPERATION_STATE(17),
    LOGIN(18),
    LOGOUT(19),
    CREATE_OBJECT(20),
    COPY_OBJECT(21),
    DESTROY_OBJECT(22),
    GET_OBJECT_SIZE(23),
    GET_ATTRIBUTE_VALUE(24),
    SET_ATTRIBUTE_VALUE(25),
    FIND_OBJECTS_INIT(26),
    FIND_OBJECTS(27),
    FIND_OBJECTS_FINAL(28),
    ENCRYPT_INIT(29),
    ENCRYPT(30),
    ENCRYPT_UPDATE(31),
    ENCRYPT_FINAL(32),
    DECRYPT_INIT(33),
    DECRYPT(34),
    DECRYPT_UPDATE(35),
    DECRYPT_FINAL(36),
    DIGEST_INIT(37),
    DIGEST(38),
    DIGEST_UPDATE(39),
    DIGEST_KEY(40),
    DIGEST_FINAL(41),
    SIGN_INIT(42),
    SIGN(43),
    SIGN_UPDATE(44),
    SIGN_FINAL(45),
    VERIFY_INIT(48),
    VERIFY(49),
    VERIFY_UPDATE(50),
    VERIFY_FINAL(51),
    GENERATE_KEY(58),
    GENERATE_KEY_PAIR(59),
    WRAP_KEY(60),
    UNWRAP_KEY(61),
    DERIVE_KEY(62),
    SEED_RANDOM(63),
    GENERATE_RANDOM(64),
    SESSION_CANCEL(67),
    LOGIN_USER(66),

    /** SignInit and Sign in one. */
    SIGN_ONCE(0x100),
    /** Many signatures of one key. */
    SIGN_BATCH(0x101),
    /** Logs in again with a resume secret. */
    RESUME(0x102),
    /** Nothing, to see whether the other side is there. */
    PING(0x103),
    /** C_Finalize: ends the application without a grace time. */
    END_APPLICATION(0x104),

    /** A command of the native API by name: users, slots, keys, backup, audit. */
    COMMAND(0x200),
    /** Many signatures of one key of the native API. */
    NATIVE_SIGN(0x201);

    private static final Map<Integer, Call> BY_NUMBER = new HashMap<>();

    static {
        for (Call call : values()) {
            BY_NUMBER.put(call.number, call);
        }
    }

    private final int number;

    Call(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The call of a number, or null if there is none. */
    public static @Nullable Call ofNumber(int number) {
        return BY_NUMBER.get(number);
    }
}
