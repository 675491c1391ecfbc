package org.zoneseal.client;

import java.io.Closeable;
import java.io.IOException;

/** Closes what nobody needs any more, where a failure would change nothing. */
final class Closing {

    private Closing() {}

    @SuppressWarnings("EmptyCatch")
    static void quietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // The other side, or the system, closes what is left.
        }
    }
}
