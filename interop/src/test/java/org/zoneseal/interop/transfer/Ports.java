package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on loopback that nobody has, for servers that must be told one. */
public final class Ports {

    private static final int TRIES = 50;

    private Ports() {}

    /** One that is free for UDP and TCP at this moment. */
    public static int free() throws IOException {
        IOException last = new IOException("no port is free");
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp =
                            new DatagramSocket(
                                    new InetSocketAddress(
                                            InetAddress.getLoopbackAddress(),
                                            tcp.getLocalPort()))) {
                return udp.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
