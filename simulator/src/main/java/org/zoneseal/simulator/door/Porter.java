package org.zoneseal.simulator.door;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Accepts connections of one entrance until it is closed, whatever goes wrong with one of them. */
final class Porter implements Runnable {

    /** No descriptors left, say: trying again at once would only burn a processor. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Entrance entrance;
    private final Guestbook guestbook;

    Porter(Entrance entrance, Guestbook guestbook) {
        this.entrance = entrance;
        this.guestbook = guestbook;
    }

    @Override
    public void run() {
        while (!guestbook.isClosed()) {
            try {
                guestbook.welcome(entrance.accept(), entrance.speaksRpc());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                if (guestbook.isClosed()) {
                    return;
                }
                guestbook.complain("hsm.accept-failed", entrance.address(), e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
            }
        }
    }
}
