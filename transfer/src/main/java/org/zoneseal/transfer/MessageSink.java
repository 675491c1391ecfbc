package org.zoneseal.transfer;

/**
 * Where the answers to one message go: a datagram back, or a stream that takes many.
 *
 * <p>Used by the one thread that handles the message; {@link #abort} by any. A stream may carry
 * answers to other messages in between, never inside of one.
 */
public interface MessageSink {

    /** Longest message that may be sent: 65535 by stream, by UDP what fits the client and us. */
    int maxLength();

    /**
     * Sends one message, without the two bytes of length that streams have. The bytes are the
     * caller's again when it returns.
     *
     * @throws PeerGoneException if it cannot be sent: the connection is closed, or the peer has not
     *     taken it within the sink's bound on one write
     */
    void send(byte[] message, int offset, int length);

    /**
     * Sends whole messages in a row, each behind its length in two bytes (RFC 1035 §4.2.2). For
     * streams alone; worth overriding, because the bytes can then be written as they lie.
     *
     * @throws PeerGoneException as {@link #send}
     */
    default void sendFramed(byte[] frames, int offset, int length) {
        int at = offset;
        while (at < offset + length) {
            int size = (frames[at] & 0xff) << 8 | frames[at + 1] & 0xff;
            send(frames, at + 2, size);
            at += 2 + size;
        }
    }

    /** Ends the connection, at once, whatever is being sent; by UDP nothing. */
    void abort();
}
