package org.zoneseal.interop.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Stands between clients and the daemon and keeps every byte that either sends. */
final class Tap implements AutoCloseable {

    private final ServerSocketChannel server;
    private final Path daemon;
    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    private Tap(ServerSocketChannel server, Path daemon) {
        this.server = server;
        this.daemon = daemon;
    }

    static Tap at(Path socket, Path daemon) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Tap tap = new Tap(server, daemon);
            Thread.ofVirtual().start(tap::accept);
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel inner = SocketChannel.open(UnixDomainSocketAddress.of(daemon));
                Thread.ofVirtual().start(() -> copy(client, inner, requests));
                Thread.ofVirtual().start(() -> copy(inner, client, answers));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void copy(SocketChannel from, SocketChannel to, ByteArrayOutputStream kept) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                keep(buffer, kept);
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException e) {
            // One of the two is gone; so is this connection.
        }
    }

    private synchronized void keep(ByteBuffer buffer, ByteArrayOutputStream kept) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        kept.writeBytes(bytes);
    }

    synchronized byte[] requests() {
        return requests.toByteArray();
    }

    synchronized byte[] answers() {
        return answers.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
