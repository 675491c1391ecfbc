package org.zoneseal.server;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.Transport;
import org.zoneseal.server.LaneCounters.Single;
import org.zoneseal.transfer.PeerGoneException;

/**
 * A lane on Linux: receives and sends many datagrams a call.
 *
 * <p>A call waits for the first datagram only and takes along what else lies there: alone, a query
 * is answered at once; under load, the cost of a call is shared by a batch. The lanes of one
 * address are sockets of one SO_REUSEPORT group, between which the kernel chooses by the client's
 * address and port; they share nothing that is written.
 */
final class BatchedLane implements DatagramLane, Runnable {

    private static final SeldomLog LOG = new SeldomLog(BatchedLane.class);

    private static final int BATCH = 32;
    private static final int BUFFER = 4 << 20;

    /** A lane that was not woken looks by itself whether it is to end. */
    private static final long RECEIVE_MILLIS = 1000;

    /** An interface that takes nothing for so long: the answers at hand are lost, not the lane. */
    private static final long SEND_MILLIS = 100;

    private static final int MAX_REST = 1000;
    private static final int MAX_SEND_ERRORS = 3;

    private final int descriptor;
    private final InetSocketAddress address;
    private final DatagramBatch batch;
    private final Supplier<AnswerContext> context;
    private final DatagramSources sources;
    private final HandOver handOver;
    private final InstantSource clock;
    private final Desk desk;
    private final byte[] query = new byte[DatagramBatch.MAX_QUERY];
    private final byte[] client = new byte[16];
    private final Thread thread;
    private final ReentrantLock lateLock = new ReentrantLock();
    private volatile boolean stopping;
    private boolean closed;

    /**
     * Binds a socket.
     *
     * @param first whether it must be the only one at its address, so that no other program's is
     *     joined by mistake; further ones join it
     */
    BatchedLane(InetSocketAddress wanted, boolean first, LaneSurroundings around)
            throws IOException {
        this.desk = new Desk(around.engines().get());
        this.context = around.context();
        this.sources = new DatagramSources(around.proxies());
        this.handOver = around.handOver();
        this.clock = around.clock();
        InetAddress host = wanted.getAddress();
        this.batch = new DatagramBatch(BATCH, host.isAnyLocalAddress());
        MemorySegment state = batch.state();
        this.descriptor = LinuxSockets.datagramSocket(state, NativeAddress.family(host));
        try (Arena arena = Arena.ofConfined()) {
            prepare(state, host);
            if (!first) {
                reuse(state);
            }
            MemorySegment bound = NativeAddress.of(arena, wanted);
            LinuxSockets.bind(state, descriptor, bound);
            if (first) {
                reuse(state);
            }
            LinuxSockets.name(state, descriptor, bound);
            this.address = NativeAddress.read(bound, 0);
        } catch (IOException | RuntimeException e) {
            LinuxSockets.close(state, descriptor);
            throw e;
        }
        this.thread =
                Thread.ofPlatform()
                        .name("udp " + address.getAddress().getHostAddress())
                        .daemon()
                        .unstarted(this);
    }

    private void reuse(MemorySegment state) {
        LinuxSockets.set(state, descriptor, LinuxSockets.SOL_SOCKET, LinuxSockets.SO_REUSEPORT, 1);
    }

