package org.zoneseal.simulator.door;

import java.util.concurrent.atomic.AtomicLong;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * The bytes that all clients together may make the daemon hold; small frames cost nothing.
 *
 * <p>Never waits: who waited would hold what it has, and two halves of large frames would wait for
 * each other. What there is no room for is refused, and the client may try again.
 */
final class Memory {

    private final AtomicLong left;

    Memory(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    long left() {
        return left.get();
    }

    /** One connection's share. Mutable, for one thread. */
    final class Share {

        private long held;

        /** Holds at least so many bytes from now on. */
        void hold(long bytes) {
            if (bytes <= held) {
                return;
            }
            long more = bytes - held;
            if (left.addAndGet(-more) < 0) {
                left.addAndGet(more);
                throw new CryptokiException(
                        Ckr.DEVICE_MEMORY,
                        "the HSM has no memory for %d more bytes at the moment; try again later"
                                .formatted(more));
            }
            held = bytes;
        }

        void release() {
            if (held > 0) {
                left.addAndGet(held);
                held = 0;
            }
        }
    }
}
