import java.io.InputStream;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.zoneseal.jce.ZonesealProvider;

/**
 * A TLS server whose private key is in the HSM, and a client that connects to it once.
 *
 * <p>Nothing in it knows that the key is somewhere else: the key store gives a key without bytes,
 * and the JDK finds out by itself that only the HSM's provider can sign with it.
 *
 * <pre>java -cp JARS TlsServer.java "address=unix:…;slot=1;pin-file=…" ALIAS</pre>
 */
public final class TlsServer {

    public static void main(String[] arguments) throws Exception {
        Provider hsm = new ZonesealProvider().configure(arguments[0]);
        Security.addProvider(hsm);
        KeyStore keys = KeyStore.getInstance("ZONESEAL", hsm);
        keys.load(null, null);
        try (SSLServerSocket listener = listen(keys)) {
            Thread server = new Thread(() -> greet(listener));
            server.start();
            try (SSLSocket client =
                            connect(keys.getCertificate(arguments[1]), listener.getLocalPort());
                    InputStream in = client.getInputStream()) {
                System.out.println(new String(in.readAllBytes()));
                System.out.println(client.getSession().getProtocol());
                System.out.println(client.getSession().getCipherSuite());
            }
            server.join();
        }
    }

    private static SSLServerSocket listen(KeyStore keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, null);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    }

    private static void greet(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.getOutputStream().write("signed by a key that never left the HSM".getBytes());
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    private static SSLSocket connect(Certificate trusted, int port) throws Exception {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("server", trusted);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }
}
