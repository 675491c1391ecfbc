package org.zoneseal.server;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.Transport;
import org.zoneseal.transfer.Channel;
import org.zoneseal.transfer.ClientCertificate;
import org.zoneseal.transfer.MessageSink;
import org.zoneseal.transfer.Peer;
import org.zoneseal.transfer.PeerGoneException;

/**
 * One connection: reads messages, answers them, and lets long work go on beside; mutable.
 *
 * <p>A virtual thread reads and answers. Queries take microseconds, so they are answered in the
 * order in which they come, and the answers to what came together leave together. Transfers and the
 * like have threads of their own, and their messages come in between (RFC 7766 §6.2.1.1 lets them);
 * a fair lock around each write sees to it that both get their turn. Virtual threads keep their
 * processor until they wait, so whoever may go on for long yields now and then. A client that does
 * not read stops its own answers and nobody else's.
 *
 * <p>While it waits it has a small buffer and no more. Longer messages, and answers until they are
 * written, are taken out of a budget that all connections share.
 *
 * <p>Until when it may stay as it is stands in two variables that {@link ConnectionTable} looks at:
 * one for what is to be read, one for what is to be written. The first byte of a message begins the
 * message's time, and further bytes do not lengthen it.
 */
final class StreamConnection implements Runnable {

    private static final SeldomLog LOG = new SeldomLog(StreamConnection.class);

    private static final int SMALL_BUFFER = 512;
    private static final int LARGE_BUFFER = 4096;
    private static final int HEADER = 12;

    /** Answers that are collected before they are written. */
    private static final int FLUSH = 16 * 1024;

    private static final int READS_A_TURN = 8;

    /** One write with one time limit. */
    private static final int WRITE_SIZE = 64 * 1024;

    private static final long NEVER = Long.MAX_VALUE;
    private static final long IDLE = Long.MAX_VALUE - 1;

    private final Socket raw;
    private final StreamListener listener;
    private final ConnectionTable table;
    private final Semaphore inFlight;
    private final int mostInFlight;
    private final ReentrantLock writeLock = new ReentrantLock(true);

    private final long acceptedAt = System.nanoTime();
    private volatile long usefulAt = acceptedAt;
    private volatile long readBy = NEVER;
    private volatile long writeBy = NEVER;
    private volatile boolean ending;
    private volatile boolean evicted;
    private volatile boolean isTls;

    private final boolean isProxied;
    private InetAddress client;
    private int clientPort;
    private byte[] clientBytes;
    private Transport transport = Transport.TCP;
    private @Nullable SSLSocket tls;

    /** Who is at the other end, by what the listener trusted then. */
    private @Nullable Peer peer;

    private @Nullable TlsContext trusted;
    private @Nullable ClientPrefix prefix;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    private byte[] buffer = new byte[SMALL_BUFFER];
    private int have;
    private byte[] frames = {};
    private int framesLength;

    StreamConnection(Socket raw, StreamListener listener, ConnectionTable table) {
        this.raw = raw;
        this.listener = listener;
        this.table = table;
        this.mostInFlight = table.limits().inFlight();
        this.inFlight = new Semaphore(mostInFlight);
        this.client = raw.getInetAddress();
        this.clientPort = raw.getPort();
        this.clientBytes = client.getAddress();
        this.isProxied = listener.proxies().contain(clientBytes, clientBytes.length);
    }

    @Override
    public void run() {
        boolean tlsPlace = false;
        try {
            readBy = System.nanoTime() + table.limits().handshake().toNanos();
            if (isProxied && !readProxyHeader()) {
                return;
            }
            if (listener.tls() != null) {
                isTls = true;
                tlsPlace = table.enterTls();
                if (!tlsPlace) {
                    return;
                }
            }
            if (open()) {
                serve();
                awaitWork();
            }
        } catch (IOException | PeerGoneException e) {
            // The client is gone, or was sent away: nothing that others could do about it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.log(ERROR, "a connection of " + client + " failed", e);
        } finally {
            try {
                end();
            } catch (RuntimeException | Error e) {
                LOG.log(ERROR, "ending a connection failed", e);
            }
            if (tlsPlace) {
                table.leaveTls();
            }
            leave();
        }
    }

