package org.zoneseal.interop.answer;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Instant;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.QueryEngine;
import org.zoneseal.answer.RequestFacts;
import org.zoneseal.answer.Transport;
import org.zoneseal.interop.transfer.Ports;

/** Our engine behind one port of loopback, UDP and TCP: just enough of a server for validators. */
final class EngineSocket implements AutoCloseable {

    private static final int LONGEST = 65_535;

    private final AnswerContext context;
    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final Thread thread;

    EngineSocket(AnswerContext context) throws IOException {
        this.context = context;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port = Ports.free();
        this.connections = new ServerSocket(port, 50, loopback);
        this.datagrams = new DatagramSocket(new InetSocketAddress(loopback, port));
        this.thread = Thread.ofVirtual().start(this::serveDatagrams);
        Thread.ofVirtual().start(this::serveConnections);
    }

    int port() {
        return datagrams.getLocalPort();
    }

    private int answer(
            QueryEngine engine,
            Transport transport,
            InetSocketAddress client,
            byte[] query,
            int length,
            byte[] out) {
        byte[] address = client.getAddress().getAddress();
        RequestFacts facts =
                new RequestFacts()
                        .begin(transport, Instant.now().getEpochSecond())
                        .client(address, 0, address.length, client.getPort());
        return engine.answer(context, query, 0, length, facts, out, 0);
    }

    private void serveDatagrams() {
        QueryEngine engine = new QueryEngine();
        byte[] query = new byte[LONGEST];
        byte[] out = new byte[LONGEST];
        while (!datagrams.isClosed()) {
            DatagramPacket packet = new DatagramPacket(query, query.length);
            try {
                datagrams.receive(packet);
                InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
                int length = answer(engine, Transport.UDP, client, query, packet.getLength(), out);
                if (length > 0) {
                    datagrams.send(new DatagramPacket(out, length, client));
                }
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serveConnections() {
        while (!connections.isClosed()) {
            try {
                Socket connection = connections.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serve(Socket connection) {
        QueryEngine engine = new QueryEngine();
        byte[] out = new byte[LONGEST];
        try (connection) {
            InetSocketAddress client = (InetSocketAddress) connection.getRemoteSocketAddress();
            DataInputStream in = new DataInputStream(connection.getInputStream());
            OutputStream to = connection.getOutputStream();
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                int length = answer(engine, Transport.TCP, client, query, query.length, out);
                byte[] message = new byte[2 + length];
                message[0] = (byte) (length >> 8);
                message[1] = (byte) length;
                System.arraycopy(out, 0, message, 2, length);
                to.write(message);
            }
        } catch (IOException e) {
            // The client has gone, which is how a connection ends.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        connections.close();
        datagrams.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
