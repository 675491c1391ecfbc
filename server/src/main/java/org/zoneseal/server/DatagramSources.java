package org.zoneseal.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.zoneseal.answer.RequestFacts;
import org.zoneseal.answer.Transport;
import org.zoneseal.transfer.Peer;

/**
 * Finds out who has sent a datagram: its sender, or the client that a proxy names in front of it;
 * mutable, one thread.
 */
final class DatagramSources {

    /** Bytes of a header: nothing shorter is a message. */
    static final int SHORTEST = 12;

    private final Supplier<ProxySources> proxies;
    private final ProxyHeader header = new ProxyHeader();
    private byte[] client = new byte[16];
    private int clientLength = 4;
    private int clientPort;

    DatagramSources(Supplier<ProxySources> proxies) {
        this.proxies = proxies;
    }

    /**
     * Fills in the facts.
     *
     * @return where the message begins, or -1 if a proxy has sent no valid header
     */
    int place(
            byte[] datagram,
            int length,
            byte[] sender,
            int senderLength,
            int senderPort,
            RequestFacts facts,
            long nowSeconds) {
        int offset = 0;
        client = sender;
        clientLength = senderLength;
        clientPort = senderPort;
        if (proxies.get().contain(sender, senderLength)) {
            offset = header.read(datagram, 0, length, ProxyHeader.Over.DATAGRAMS);
            if (offset < 0 || length - offset < SHORTEST) {
                return -1;
            }
            if (header.namesClient()) {
                client = header.address();
                clientLength = header.addressLength();
                clientPort = header.port();
            }
        }
        facts.begin(Transport.UDP, nowSeconds).client(client, 0, clientLength, clientPort);
        return offset;
    }

    /** Who has sent the datagram that was placed last. */
    Peer peer() {
        return Peer.udp(address(client, clientLength), clientPort);
    }

    static InetAddress address(byte[] bytes, int length) {
        try {
            return InetAddress.getByAddress(Arrays.copyOf(bytes, length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + length + " bytes", e);
        }
    }
}
