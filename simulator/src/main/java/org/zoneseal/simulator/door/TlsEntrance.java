package org.zoneseal.simulator.door;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A TCP socket for TLS 1.3 with client certificates. */
final class TlsEntrance implements Entrance {

    private static final System.Logger LOG = System.getLogger(TlsEntrance.class.getName());
    private static final int BACKLOG = 512;

    private final ServerSocket socket;
    private final SSLSocketFactory security;

    private TlsEntrance(ServerSocket socket, SSLSocketFactory security) {
        this.socket = socket;
        this.security = security;
    }

    static TlsEntrance open(Listener.Tls settings) throws IOException {
        SSLSocketFactory security =
                settings.identity().context(settings.clients()).getSocketFactory();
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(settings.address(), BACKLOG);
            return new TlsEntrance(socket, security);
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "cannot listen on %s: %s".formatted(settings.address(), e.getMessage()), e);
        }
    }

    InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public Arrival accept() throws IOException {
        Socket client = socket.accept();
        try {
            client.setTcpNoDelay(true);
            client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        return new Guest(client);
    }

    @Override
    public boolean speaksRpc() {
        return false;
    }

    @Override
    public String address() {
        return "tls:" + local().getHostString() + ":" + local().getPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "hsm.close-failed reason=\"" + e.getMessage() + "\"");
        }
    }

    /** Somebody with a certificate, or not. */
    private final class Guest implements Arrival {

        private final Socket plain;

        Guest(Socket plain) {
            this.plain = plain;
        }

        @Override
        public String origin() {
            return "host=" + plain.getInetAddress().getHostAddress();
        }

        @Override
        public Visitor greet() throws IOException {
            SSLSocket secured = (SSLSocket) security.createSocket(plain, null, false);
            secured.setNeedClientAuth(true);
            secured.setEnabledProtocols(new String[] {"TLSv1.3"});
            secured.startHandshake();
            X509Certificate who = (X509Certificate) secured.getSession().getPeerCertificates()[0];
            return new Visitor(new TlsPipe(plain, secured), "tls", describe(who));
        }

        private static String describe(X509Certificate who) {
            return who.getSubjectX500Principal().getName()
                    + " sha256="
                    + TlsIdentity.fingerprint(who);
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
}
