package org.zoneseal.transfer.secondary;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.transfer.secondary.Failure.Kind;

/**
 * One connection to a primary: messages behind their lengths (RFC 1035 §4.2.2), in the clear or
 * over TLS. Mutable, for one thread, which blocks.
 *
 * <p>Every wait has three bounds: one between two bytes, one for everything, from connecting to the
 * last message, and a pace that must be kept on the average. The latter two are kept by a second
 * thread that closes the socket under whatever the first one waits for, because a peer that sends a
 * byte now and then, in the middle of a TLS handshake too, would never meet the first bound.
 *
 * <p>An end of the stream is an error wherever a message is still awaited, and over TLS even one
 * that was announced properly.
 */
final class PrimaryConnection implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Socket plain;
    private final Thread watchdog;
    private Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private volatile boolean isLate;
    private volatile boolean isSlow;
    private final AtomicLong received = new AtomicLong();

    private PrimaryConnection(IncomingLimits limits) {
        plain = new Socket();
        socket = plain;
        watchdog = Thread.ofVirtual().name("transfer deadline").start(() -> watch(limits));
    }

    /**
     * Connects, and over TLS makes sure who is there.
     *
     * @throws RefusedTransferException if that does not come about
     */
    static PrimaryConnection open(Primary primary, IncomingLimits limits) {
        PrimaryConnection connection = new PrimaryConnection(limits);
        try {
            connection.connect(primary, limits);
            return connection;
        } catch (IOException e) {
            RefusedTransferException refused = connection.refused(e, "connecting to " + primary);
            connection.close();
            throw refused;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void connect(Primary primary, IncomingLimits limits) throws IOException {
        plain.setTcpNoDelay(true);
        plain.connect(primary.address(), (int) limits.connect().toMillis());
        plain.setSoTimeout((int) limits.idle().toMillis());
        TlsIdentity tls = primary.tls();
        if (tls != null) {
            socket = handshake(tls, primary, limits);
        }
        in = new BufferedInputStream(new Counted(socket.getInputStream()), 1 << 16);
    }

    private SSLSocket handshake(TlsIdentity tls, Primary primary, IncomingLimits limits)
            throws IOException {
        String host = tls.hostNameOr(primary.address().getAddress().getHostAddress());
        SSLSocket secure =
                (SSLSocket)
                        tls.context()
                                .getSocketFactory()
                                .createSocket(plain, host, primary.address().getPort(), true);
        secure.setSSLParameters(tls.parameters());
        plain.setSoTimeout((int) limits.connect().toMillis());
        secure.startHandshake();
        plain.setSoTimeout((int) limits.idle().toMillis());
        if (!tls.accepts(secure.getApplicationProtocol())) {
            throw new RefusedTransferException(
                    Kind.NOT_AUTHENTIC,
                    "the primary does not select the application protocol \"dot\" in its TLS"
                            + " handshake (RFC 9103 §7.1)");
        }
        return secure;
    }

    /** Sends a message. */
    void send(byte[] message, int length) {
        byte[] framed = new byte[length + 2];
        framed[0] = (byte) (length >> 8);
        framed[1] = (byte) length;
        System.arraycopy(message, 0, framed, 2, length);
        try {
            socket.getOutputStream().write(framed);
        } catch (IOException e) {
            throw refused(e, "asking");
        }
    }

    /**
     * Waits for a message.
     *
     * @param buffer has 65535 bytes
     * @return bytes of the message
     * @throws RefusedTransferException if the connection ends before it is whole, or nothing comes
     *     in time
     */
    int receive(byte[] buffer) {
        try {
            int length = in.read() << 8 | in.read();
            if (length < 0) {
                throw new EOFException();
            }
            if (length < MessageReader.HEADER_LENGTH) {
                throw new RefusedTransferException(
                        Kind.MALFORMED, "a message of " + length + " bytes");
            }
            if (in.readNBytes(buffer, 0, length) < length) {
                throw new EOFException();
            }
            return length;
        } catch (IOException e) {
            throw refused(e, "waiting for an answer");
        }
    }

    private RefusedTransferException refused(IOException e, String doing) {
        if (isLate) {
            return new RefusedTransferException(
                    Kind.TIMEOUT, doing + ": not at its end within the time for a transfer");
        }
        if (isSlow) {
            return new RefusedTransferException(
                    Kind.TIMEOUT,
                    doing + ": the primary is too slow, " + received.get() + " bytes until now");
        }
        return switch (e) {
            case SocketTimeoutException _ ->
                    new RefusedTransferException(Kind.TIMEOUT, doing + ": nothing came in time");
            case EOFException _ ->
                    new RefusedTransferException(
                            Kind.UNREACHABLE, doing + ": the primary closed the connection");
            case SSLException tls ->
                    new RefusedTransferException(Kind.NOT_AUTHENTIC, doing + ": " + reason(tls));
            default -> new RefusedTransferException(Kind.UNREACHABLE, doing + ": " + reason(e));
        };
    }

    /** The message of the innermost cause, which is where TLS says what it did not like. */
    private static String reason(Throwable e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }

    private void watch(IncomingLimits limits) {
        IncomingLimits.Pace pace = limits.pace();
        long begun = System.nanoTime();
        Duration wait = pace.grace();
        try {
            while (!isLate && !isSlow) {
                Duration left = limits.whole().minusNanos(System.nanoTime() - begun);
                if (left.isPositive()) {
                    Thread.sleep(left.compareTo(wait) < 0 ? left : wait);
                    long counted = System.nanoTime() - begun - pace.grace().toNanos();
                    isSlow = received.get() < pace.bytesPerSecond() * (counted / 1e9);
                } else {
                    isLate = true;
                }
                wait = LOOK;
            }
            closeSocket();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watchdog.interrupt();
        closeSocket();
    }

    /** Counts what comes; over TLS, what has come of it inside. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            received.addAndGet(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            received.addAndGet(Math.max(0, read));
            return read;
        }
    }

    /** The plain one: TLS would wait for the peer to take its farewell. */
    private void closeSocket() {
        try {
            plain.close();
        } catch (IOException _) {
            // Nothing was left to be sent, and nothing more is read.
        }
    }
}
