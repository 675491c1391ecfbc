package org.zoneseal.simulator.door;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/**
 * TLS over a plain socket that is kept beside it.
 *
 * <p>Closing goes to the plain socket: an orderly end of TLS waits for a client that does not read.
 */
final class TlsPipe implements Pipe {

    private static final System.Logger LOG = System.getLogger(TlsPipe.class.getName());

    private final Socket plain;
    private final InputStream in;
    private final OutputStream out;

    TlsPipe(Socket plain, SSLSocket secured) throws IOException {
        this.plain = plain;
        this.in = secured.getInputStream();
        this.out = secured.getOutputStream();
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        return in.read(into, offset, most);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        out.write(from, offset, count);
    }

    @Override
    public void endInput() {
        try {
            plain.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "hsm.close-failed reason=\"" + e.getMessage() + "\"");
        }
    }
}
