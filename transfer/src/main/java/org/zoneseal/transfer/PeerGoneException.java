package org.zoneseal.transfer;

import java.io.Serial;

/** The receiver of an answer is gone, or too slow to wait for: nothing more is to be sent. */
public final class PeerGoneException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public PeerGoneException(String message) {
        super(message);
    }

    public PeerGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
