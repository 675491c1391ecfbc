package org.zoneseal.server;

import org.zoneseal.transfer.MessageSink;
import org.zoneseal.transfer.Peer;
import org.zoneseal.transfer.TransferHandler;

/** Whoever takes dynamic updates (RFC 2136). */
public interface Intake {

    /**
     * Answers an UPDATE, and returns when the answer is sent. It has a thread of its own.
     *
     * @param message a whole message, without the two bytes of length that streams have
     */
    void update(byte[] message, int offset, int length, Peer peer, MessageSink sink);

    /** Takes none: the handler says NOTIMP. */
    static Intake none(TransferHandler handler) {
        return handler::handle;
    }
}