    /** Gives its places back. */
    void leave() {
        leavePrefix();
        table.leave(this);
    }

    // The proxy speaks before TLS does: its header is in the clear.
    private boolean readProxyHeader() throws IOException {
        ProxyHeader header = new ProxyHeader();
        byte[] bytes = new byte[ProxyHeader.MAX];
        InputStream first = raw.getInputStream();
        int length = -1;
        if (first.readNBytes(bytes, 0, ProxyHeader.FIXED) == ProxyHeader.FIXED) {
            length = ProxyHeader.lengthOf(bytes, 0);
        }
        if (length < 0
                || first.readNBytes(bytes, ProxyHeader.FIXED, length - ProxyHeader.FIXED)
                        < length - ProxyHeader.FIXED
                || header.read(bytes, 0, length, ProxyHeader.Over.STREAMS) < 0) {
            table.handshakeFailed();
            throw new IOException("no valid header of the proxy " + client);
        }
        if (header.namesClient()) {
            client = DatagramSources.address(header.address(), header.addressLength());
            clientPort = header.port();
            clientBytes = client.getAddress();
        }
        return takePrefix();
    }

    /**
     * Counts it for its client's network, before it takes a place from others; behind a proxy, that
     * is not known yet.
     */
    boolean enterPrefix() {
        return isProxied || takePrefix();
    }

    private boolean takePrefix() {
        ClientPrefix mine = ClientPrefix.of(client);
        if (!table.enterPrefix(mine)) {
            return false;
        }
        prefix = mine;
        return true;
    }

    void leavePrefix() {
        ClientPrefix mine = prefix;
        if (mine != null) {
            table.leavePrefix(mine);
        }
    }

    private boolean open() throws IOException {
        TlsContext context = listener.tls();
        if (context == null) {
            in = raw.getInputStream();
            out = raw.getOutputStream();
            return true;
        }
        try {
            SSLSocket session = context.over(raw);
            tls = session;
            transport = Transport.TLS;
            writeBy = readBy;
            session.startHandshake();
            writeBy = NEVER;
            in = session.getInputStream();
            out = session.getOutputStream();
            return true;
        } catch (IOException e) {
            table.handshakeFailed();
            return false;
        }
    }

    private void serve() throws IOException, InterruptedException {
        readBy = IDLE;
        for (int reads = 1; ; reads++) {
            if (reads % READS_A_TURN == 0) {
                letOthersRun();
            }
            int read = in.read(buffer, have, buffer.length - have);
            if (read < 0) {
                return;
            }
            boolean filled = have + read == buffer.length;
            if (have == 0) {
                readBy = System.nanoTime() + table.limits().message().toNanos();
            }
            have += read;
            if (!answerAll()) {
                return;
            }
            makeRoom(filled);
        }
    }

    // A virtual thread that never has to wait keeps its processor: the scheduler does not take it.
    @SuppressWarnings("ThreadPriorityCheck")
    private static void letOthersRun() {
        Thread.yield();
    }

    /** Answers what is whole; false if the client sends what is no message. */
    private boolean answerAll() throws InterruptedException {
        int at = 0;
        int handOver;
        do {
            int from = at;
            long begun = System.nanoTime();
            at = listener.desks().at(desk -> answerSome(desk, from, begun));
            handOver = at < 0 ? -1 : 0;
            if (at < 0) {
                at = ~at;
            }
            flush();
            if (handOver < 0) {
                int length = lengthAt(at);
                if (length < HEADER) {
                    return false;
                }
                handOver(at + 2, length);
                at += 2 + length;
            }
        } while (handOver < 0 || isWhole(at));
        if (at > 0) {
            have -= at;
            System.arraycopy(buffer, at, buffer, 0, have);
            usefulAt = System.nanoTime();
            readBy = have == 0 ? IDLE : usefulAt + table.limits().message().toNanos();
        }
        return true;
    }

    private boolean isWhole(int at) {
        return have - at >= 2 && have - at - 2 >= lengthAt(at);
    }

