package org.zoneseal.transfer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.zones.Publication;

/**
 * Tells secondaries of new versions (RFC 1996): the sockets, the clock and the one thread around a
 * {@link NotifySchedule}. For any number of threads.
 */
public final class Notifier implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Notifier.class.getName());
    private static final int RECEIVE_BYTES = 4096;
    private static final int MOST_ANSWERS_AT_ONCE = 256;
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration STOP_BOUND = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = 100_000_000;

    private final InstantSource clock;
    private final NotifySchedule schedule;
    private final NotifyCounters counters = new NotifyCounters();
    private final Selector selector;
    private final DatagramChannel overIpv4;
    private final Optional<DatagramChannel> overIpv6;
    private final Thread thread;
    private final long begun = System.nanoTime();
    private volatile boolean isOver;

    private Notifier(
            NotifyTimes times,
            InstantSource clock,
            Selector selector,
            DatagramChannel overIpv4,
            Optional<DatagramChannel> overIpv6) {
        this.clock = clock;
        SecureRandom random = new SecureRandom();
        this.schedule = new NotifySchedule(times, () -> random.nextInt(1 << 16));
        this.selector = selector;
        this.overIpv4 = overIpv4;
        this.overIpv6 = overIpv6;
        this.thread = Thread.ofPlatform().name("notify").daemon().unstarted(this::run);
    }

    /**
     * Opens the sockets and starts.
     *
     * @param source where NOTIFY over IPv4 is sent from; its port may be 0, and so may its address.
     *     Secondaries know their primary by it.
     * @param source6 the same for IPv6, which a host may be without
     * @throws IOException if the IPv4 socket cannot be opened
     */
    public static Notifier start(
            InetSocketAddress source,
            InetSocketAddress source6,
            NotifyTimes times,
            InstantSource clock)
            throws IOException {
        Selector selector = Selector.open();
        DatagramChannel overIpv4 = open(StandardProtocolFamily.INET, source, selector);
        Notifier notifier =
                new Notifier(times, clock, selector, overIpv4, openIpv6(source6, selector));
        notifier.thread.start();
        return notifier;
    }

    private static Optional<DatagramChannel> openIpv6(InetSocketAddress source, Selector selector) {
        try {
            return Optional.of(open(StandardProtocolFamily.INET6, source, selector));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, () -> "notify.out.no-ipv6: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static DatagramChannel open(
            StandardProtocolFamily family, InetSocketAddress source, Selector selector)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.bind(source);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Tells these secondaries of what is published now; does not wait. */
    public void changed(Name zone, Publication now, Collection<NotifyTarget> targets) {
        byte[] soa = now.version().soaRdata();
        synchronized (schedule) {
            schedule.changed(zone, now.serial(), soa, targets, elapsed());
        }
        selector.wakeup();
    }

    /** Tells nobody of a zone any more: it is gone. */
    public void forget(Name zone) {
        synchronized (schedule) {
            schedule.forget(zone);
        }
    }

    /** What has become of the messages so far. */
    public NotifyCounters counters() {
        return counters;
    }

    private void run() {
        byte[] buffer = new byte[RECEIVE_BYTES];
        while (!isOver) {
            try {
                step(buffer);
            } catch (IOException | RuntimeException | Error e) {
                if (isOver) {
                    return;
                }
                failed(e);
            }
        }
    }

    // Out of memory, say, for which another thread is to blame: not to be tried at full speed.
    private static void failed(Throwable reason) {
        try {
            LOG.log(Level.ERROR, "notify.out.failed", reason);
        } catch (OutOfMemoryError e) {
            // Then nothing is said of it.
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private void step(byte[] buffer) throws IOException {
        List<NotifySchedule.Outgoing> sending;
        List<NotifySchedule.Outcome> outcomes;
        Instant next;
        synchronized (schedule) {
            sending = schedule.due(elapsed(), clock.instant().getEpochSecond());
            outcomes = schedule.outcomes();
            next = schedule.nextDue();
        }
        sending.forEach(this::send);
        outcomes.forEach(this::report);
        Duration sleep = sleepUntil(next);
        if (!sending.isEmpty() || sleep.isZero()) {
            selector.selectNow();
        } else {
            selector.select(Math.max(1, sleep.toMillis()));
        }
        for (SelectionKey key : selector.selectedKeys()) {
            receive((DatagramChannel) key.channel(), buffer);
        }
        selector.selectedKeys().clear();
    }

    // Whoever sets the clock of this host stops no retry.
    private Instant elapsed() {
        return Instant.EPOCH.plusNanos(System.nanoTime() - begun);
    }

    private Duration sleepUntil(Instant next) {
        Instant now = elapsed();
        if (next.isAfter(now.plus(LONGEST_SLEEP))) {
            return LONGEST_SLEEP;
        }
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }

    // What cannot be sent is as if it were lost on the way: it is tried again.
    private void send(NotifySchedule.Outgoing message) {
        InetSocketAddress to = message.target().address();
        Optional<DatagramChannel> channel =
                to.getAddress() instanceof Inet4Address ? Optional.of(overIpv4) : overIpv6;
        try {
            if (channel.isPresent()) {
                channel.get().send(ByteBuffer.wrap(message.bytes()), to);
                counters.sentOne();
            }
            LOG.log(
                    Level.DEBUG,
                    () ->
                            "notify.out.sent zone="
                                    + message.zone()
                                    + " to="
                                    + message.target()
                                    + " serial="
                                    + message.serial()
                                    + " attempt="
                                    + message.attempt());
        } catch (IOException e) {
            LOG.log(
                    Level.DEBUG,
                    () -> "notify.out.unsent to=" + message.target() + ": " + e.getMessage());
        }
    }

    private void receive(DatagramChannel channel, byte[] buffer) throws IOException {
        for (int i = 0; i < MOST_ANSWERS_AT_ONCE; i++) {
            ByteBuffer message = ByteBuffer.wrap(buffer);
            if (!(channel.receive(message) instanceof InetSocketAddress from)) {
                return;
            }
            synchronized (schedule) {
                schedule.received(
                        from, buffer, 0, message.position(), clock.instant().getEpochSecond());
            }
        }
    }

    private void report(NotifySchedule.Outcome outcome) {
        counters.count(outcome.kind());
        String what =
                " zone="
                        + outcome.zone()
                        + " to="
                        + outcome.target()
                        + " serial="
                        + outcome.serial();
        switch (outcome.kind()) {
            case ANSWERED -> LOG.log(Level.DEBUG, "notify.out.answered" + what);
            case REFUSED ->
                    LOG.log(
                            Level.WARNING,
                            "notify.out.refused"
                                    + what
                                    + ": it answers "
                                    + ResponseCode.name(outcome.responseCode()));
            case GIVEN_UP ->
                    LOG.log(Level.WARNING, "notify.out.unanswered" + what + ": it does not answer");
        }
    }

    /** Stops; what was not told is not told any more. */
    @Override
    public void close() throws IOException {
        isOver = true;
        selector.wakeup();
        try {
            thread.join(STOP_BOUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        overIpv4.close();
        if (overIpv6.isPresent()) {
            overIpv6.get().close();
        }
        selector.close();
    }
}
