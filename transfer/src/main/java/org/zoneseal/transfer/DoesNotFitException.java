package org.zoneseal.transfer;

import java.io.Serial;

/** A record is too long for where it has to go; without a stack trace, because it is an outcome. */
final class DoesNotFitException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private DoesNotFitException(String message) {
        super(message, null, false, false);
    }

    static DoesNotFitException intoDatagram() {
        return new DoesNotFitException("the answer does not fit into one datagram");
    }

    static DoesNotFitException intoAnyMessage() {
        return new DoesNotFitException("a record does not fit into any message");
    }
}
