package org.zoneseal.answer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The cookie of a query and the one of its answer (RFC 7873, RFC 9018). Mutable, for one thread;
 * nothing is allocated.
 *
 * <p>A server's part is 16 bytes that any server with the same secret understands: a version, the
 * time, and a SipHash over the client's part, these, and the client's address. A cookie older than
 * an hour is worth nothing; one older than half an hour is replaced; a younger one goes back as it
 * came (RFC 9018 §4.3).
 */
final class ServerCookie {

    static final int CLIENT_LENGTH = 8;
    private static final int SERVER_LENGTH = 16;

    /** Bytes of the option's data in an answer. */
    static final int LENGTH = CLIENT_LENGTH + SERVER_LENGTH;

    private static final int SHORTEST_WITH_SERVER = 16;
    private static final int LONGEST = 40;

    private static final int OLDEST_SECONDS = 3600;
    private static final int RENEWED_SECONDS = 1800;
    private static final int FUTURE_SECONDS = 300;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The client's part, version, reserved bytes and time, and behind them the address. */
    private final byte[] hashed = new byte[CLIENT_LENGTH + 8 + 16];

    private long hash;
    private boolean taken;
    private boolean valid;

    /** Whether an option may have so many bytes (RFC 7873 §5.2.2). */
    static boolean isPossible(int length) {
        return length == CLIENT_LENGTH || length >= SHORTEST_WITH_SERVER && length <= LONGEST;
    }

    /** No cookie, to begin with. */
    void clear() {
        taken = false;
        valid = false;
    }

    /** Looks at a cookie, of a possible length, and makes the one that goes back. */
    void take(CookieSecrets secrets, byte[] query, int offset, int length, RequestFacts facts) {
        taken = true;
        int now = (int) facts.nowSeconds;
        System.arraycopy(facts.address, 0, hashed, 16, facts.addressLength);
        int hashedLength = 16 + facts.addressLength;
        System.arraycopy(query, offset, hashed, 0, CLIENT_LENGTH);
        valid = false;
        if (length == LENGTH) {
            System.arraycopy(query, offset + CLIENT_LENGTH, hashed, CLIENT_LENGTH, 8);
            int age = now - (int) INT.get(hashed, CLIENT_LENGTH + 4);
            if (hashed[CLIENT_LENGTH] == 1 && age <= OLDEST_SECONDS && age >= -FUTURE_SECONDS) {
                int by = signer(secrets, (long) LONG.get(query, offset + 16), hashedLength);
                valid = by >= 0;
                if (by == 0 && age <= RENEWED_SECONDS) {
                    return;
                }
            }
        }
        INT.set(hashed, CLIENT_LENGTH, 1 << 24);
        INT.set(hashed, CLIENT_LENGTH + 4, now);
        hash = secrets.hash(0, hashed, hashedLength);
    }

    /** Which secret made the cookie in hand, or -1. */
    private int signer(CookieSecrets secrets, long given, int hashedLength) {
        for (int i = 0; i < secrets.count(); i++) {
            hash = secrets.hash(i, hashed, hashedLength);
            if (hash == given) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is one to {@link #write}. */
    boolean isTaken() {
        return taken;
    }

    /** Whether the client's address is no lie: it had its cookie from here. */
    boolean isValid() {
        return valid;
    }

    /** Writes the data of the answer's option and returns the offset behind it. */
    int write(byte[] out, int at) {
        System.arraycopy(hashed, 0, out, at, 16);
        LONG.set(out, at + 16, hash);
        return at + LENGTH;
    }
}
