package org.zoneseal.hsm;

/**
 * A session with a token that signs, one signature after the other.
 *
 * <p>For one thread at a time, which is a platform thread: a call into a token holds its carrier. A
 * token that hangs holds the thread that called it, so lanes are driven by a {@link LaneCrew},
 * which bounds the wait for whoever waits for the work.
 *
 * <p>Signing allocates nothing that outlives the call.
 */
public interface Lane extends AutoCloseable {

    /** More than any signature of a {@link SignatureScheme} has: ML-DSA-44 has 2420 bytes. */
    int MAX_SIGNATURE_LENGTH = 4096;

    /**
     * Signs {@code data[offset .. offset + length)}, hash included.
     *
     * @param signature receives the signature in the form of {@link SignatureScheme}
     * @return the signature's length in bytes
     * @throws HsmException after bounded retries of what can pass by itself
     */
    int sign(
            KeyHandle key,
            byte[] data,
            int offset,
            int length,
            byte[] signature,
            int signatureOffset);

    /**
     * The token's function that the lane is in, or was in last, for a message about a lane that
     * does not come back; may be asked from another thread.
     */
    default String call() {
        return "sign";
    }

    @Override
    void close();
}
