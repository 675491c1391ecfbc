package org.zoneseal.app.daemon;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.zoneseal.app.Terminal;

/** A daemon that takes its time to stop: {@code BOUND_MILLIS STOP_MILLIS}. */
final class SlowDaemon {

    private SlowDaemon() {}

    public static void main(String[] arguments) throws Exception {
        DaemonLog.keep(System.Logger.Level.INFO);
        long stopMillis = Long.parseLong(arguments[1]);
        new DaemonLife("slow", Duration.ofMillis(Long.parseLong(arguments[0])))
                .run(
                        Terminal.system(),
                        "slow is ready",
                        () -> {
                            try {
                                TimeUnit.MILLISECONDS.sleep(stopMillis);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }
}
