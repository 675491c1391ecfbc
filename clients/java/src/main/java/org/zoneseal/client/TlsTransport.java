package org.zoneseal.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/**
 * TLS 1.3 over TCP.
 *
 * <p>A write to a socket has no bound of its own, so an alarm closes the socket under one that
 * takes too long. SO_LINGER lets it do so: without it, closing waits for the write that hangs.
 */
final class TlsTransport implements Transport {

    private static final int LINGER_SECONDS = 1;
    private static final ScheduledThreadPoolExecutor ALARM = alarm();

    private final SSLSocket socket;

    private TlsTransport(SSLSocket socket) {
        this.socket = socket;
    }

    static TlsTransport connect(HsmAddress.Tls address, ClientOptions options) throws IOException {
        SSLSocket socket = options.tls().connect(address, options.connectTimeout());
        socket.setSoLinger(true, LINGER_SECONDS);
        return new TlsTransport(socket);
    }

    private static ScheduledThreadPoolExecutor alarm() {
        ScheduledThreadPoolExecutor alarm =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("zoneseal-client-alarm").daemon().factory());
        alarm.setRemoveOnCancelPolicy(true);
        return alarm;
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Duration patience) throws IOException {
        Future<?> tooLong = ALARM.schedule(this::close, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            socket.getOutputStream().write(bytes, offset, length);
        } finally {
            tooLong.cancel(false);
        }
    }

    @Override
    public void read(byte[] bytes, int offset, int length, Duration patience) throws IOException {
        socket.setSoTimeout(Math.max(1, Math.toIntExact(patience.toMillis())));
        int count = socket.getInputStream().readNBytes(bytes, offset, length);
        if (count < length) {
            throw new EOFException("the HSM closed the connection");
        }
    }

    /** Looks for one byte for the shortest time there is. */
    @Override
    public boolean isQuiet() {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() == 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        Closing.quietly(socket);
    }
}
