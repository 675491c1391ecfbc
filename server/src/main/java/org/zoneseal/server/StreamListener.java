package org.zoneseal.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.zoneseal.answer.AnswerContext;

/** Accepts connections at one address; each gets a virtual thread. */
final class StreamListener implements OpenListener, Runnable {

    private static final SeldomLog LOG = new SeldomLog(StreamListener.class);

    private static final int BACKLOG = 1024;
    private static final long PAUSE_MILLIS = 50;

    private final ServerSocket server;
    private final InetSocketAddress address;

    private final ConnectionTable table;
    private final DeskPool desks;
    private final LaneSurroundings around;
    private final Thread thread;
    private volatile boolean acceptsIpv4;
    private volatile @Nullable TlsContext tls;

    /**
     * Binds a socket.
     *
     * @param tls null for plain TCP
     * @param joins whether a socket of this server has the port already, for the other family
     */
    StreamListener(
            InetSocketAddress wanted,
            @Nullable TlsContext tls,
            boolean joins,
            ConnectionTable table,
            DeskPool desks,
            LaneSurroundings around)
            throws IOException {
        this.table = table;
        this.desks = desks;
        this.around = around;
        this.tls = tls;
        this.server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            // Set before, it would let other programs' sockets be joined by mistake.
            if (joins) {
                share();
            }
            server.bind(wanted, BACKLOG);
            if (!joins) {
                share();
            }
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        this.address = (InetSocketAddress) server.getLocalSocketAddress();
        this.acceptsIpv4 = wanted.getAddress() instanceof Inet4Address;
        this.thread = Thread.ofVirtual().name("accept " + wanted).unstarted(this);
    }

    private void share() throws IOException {
        if (server.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void start() {
        thread.start();
    }

    /** Accepts nothing more; connections stay. */
    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.log(WARNING, "closing " + address() + " failed", e);
        }
    }

    /** The socket is there until its thread has seen that it is closed, and would take clients. */
    @Override
    public void awaitEnd(long until, long[] counts) {
        try {
            boolean _ = thread.join(Duration.ofNanos(until - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void addCounters(long[] sum) {
        // Connections count at desks.
    }

    @Override
    public void run() {
        while (!server.isClosed()) {
            try {
                accept();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(WARNING, "no connection could be accepted", e);
                    pause();
                }
            } catch (RuntimeException | Error e) {
                // Whatever one connection brings about, others are accepted after it.
                LOG.log(ERROR, "taking a connection failed", e);
            }
        }
    }

    // Out of file descriptors, say: others must end first.
    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() throws IOException {
        Socket socket = server.accept();
        boolean begun = false;
        try {
            socket.setTcpNoDelay(true);
            begun = begin(socket);
        } catch (IOException e) {
            // The client has left already.
        } finally {
            if (!begun) {
                socket.close();
            }
        }
    }

    private boolean begin(Socket socket) {
        StreamConnection connection = new StreamConnection(socket, this, table);
        if (!isWanted(socket) || !table.enter(connection)) {
            return false;
        }
        boolean begun = false;
        try {
            Thread.ofVirtual().name("connection").start(connection);
            begun = true;
        } finally {
            if (!begun) {
                connection.leave();
            }
        }
        return true;
    }

    // Java's sockets of IPv6 take IPv4 too, whether somebody has asked for it or not.
    private boolean isWanted(Socket socket) {
        return acceptsIpv4 || socket.getInetAddress() instanceof Inet6Address;
    }

    /** Whether an IPv6 listener stands in for one of IPv4 at the same port. */
    void acceptIpv4(boolean also) {
        acceptsIpv4 = also;
    }

    /** Null for plain TCP. */
    @Nullable TlsContext tls() {
        return tls;
    }

    /** What new connections get from now on. */
    void change(TlsContext other) {
        tls = other;
    }

    DeskPool desks() {
        return desks;
    }

    Supplier<AnswerContext> context() {
        return around.context();
    }

    HandOver handOver() {
        return around.handOver();
    }

    ProxySources proxies() {
        return around.proxies().get();
    }

    InstantSource clock() {
        return around.clock();
    }
}