    private int lengthAt(int at) {
        return (buffer[at] & 0xff) << 8 | buffer[at + 1] & 0xff;
    }

    /**
     * Answers messages until there is no whole one or enough to write.
     *
     * @return where the next message begins; inverted if it is one to be handed over, or none
     */
    private int answerSome(Desk desk, int from, long begun) {
        int at = from;
        int answered = 0;
        var context = listener.context().get();
        long now = Math.floorDiv(listener.clock().millis(), 1000L);
        long idle = table.idleNanos();
        while (isWhole(at) && framesLength < FLUSH) {
            int length = lengthAt(at);
            desk.facts.begin(transport, now).keptFor(idle);
            desk.facts.client(clientBytes, 0, clientBytes.length, clientPort);
            int answer = desk.answer(context, transport, buffer, at + 2, length, 2);
            if (answer == QueryEngine.HAND_OVER || length < HEADER) {
                at = ~at;
                break;
            }
            if (answer > 0) {
                desk.out[0] = (byte) (answer >> 8);
                desk.out[1] = (byte) answer;
                append(desk.out, answer + 2);
                answered++;
            }
            at += 2 + length;
        }
        if (answered > 0) {
            desk.counters().latency(System.nanoTime() - begun, answered);
        }
        return at;
    }

    private void append(byte[] bytes, int length) {
        if (framesLength + length > frames.length) {
            frames = Arrays.copyOf(frames, Math.max(framesLength + length, 2 * frames.length));
        }
        System.arraycopy(bytes, 0, frames, framesLength, length);
        framesLength += length;
    }

    private void flush() {
        if (framesLength == 0) {
            return;
        }
        byte[] bytes = frames;
        int length = framesLength;
        framesLength = 0;
        if (bytes.length > FLUSH) {
            frames = new byte[0];
        }
        int taken = bytes.length;
        if (!table.memory().tryTake(taken)
                && !(table.evictSlowestReader() && table.memory().tryTake(taken))) {
            throw new PeerGoneException("too much waits to be read by clients");
        }
        try {
            write(bytes, 0, length);
        } finally {
            table.memory().giveBack(taken);
        }
    }

    private void write(byte[] bytes, int offset, int length) {
        writeLock.lock();
        try {
            int at = offset;
            while (at < offset + length) {
                int size = Math.min(offset + length - at, WRITE_SIZE);
                writeBy = System.nanoTime() + table.limits().write().toNanos();
                out.write(bytes, at, size);
                at += size;
                usefulAt = System.nanoTime();
            }
        } catch (IOException e) {
            throw new PeerGoneException("the connection is closed", e);
        } finally {
            writeBy = NEVER;
            writeLock.unlock();
        }
    }

    // A buffer grows for a message that is longer, or for a client that has filled it at once.
    private void makeRoom(boolean filled) throws IOException {
        int needed = have >= 2 ? 2 + lengthAt(0) : 2;
        int wanted =
                Math.max(
                        needed <= SMALL_BUFFER ? SMALL_BUFFER : needed,
                        filled ? LARGE_BUFFER : SMALL_BUFFER);
        if (wanted == buffer.length || wanted < buffer.length && have > 0) {
            return;
        }
        int more = wanted - buffer.length;
        if (more > 0 && !table.memory().tryTake(more)) {
            if (needed <= buffer.length) {
                return;
            }
            throw new IOException("no memory for a long message");
        }
        if (more < 0) {
            table.memory().giveBack(-more);
        }
        buffer = Arrays.copyOf(buffer, wanted);
    }

    private void handOver(int offset, int length) throws InterruptedException {
        byte[] message = Arrays.copyOfRange(buffer, offset, offset + length);
        readBy = NEVER;
        inFlight.acquire();
        if (!listener.handOver().offer(message, peer(), new Sink(), this::workDone)) {
            inFlight.release();
            throw new PeerGoneException("too many transfers");
        }
    }

    private void workDone() {
        usefulAt = System.nanoTime();
        inFlight.release();
    }

