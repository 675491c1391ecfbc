package org.zoneseal.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.zoneseal.cryptoki.Ckr;

/**
 * The connections of one application, lent to one call at a time. Safe for several threads.
 *
 * <p>When the HSM has restarted, or forgot the application, a new application begins and the
 * generation goes up by one: sessions, logins and handles of the older one are gone.
 */
final class ConnectionPool implements AutoCloseable {

    private final HsmAddress address;
    private final ClientOptions options;
    private final Semaphore permits;
    private final Deque<WireConnection> idle = new ArrayDeque<>();
    private @Nullable ServerIdentity application;
    private long generation;
    private boolean closed;

    ConnectionPool(HsmAddress address, ClientOptions options) {
        this.address = address;
        this.options = options;
        this.permits = new Semaphore(options.maxConnections());
    }

    /** A connection in use; {@link #close} gives it back. */
    final class Lent implements AutoCloseable {

        final WireConnection connection;
        final long generation;
        private boolean broken;

        private Lent(WireConnection connection, long generation) {
            this.connection = connection;
            this.generation = generation;
        }

        /** Notes that the connection is of no use any more. */
        void breakUp() {
            broken = true;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    /** Takes an idle connection or makes one; waits for as long as a call may take. */
    Lent take() throws IOException {
        awaitPermit();
        try {
            return lend();
        } catch (IOException | RuntimeException e) {
            permits.release();
            throw e;
        }
    }

    private void awaitPermit() throws IOException {
        try {
            if (!permits.tryAcquire(options.callTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "all " + options.maxConnections() + " connections have been busy too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a connection", e);
        }
    }

    private synchronized Lent lend() throws IOException {
        if (closed) {
            throw new HsmClientException(
                    Ckr.CRYPTOKI_NOT_INITIALIZED, "the client has been closed");
        }
        while (!idle.isEmpty()) {
            WireConnection connection = idle.pop();
            if (connection.isFresh()) {
                return new Lent(connection, generation);
            }
            connection.close();
        }
        WireConnection connection = connect();
        return new Lent(connection, generation);
    }

    private WireConnection connect() throws IOException {
        ServerIdentity known = application;
        if (known != null) {
            try {
                return WireConnection.attach(address, options, known);
            } catch (HsmClientException e) {
                if (e.returnValue() != Ckr.DEVICE_REMOVED) {
                    throw e;
                }
            }
        }
        WireConnection connection = WireConnection.begin(address, options);
        application = connection.server();
        generation++;
        return connection;
    }

    private synchronized void giveBack(Lent lent) {
        if (lent.broken || closed || lent.generation != generation) {
            lent.connection.close();
        } else {
            idle.push(lent.connection);
        }
        permits.release();
    }

    /** How many applications there have been. */
    synchronized long generation() {
        return generation;
    }

    /** What the server last said of itself. */
    synchronized ServerIdentity server() {
        ServerIdentity known = application;
        if (known == null) {
            throw new IllegalStateException("not connected yet");
        }
        return known;
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(WireConnection::close);
        idle.clear();
    }
}
