package org.zoneseal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.dns.Opcode;
import org.zoneseal.server.ServerSettings.Datagrams;
import org.zoneseal.server.StreamConnectionTest.Client;
import org.zoneseal.transfer.AddressPrefix;
import org.zoneseal.transfer.Peer;

/** PROXYv2 in front of datagrams and connections. */
class ProxiedClientsTest {

    private static final byte[] QUERY = Queries.of(7, "www.example", Queries.A);
    private static final byte[] UPDATE = Queries.of(1, Opcode.UPDATE, "example", 6, Queries.IN);
    private static final InetSocketAddress CLIENT = RunningServer.at("2001:db8::99", 4711);

    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void datagram_fromProxy_isItsClients(Datagrams how) throws Exception {
        try (RunningServer running = start("127.0.0.0/8", how);
                DatagramSocket proxy = DatagramLaneTest.client(running.udp())) {
            byte[] header = ProxyHeaders.proxied(CLIENT, ProxyHeaders.DATAGRAM, new byte[0]);
            DatagramLaneTest.send(proxy, ProxyHeaders.join(header, QUERY));
            assertThat(DatagramLaneTest.receive(proxy)).isEqualTo(Queries.echoed(QUERY));
            DatagramLaneTest.send(proxy, ProxyHeaders.join(header, UPDATE));
            assertThat(DatagramLaneTest.receive(proxy)).isEqualTo(UPDATE);
            assertPeer(CLIENT);
            DatagramLaneTest.send(proxy, QUERY);
            DatagramLaneTest.send(proxy, header);
            DatagramLaneTest.send(proxy, ProxyHeaders.join(ProxyHeaders.local(), UPDATE));
            assertThat(DatagramLaneTest.receive(proxy)).isEqualTo(UPDATE);
            assertPeer((InetSocketAddress) proxy.getLocalSocketAddress());
            assertThat(running.server.counters().malformed()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void header_fromAnybodyElse_isNoMessage(Datagrams how) throws Exception {
        try (RunningServer running = start("192.0.2.0/24", how);
                DatagramSocket client = DatagramLaneTest.client(running.udp());
                Client stream = new Client(running.tcp())) {
            byte[] header = ProxyHeaders.proxied(CLIENT, ProxyHeaders.DATAGRAM, new byte[0]);
            DatagramLaneTest.send(client, ProxyHeaders.join(header, QUERY));
            DatagramLaneTest.send(client, UPDATE);
            DatagramLaneTest.receive(client);
            assertThat(peers.poll(10, TimeUnit.SECONDS).address())
                    .isEqualTo(RunningServer.LOOPBACK);
            stream.send(Queries.framed(UPDATE));
            stream.receive();
            assertPeer((InetSocketAddress) stream.socket.getLocalSocketAddress());
        }
    }

    @Test
    void connection_fromProxy_isItsClients() throws Exception {
        try (RunningServer running = start("127.0.0.1", Datagrams.AUTOMATIC);
                Client proxy = new Client(running.tcp())) {
            proxy.send(
                    ProxyHeaders.join(
                            ProxyHeaders.proxied(CLIENT, ProxyHeaders.STREAM, new byte[] {4, 0, 0}),
                            Queries.framed(UPDATE, QUERY)));
            assertThat(List.of(proxy.receive().length, proxy.receive().length))
                    .containsExactlyInAnyOrder(UPDATE.length, QUERY.length);
            assertPeer(CLIENT);
        }
    }

    @Test
    void connection_fromProxyWithoutHeader_isEnded() throws Exception {
        try (RunningServer running = start("127.0.0.1", Datagrams.AUTOMATIC);
                Client proxy = new Client(running.tcp())) {
            proxy.send(Queries.framed(QUERY));
            assertThat(proxy.isAtEnd()).isTrue();
            assertThat(running.server.counters().connections().failedHandshakes()).isEqualTo(1);
        }
    }

    private void assertPeer(InetSocketAddress expected) throws InterruptedException {
        Peer peer = peers.poll(10, TimeUnit.SECONDS);
        assertThat(peer).isNotNull();
        assertThat(peer.address()).isEqualTo(expected.getAddress());
        assertThat(peer.port()).isEqualTo(expected.getPort());
    }

    private RunningServer start(String proxies, Datagrams how) throws Exception {
        return new RunningServer(
                RunningServer.settings()
                        .withDatagrams(how)
                        .withProxies(List.of(AddressPrefix.parse(proxies))),
                (message, offset, length, peer, sink) -> {
                    peers.add(peer);
                    sink.send(message, offset, length);
                });
    }
}
