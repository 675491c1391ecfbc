package org.zoneseal.client.slot;

import java.security.SecureRandom;

/**
 * The mark of a call that must run at most once, however often it is asked.
 *
 * <p>Whoever repeats a call after a lost connection repeats it with the same id.
 */
public record RequestId(byte[] bytes) {

    private static final int LENGTH = 16;

    public RequestId {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a request id has " + LENGTH + " bytes");
        }
    }

    public static RequestId random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new RequestId(bytes);
    }
}
