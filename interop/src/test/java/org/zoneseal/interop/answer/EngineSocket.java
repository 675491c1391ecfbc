package org.zoneseal.interop.answer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Instant;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.RequestFacts;
import org.zoneseal.answer.Transport;

/** Our engine behind a UDP socket on loopback: just enough of a server for a validator to ask. */
final class EngineSocket implements AutoCloseable {

    private final AnswerContext context;
    private final DatagramSocket socket;
    private final Thread thread;

    EngineSocket(AnswerContext context) throws IOException {
        this.context = context;
        this.socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.thread = Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        QueryEngine engine = new QueryEngine();
        byte[] query = new byte[65_535];
        byte[] out = new byte[65_535];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(query, query.length);
            try {
                socket.receive(packet);
                byte[] client = packet.getAddress().getAddress();
                RequestFacts facts =
                        new RequestFacts()
                                .begin(Transport.UDP, Instant.now().getEpochSecond())
                                .client(client, 0, client.length, packet.getPort());
                int length = engine.answer(context, query, 0, packet.getLength(), facts, out, 0);
                if (length > 0) {
                    socket.send(new DatagramPacket(out, length, packet.getSocketAddress()));
                }
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
