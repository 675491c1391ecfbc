package org.zoneseal.app.hsm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.TlsMaterial;

/**
 * Carries bytes between local Unix sockets and a device behind TLS; what they mean it does not
 * know.
 *
 * <p>Each local connection has one of its own to the device, so that the device sees as many
 * applications as there are programs. When either side ends, so does the other.
 */
final class Bridge {

    private static final Logger LOG = System.getLogger(Bridge.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BUFFER = 1 << 16;

    private final HsmAddress.Tls device;
    private final TlsMaterial material;
    private final Semaphore room;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

    /**
     * Leads to one device.
     *
     * @param most local connections at one time; more wait until one has gone
     */
    Bridge(HsmAddress.Tls device, TlsMaterial material, int most) {
        this.device = device;
        this.material = material;
        this.room = new Semaphore(most);
    }

    /** Takes connections until the socket is closed. */
    void serve(ServerSocketChannel listening, BooleanSupplier isStopping) {
        while (!isStopping.getAsBoolean()) {
            room.acquireUninterruptibly();
            try {
                SocketChannel local = listening.accept();
                Thread.ofVirtual().start(() -> carry(local));
            } catch (IOException e) {
                room.release();
                if (!isStopping.getAsBoolean()) {
                    LOG.log(Level.ERROR, "connect.accept-failed", e);
                }
                return;
            }
        }
    }

    private void carry(SocketChannel local) {
        try (local;
                SSLSocket remote = material.connect(device, PATIENCE)) {
            open.add(local);
            open.add(remote);
            Thread back = Thread.ofVirtual().start(() -> pump(remote, local));
            end(() -> copy(Channels.newInputStream(local), remote.getOutputStream()));
            closeQuietly(remote);
            back.join();
            open.remove(remote);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "connect.failed device=" + device, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(local);
            room.release();
        }
    }

    private static void pump(SSLSocket remote, SocketChannel local) {
        end(() -> copy(remote.getInputStream(), Channels.newOutputStream(local)));
        closeQuietly(local);
    }

    private interface Copying {
        void run() throws IOException;
    }

    /** Copies until either side ends, which is what it is for. */
    private static void end(Copying copying) {
        try {
            copying.run();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "connect.ended", e);
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int count;
        while ((count = in.read(buffer)) >= 0) {
            out.write(buffer, 0, count);
            out.flush();
        }
    }

    /** Ends all. */
    void close(ServerSocketChannel listening) {
        closeQuietly(listening);
        open.forEach(Bridge::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "connect.close-failed", e);
        }
    }
}
