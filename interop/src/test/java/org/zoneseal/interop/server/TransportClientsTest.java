package org.zoneseal.interop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.answer.Transport;
import org.zoneseal.interop.Peer;
import org.zoneseal.server.Listener;
import org.zoneseal.server.ServerSettings.Datagrams;
import org.zoneseal.transfer.AddressPrefix;

/** dig, kdig, dnsperf and openssl at our listeners. */
class TransportClientsTest {

    private static final int QUERIES = 3000;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(Transport.class)
    void kdig_byEachTransport_getsItsAnswer(Transport transport) throws IOException {
        try (ListeningServer server = start(Datagrams.AUTOMATIC)) {
            String option =
                    switch (transport) {
                        case UDP -> "+notcp";
                        case TCP -> "+tcp";
                        case TLS -> "+tls";
                    };
            String out = kdig(server, transport, List.of(option, "host7.example", "A"));
            assertThat(out).contains("status: NOERROR").contains("192.0.2.7");
            assertThat(server.counters().transports()).containsEntry(transport, 1L);
        }
    }

    @Test
    void kdig_overOneConnection_getsAllItsAnswers() throws IOException {
        try (ListeningServer server = start(Datagrams.AUTOMATIC)) {
            List<String> arguments = new ArrayList<>(List.of("+tcp", "+keepopen"));
            for (int i = 0; i < 20; i++) {
                arguments.addAll(List.of("-q", "host" + i + ".example", "-t", "A"));
            }
            String out = kdig(server, Transport.TCP, arguments);
            for (int i = 0; i < 20; i++) {
                assertThat(out).contains("192.0.2." + i);
            }
            assertThat(server.counters().connections().accepted()).isEqualTo(1);
        }
    }

    @Test
    void kdig_asTheProxyItIs_getsItsAnswers() throws IOException {
        try (ListeningServer server =
                new ListeningServer(
                        folder,
                        settings ->
                                settings.withProxies(List.of(AddressPrefix.parse("127.0.0.1"))))) {
            String proxy = "+proxy=192.0.2.1#4711-192.0.2.2#53";
            for (Transport transport : List.of(Transport.UDP, Transport.TCP)) {
                String option = transport == Transport.TCP ? "+tcp" : "+notcp";
                assertThat(kdig(server, transport, List.of(option, proxy, "host7.example", "A")))
                        .contains("192.0.2.7");
            }
            assertThat(server.counters().malformed()).isZero();
        }
    }

    @Test
    void openssl_askingForTheProtocol_isToldDot() throws IOException {
        try (ListeningServer server = start(Datagrams.AUTOMATIC)) {
            for (String version : List.of("-tls1_2", "-tls1_3")) {
                String out =
                        Peer.of("openssl")
                                .run(
                                        folder,
                                        "s_client",
                                        "-connect",
                                        "127.0.0.1:" + server.port(Listener.Tls.class),
                                        "-alpn",
                                        "h2,dot",
                                        version)
                                .out();
                assertThat(out).contains("ALPN protocol: dot").contains("CN = localhost");
            }
            assertThat(
                            Peer.of("openssl")
                                    .run(
                                            folder,
                                            "s_client",
                                            "-connect",
                                            "127.0.0.1:" + server.port(Listener.Tls.class),
                                            "-tls1_1",
                                            "-cipher",
                                            "ALL:@SECLEVEL=0")
                                    .isFine())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Datagrams.class)
    void dnsperf_byUdp_losesNothing(Datagrams how) throws IOException {
        try (ListeningServer server = start(how)) {
            dnsperf(server, Transport.UDP, "udp");
        }
    }

    @Test
    void dnsperf_byTcpAndTls_losesNothing() throws IOException {
        try (ListeningServer server = start(Datagrams.AUTOMATIC)) {
            dnsperf(server, Transport.TCP, "tcp");
            dnsperf(server, Transport.TLS, "dot");
        }
    }

    private void dnsperf(ListeningServer server, Transport transport, String mode)
            throws IOException {
        String out =
                Peer.of("dnsperf")
                        .run(
                                folder,
                                "-m",
                                mode,
                                "-s",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(server.port(listener(transport))),
                                "-d",
                                server.questions().toString(),
                                "-e",
                                "-D",
                                "-c",
                                "4",
                                "-q",
                                "50",
                                "-n",
                                Integer.toString(QUERIES / 100),
                                "-t",
                                "20")
                        .mustBeFine()
                        .out();
        assertThat(figure(out, "Queries completed")).isEqualTo(QUERIES);
        assertThat(figure(out, "Queries lost")).isZero();
        assertThat(out).contains("NOERROR " + QUERIES);
        assertThat(server.counters().transports()).containsEntry(transport, (long) QUERIES);
        assertThat(server.counters().responseCodes()).containsOnlyKeys(0);
    }

    private static int figure(String out, String name) {
        Matcher found = Pattern.compile(name + ":\\s+(\\d+)").matcher(out);
        assertThat(found.find()).as(out).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static Class<? extends Listener> listener(Transport transport) {
        return switch (transport) {
            case UDP -> Listener.Udp.class;
            case TCP -> Listener.Tcp.class;
            case TLS -> Listener.Tls.class;
        };
    }

    private ListeningServer start(Datagrams how) throws IOException {
        return new ListeningServer(folder, settings -> settings.withDatagrams(how));
    }

    private String kdig(ListeningServer server, Transport transport, List<String> arguments) {
        int port = server.port(listener(transport));
        List<String> all =
                new ArrayList<>(List.of("@127.0.0.1", "-p", Integer.toString(port), "+timeout=20"));
        all.addAll(arguments);
        Peer.Outcome outcome = Peer.of("kdig").run(folder, all).mustBeFine();
        return outcome.out() + outcome.err();
    }
}
