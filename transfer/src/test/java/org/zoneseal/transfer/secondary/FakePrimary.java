package org.zoneseal.transfer.secondary;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A primary on loopback that says to each connection what a test has written for it. */
final class FakePrimary implements AutoCloseable {

    /** What it says. */
    @FunctionalInterface
    interface Script {
        void play(byte[] request, DataOutputStream out, Socket connection) throws IOException;
    }

    private final ServerSocket listening;
    private final Script script;
    final AtomicInteger connections = new AtomicInteger();

    FakePrimary(Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), script);
    }

    FakePrimary(ServerSocketFactory sockets, Script script) throws IOException {
        this.script = script;
        listening = sockets.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("primary").start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            byte[] request = new byte[in.readUnsignedShort()];
            in.readFully(request);
            script.play(request, new DataOutputStream(connection.getOutputStream()), connection);
        } catch (IOException e) {
            // The client has gone, which is what most of these tests are about.
            connections.getAcquire();
        }
    }

    /** Sends a message of a test's with the id that was asked with. */
    static void send(DataOutputStream out, byte[] request, byte[] message) throws IOException {
        out.writeShort(message.length);
        out.write(request, 0, 2);
        out.write(message, 2, message.length - 2);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
