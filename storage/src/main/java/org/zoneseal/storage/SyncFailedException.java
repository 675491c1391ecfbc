package org.zoneseal.storage;

import java.io.IOException;

/** An fsync that failed: the system may have thrown the written pages away. */
final class SyncFailedException extends IOException {

    SyncFailedException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