    // A client that has said all it wants to say still gets what it asked for.
    private void awaitWork() throws InterruptedException {
        readBy = NEVER;
        inFlight.acquire(mostInFlight);
    }

    // Authorities may be withdrawn while a connection stays open.
    @SuppressWarnings("ReferenceEquality") // each change of the listener brings another
    private Peer peer() {
        TlsContext now = listener.tls();
        Peer known = peer;
        if (known == null || trusted != now) {
            known = findPeer(now);
            peer = known;
            trusted = now;
        }
        return known;
    }

    private Peer findPeer(@Nullable TlsContext context) {
        SSLSocket session = tls;
        if (session == null || context == null) {
            return Peer.tcp(client, clientPort);
        }
        SSLSession facts = session.getSession();
        String protocol = session.getApplicationProtocol();
        Channel channel = Channel.ofTls(facts.getProtocol(), protocol == null ? "" : protocol);
        ClientCertificate certificate = context.client(facts);
        return Peer.tls(client, clientPort, channel, certificate);
    }

    boolean isTls() {
        return isTls;
    }

    boolean isWriting() {
        return writeBy != NEVER;
    }

    long writeBy() {
        return writeBy;
    }

    /** When it last was of use. */
    long usefulAt() {
        return usefulAt;
    }

    /** Whether nothing is lost if it goes. */
    boolean mayBeEvicted() {
        return !evicted && inFlight.availablePermits() == mostInFlight;
    }

    /** Whether it waits for a query, and owes no answer. */
    boolean isIdle() {
        return readBy == IDLE && writeBy == NEVER && mayBeEvicted();
    }

    /** Ends it, if nobody else has. */
    boolean evict() {
        if (evicted) {
            return false;
        }
        evicted = true;
        closeRaw();
        return true;
    }

    /** Ends it if it has stayed as it is for too long; whether it has. */
    boolean endIfOverdue(long nowNanos, long idleNanos) {
        long reading = readBy;
        if (reading == IDLE) {
            if (mayBeEvicted() && nowNanos - usefulAt > idleNanos && endPolitely()) {
                return true;
            }
        } else if (reading != NEVER && nowNanos - reading > 0) {
            return evict();
        }
        long writing = writeBy;
        return writing != NEVER && nowNanos - writing > 0 && evict();
    }

    /** Ends it if nothing is going on, with a proper end for a TLS client. */
    boolean endPolitely() {
        if (ending) {
            return false;
        }
        ending = true;
        // Its thread sees the end of what comes in and says goodbye, within this time.
        writeBy = System.nanoTime() + table.limits().write().toNanos();
        try {
            raw.shutdownInput();
        } catch (IOException e) {
            closeRaw();
        }
        return true;
    }

    void closeRaw() {
        try {
            raw.close();
        } catch (IOException e) {
            // It is closed as well as it can be.
        }
    }

    private void end() {
        table.memory().giveBack(buffer.length - SMALL_BUFFER);
        buffer = new byte[0];
        SSLSocket session = tls;
        if (session != null) {
            writeBy = System.nanoTime() + table.limits().write().toNanos();
            try {
                session.close();
            } catch (IOException e) {
                // The client did not wait for it.
            } catch (RuntimeException | Error e) {
                LOG.log(ERROR, "ending a TLS session failed", e);
            }
        }
        closeRaw();
        // From here on no sweep finds anything to end.
        writeBy = NEVER;
        readBy = NEVER;
    }

    /** The answers of a transfer. */
    private final class Sink implements MessageSink {

        @Override
        public int maxLength() {
            return 65_535;
        }

        @Override
        public void send(byte[] message, int offset, int length) {
            byte[] frame = new byte[2 + length];
            frame[0] = (byte) (length >> 8);
            frame[1] = (byte) length;
            System.arraycopy(message, offset, frame, 2, length);
            write(frame, 0, frame.length);
            letOthersRun();
        }

        @Override
        public void sendFramed(byte[] bytes, int offset, int length) {
            write(bytes, offset, length);
            letOthersRun();
        }

        @Override
        public void abort() {
            evict();
        }
    }
}
