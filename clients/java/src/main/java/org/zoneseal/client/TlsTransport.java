package org.zoneseal.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/**
 * TLS 1.3 over TCP.
 *
 * <p>A write has no bound of its own: it ends when the reader, who waits at the same time or next,
 * loses patience and closes the socket.
 */
final class TlsTransport implements Transport {

    private final SSLSocket socket;

    private TlsTransport(SSLSocket socket) {
        this.socket = socket;
    }

    static TlsTransport connect(HsmAddress.Tls address, ClientOptions options) throws IOException {
        return new TlsTransport(options.tls().connect(address, options.connectTimeout()));
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Duration patience) throws IOException {
        socket.getOutputStream().write(bytes, offset, length);
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
