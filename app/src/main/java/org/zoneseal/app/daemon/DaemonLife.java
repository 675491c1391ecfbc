package org.zoneseal.app.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Terminal;

/**
 * From readiness to the end of a daemon that runs in the foreground.
 *
 * <p>SIGTERM and SIGINT begin the virtual machine's shutdown; the hook here stops the daemon within
 * a bound and ends the process with code 0, or with 3 if the bound was passed. The hook's first act
 * is to give both signals back to the system: a second one ends the process at once.
 */
public final class DaemonLife {

    private static final Logger LOG = System.getLogger(DaemonLife.class.getName());

    private final String name;
    private final Supplier<Duration> bounds;
    private final ServiceNotice notice;
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * A life that has not begun.
     *
     * @param name what event names begin with
     * @param bound how long stopping may take
     */
    public DaemonLife(String name, Duration bound) {
        this(name, () -> bound);
    }

    /** The same, with a bound that is asked for when it has to stop. */
    public DaemonLife(String name, Supplier<Duration> bounds) {
        this.name = name;
        this.bounds = bounds;
        this.notice = ServiceNotice.of(System.getenv());
    }

    /**
     * Says that the daemon is ready, and waits until somebody tells it to stop.
     *
     * @param readiness the one line that goes to stdout
     * @param stop ends the daemon; nothing that it confirmed is lost
     */
    public ExitCode run(Terminal terminal, String readiness, Runnable stop)
            throws InterruptedException {
        stopWith(stop);
        return untilStopped(terminal, readiness);
    }

    /**
     * From now on SIGTERM and SIGINT end the daemon in good order, even if it is not ready yet.
     *
     * @param stop ends the daemon; nothing that it confirmed is lost
     */
    public void stopWith(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop), name + "-stop"));
    }

    /** Says that the daemon is ready, and waits until somebody tells it to stop. */
    public ExitCode untilStopped(Terminal terminal, String readiness) throws InterruptedException {
        terminal.out().println(readiness);
        terminal.out().flush();
        notice.ready(readiness);
        LOG.log(Level.INFO, name + ".ready");
        over.await();
        return ExitCode.FINE;
    }

    /** Tells the service manager what the daemon is doing, in words. */
    public void status(String status) {
        notice.status(status);
    }

    /**
     * Takes another configuration; the service manager knows that it is under way.
     *
     * @param readiness what it is told afterwards
     */
    public void reload(Runnable reload, Supplier<String> readiness) {
        notice.reloading(System.nanoTime() / 1000);
        try {
            reload.run();
        } finally {
            notice.ready(readiness.get());
        }
    }

    private void end(Runnable stop) {
        if (LibC.isThere()) {
            LibC.get().restoreStopSignals();
        }
        notice.stopping();
        Duration bound = bounds.get();
        LOG.log(Level.INFO, name + ".stopping bound=" + bound);
        boolean isStopped = stopped(stop, bound);
        if (isStopped) {
            LOG.log(Level.INFO, name + ".stopped");
        } else {
            LOG.log(Level.ERROR, name + ".killed not stopped within " + bound);
        }
        ExitCode code = isStopped ? ExitCode.FINE : ExitCode.ENVIRONMENT;
        Runtime.getRuntime().halt(code.code());
    }

    private boolean stopped(Runnable stop, Duration bound) {
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform()
                .daemon()
                .name(name + "-closing")
                .start(() -> {
                    try {
                        stop.run();
                        done.countDown();
                    } catch (RuntimeException e) {
                        LOG.log(Level.ERROR, name + ".stop-failed", e);
                    }
                });
        try {
            return done.await(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
