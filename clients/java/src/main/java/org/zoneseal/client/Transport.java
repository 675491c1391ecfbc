package org.zoneseal.client;

import java.io.IOException;
import java.time.Duration;

/** Bytes there and back; one thread may write while another reads. */
interface Transport extends AutoCloseable {

    /**
     * Writes all of it.
     *
     * @throws IOException if the other side is gone, or takes nothing for as long as {@code
     *     patience}
     */
    void write(byte[] bytes, int offset, int length, Duration patience) throws IOException;

    /**
     * Reads exactly so many bytes.
     *
     * @throws IOException if the other side is gone, or sends nothing for as long as {@code
     *     patience}
     */
    void read(byte[] bytes, int offset, int length, Duration patience) throws IOException;

    /** Whether nothing has come that nobody asked for, such as the end of the connection. */
    boolean isQuiet();

    @Override
    void close();

    static Transport connect(HsmAddress address, ClientOptions options) throws IOException {
        if (address instanceof HsmAddress.Tls tls) {
            return TlsTransport.connect(tls, options);
        }
        return UnixTransport.connect((HsmAddress.UnixSocket) address);
    }
}
