package org.zoneseal.hsm;

/**
 * A session with a token that signs, one signature after the other.
 *
 * <p>For one thread at a time; a signing pool has one lane for each of its platform threads.
 * Signing allocates nothing that outlives the call.
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

    @Override
    void close();
}