    // What the system does not take, it does without: none of these is needed for right answers.
    private void prepare(MemorySegment state, InetAddress host) {
        int socket = LinuxSockets.SOL_SOCKET;
        LinuxSockets.set(state, descriptor, socket, LinuxSockets.SO_RCVBUF, BUFFER);
        LinuxSockets.set(state, descriptor, socket, LinuxSockets.SO_SNDBUF, BUFFER);
        LinuxSockets.setTime(state, descriptor, LinuxSockets.SO_RCVTIMEO, RECEIVE_MILLIS);
        LinuxSockets.setTime(state, descriptor, LinuxSockets.SO_SNDTIMEO, SEND_MILLIS);
        boolean wildcard = host.isAnyLocalAddress();
        if (NativeAddress.family(host) == LinuxSockets.AF_INET6) {
            int level = LinuxSockets.IPPROTO_IPV6;
            LinuxSockets.set(state, descriptor, level, LinuxSockets.IPV6_V6ONLY, 1);
            LinuxSockets.set(state, descriptor, level, LinuxSockets.IPV6_DONTFRAG, 1);
            LinuxSockets.set(
                    state,
                    descriptor,
                    level,
                    LinuxSockets.IPV6_MTU_DISCOVER,
                    LinuxSockets.PMTUDISC_OMIT);
            if (wildcard) {
                LinuxSockets.set(state, descriptor, level, LinuxSockets.IPV6_RECVPKTINFO, 1);
            }
        } else {
            int level = LinuxSockets.IPPROTO_IP;
            LinuxSockets.set(
                    state,
                    descriptor,
                    level,
                    LinuxSockets.IP_MTU_DISCOVER,
                    LinuxSockets.PMTUDISC_OMIT);
            if (wildcard) {
                LinuxSockets.set(state, descriptor, level, LinuxSockets.IP_PKTINFO, 1);
            }
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean isShareable() {
        return true;
    }

    @Override
    public LaneCounters counters() {
        return desk.counters();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        stopping = true;
        lateLock.lock();
        try {
            if (isUnstarted()) {
                close();
            } else if (!closed) {
                LinuxSockets.wake(LinuxSockets.callState(), descriptor);
            }
        } finally {
            lateLock.unlock();
        }
    }

    @Override
    public boolean awaitEnd(long nanoseconds) throws InterruptedException {
        return isUnstarted() || thread.join(Duration.ofNanos(Math.max(nanoseconds, 0)));
    }

    private boolean isUnstarted() {
        return thread.getState() == Thread.State.NEW;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                try {
                    receiveAndAnswer();
                } catch (RuntimeException | Error e) {
                    failed(e);
                    pause();
                }
            }
            answerRest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void receiveAndAnswer() throws InterruptedException {
        int received = batch.receive(descriptor, LinuxSockets.MSG_WAITFORONE);
        if (received > 0) {
            answerAll(received);
        } else if (received != -LinuxSockets.EINTR
                && received != -LinuxSockets.EAGAIN
                && received != -LinuxSockets.ECONNREFUSED
                && received != 0) {
            LOG.log(
                    ERROR,
                    "receiving at " + address + " failed",
                    new IOException("error " + -received + " of the system"));
            pause();
        }
    }

    private void failed(Throwable reason) {
        desk.counters().count(Single.FAILED);
        LOG.log(ERROR, "taking a datagram failed", reason);
    }

    // What came before the end; the kernel gives it to nobody else. With a bound, for it may come
    // faster than it is answered.
    private void answerRest() {
        for (int i = 0; i < MAX_REST; i++) {
            int received = batch.receive(descriptor, LinuxSockets.MSG_DONTWAIT);
            if (received <= 0) {
                return;
            }
            answerAll(received);
        }
    }

    // Out of memory, say: not to be asked again at full speed.
    private void pause() throws InterruptedException {
        Thread.sleep(100);
    }

    /**
     * Sends one message from any thread, unless the lane has ended: its number is then another's.
     */
    void sendLate(long header) {
        lateLock.lock();
        try {
            if (closed || LinuxSockets.send(LinuxSockets.callState(), descriptor, header, 1) < 1) {
                throw new PeerGoneException("the datagram could not be sent");
            }
        } finally {
            lateLock.unlock();
        }
    }

    private void close() {
        lateLock.lock();
        try {
            if (!closed) {
                closed = true;
                LinuxSockets.close(batch.state(), descriptor);
            }
        } finally {
            lateLock.unlock();
        }
    }

    private void answerAll(int received) {
        long begun = System.nanoTime();
        AnswerContext current = context.get();
        long now = Math.floorDiv(clock.millis(), 1000L);
        int answered = 0;
        for (int slot = 0; slot < received; slot++) {
            if (isAnswered(current, now, slot)) {
                answered++;
            }
        }
        if (answered > 0) {
            flush();
            desk.counters().latency(System.nanoTime() - begun, answered);
        }
    }

    // Whatever one datagram brings about, those beside it and after it are answered.
    private boolean isAnswered(AnswerContext current, long now, int slot) {
        try {
            return answer(current, now, slot);
        } catch (RuntimeException | Error e) {
            failed(e);
            return false;
        }
    }

    private boolean answer(AnswerContext current, long now, int slot) {
        int length = batch.length(slot);
        if (length < DatagramSources.SHORTEST || batch.isCut(slot)) {
            desk.counters().count(Single.MALFORMED);
            return false;
        }
        int port = batch.port(slot);
        if (port == 0) {
            desk.counters().count(Single.DROPPED);
            return false;
        }
        batch.copyQuery(slot, query, length);
        int addressLength = batch.copyAddress(slot, client);
        int offset = sources.place(query, length, client, addressLength, port, desk.facts, now);
        if (offset < 0) {
            desk.counters().count(Single.MALFORMED);
            return false;
        }
        int answer = desk.answer(current, Transport.UDP, query, offset, length - offset, 0);
        if (answer > 0) {
            if (!batch.fits(answer)) {
                flush();
            }
            batch.answer(slot, desk.out, answer);
            return true;
        }
        if (answer == QueryEngine.HAND_OVER) {
            handOver(slot, offset, length);
        }
        return false;
    }

    private void handOver(int slot, int offset, int length) {
        byte[] message = Arrays.copyOfRange(query, offset, length);
        DatagramReply reply =
                new DatagramReply(
                        this,
                        batch.addressBytes(slot),
                        batch.controlBytes(slot),
                        DatagramPayload.of(message));
        if (!handOver.offerDatagram(message, sources.peer(), reply)) {
            desk.counters().count(Single.DROPPED);
        }
    }

    private void flush() {
        int first = 0;
        int errors = 0;
        while (first < batch.waiting()) {
            int sent = batch.send(descriptor, first);
            if (sent > 0) {
                first += sent;
                errors = 0;
            } else if (!isWorthAnotherTry(sent, ++errors)) {
                // This one cannot be sent: too large for the interface, no route, filtered.
                desk.counters().count(Single.NOT_SENT);
                first++;
                errors = 0;
            }
        }
        batch.clear();
    }

    private static boolean isWorthAnotherTry(int result, int errors) {
        return errors < MAX_SEND_ERRORS
                && (result == -LinuxSockets.EINTR
                        || result == -LinuxSockets.EAGAIN
                        || result == -LinuxSockets.ENOBUFS);
    }
}
