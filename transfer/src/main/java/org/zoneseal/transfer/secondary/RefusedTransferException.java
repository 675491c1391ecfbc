package org.zoneseal.transfer.secondary;

/** Breaks a transfer off; caught where the transfer was begun, and told as a {@link Failure}. */
final class RefusedTransferException extends RuntimeException {

    private final Failure.Kind kind;

    RefusedTransferException(Failure.Kind kind, String sentence) {
        super(sentence, null, false, false);
        this.kind = kind;
    }

    Failure failure() {
        return new Failure(kind, String.valueOf(getMessage()));
    }
}
