package org.zoneseal.interop.envelope;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.interop.Peer;
import org.zoneseal.interop.Peer.Outcome;
import org.zoneseal.server.DnsServer;
import org.zoneseal.server.Intake;
import org.zoneseal.server.Listener;
import org.zoneseal.server.ServerSettings;
import org.zoneseal.server.TlsFiles;
import org.zoneseal.transfer.NotifyIntake;
import org.zoneseal.transfer.TransferContext;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.TransferLimits;
import org.zoneseal.transfer.TransferPolicy;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneTable;

/** Our server on loopback, by UDP, TCP and TLS, with a small zone, asked by real clients. */
final class AskedServer implements AutoCloseable {

    private static final String ZONE =
            """
            @ 3600 IN SOA ns hostmaster 7 7200 900 1209600 300
            @ 3600 IN NS ns
            ns 3600 IN A 192.0.2.53
            www 3600 IN A 192.0.2.80
            big 3600 IN TXT "%s"
            big 3600 IN TXT "%s"
            big 3600 IN TXT "%s"
            big 3600 IN TXT "%s"
            big 3600 IN TXT "%s"
            big 3600 IN TXT "%s"
            """
                    .formatted(
                            "a".repeat(250),
                            "b".repeat(250),
                            "c".repeat(250),
                            "d".repeat(250),
                            "e".repeat(250),
                            "f".repeat(250));

    private final Path folder;
    private final DnsServer server;
    private final int port;
    private final int tlsPort;

    AskedServer(Path folder, AnswerSettings settings) throws IOException {
        this(folder, settings, TsigKeys.NONE, InstantSource.system());
    }

    AskedServer(Path folder, AnswerSettings settings, TsigKeys keys, InstantSource clock)
            throws IOException {
        this.folder = folder;
        ZoneTable zones = new ZoneTable(List.of(zone()));
        AnswerContext context = new AnswerContext(zones, settings).withKeys(keys);
        TransferHandler transfers =
                new TransferHandler(
                        () -> new TransferContext(zones, _ -> TransferPolicy.CLOSED, keys),
                        TransferLimits.DEFAULT,
                        NotifyIntake.NONE,
                        clock);
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        TlsFiles files = certificate(folder);
        server =
                DnsServer.start(
                        ServerSettings.of(
                                List.of(new Listener.Tcp(any), new Listener.Tls(any, files))),
                        () -> context,
                        transfers,
                        Intake.none(transfers),
                        clock);
        // The port for UDP is the one that TCP has: clients go from one to the other.
        InetSocketAddress tcp = at(Listener.Tcp.class);
        port = tcp.getPort();
        tlsPort = at(Listener.Tls.class).getPort();
        server.reconfigure(
                ServerSettings.of(
                        List.of(
                                new Listener.Udp(tcp),
                                new Listener.Tcp(any),
                                new Listener.Tls(any, files))));
    }

    private InetSocketAddress at(Class<? extends Listener> kind) {
        return server.addresses().stream()
                .filter(kind::isInstance)
                .findFirst()
                .orElseThrow()
                .address();
    }

    private static TlsFiles certificate(Path folder) {
        Peer.of("openssl")
                .run(
                        folder,
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-keyout",
                        "tls.key",
                        "-out",
                        "tls.crt",
                        "-subj",
                        "/CN=localhost",
                        "-days",
                        "2")
                .mustBeFine();
        return new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"), List.of());
    }

    private static PublishedZone zone() throws IOException {
        Name apex = Name.parse("example.");
        ZoneBuilder builder = new ZoneBuilder(apex);
        byte[] text = ZONE.getBytes(StandardCharsets.US_ASCII);
        ZoneFileReader.read(
                ZoneFileSource.of(new ByteArrayInputStream(text), "test"),
                ZoneFileOptions.of(apex),
                builder);
        PublishedZone zone = new PublishedZone(apex);
        zone.publish(Publication.first(builder.build(1), Publication.NEVER));
        return zone;
    }

    /** What {@code dig} prints; it is asked without a second try. */
    String dig(String... arguments) {
        return run("dig", port, arguments, "+tries=1");
    }

    /** What {@code kdig} prints. */
    String kdig(String... arguments) {
        return run("kdig", port, arguments, "+retry=0");
    }

    /** What {@code kdig} prints when it asks over TLS. */
    String kdigTls(String... arguments) {
        return run("kdig", tlsPort, arguments, "+tls");
    }

    private String run(String program, int at, String[] arguments, String... more) {
        List<String> all =
                new ArrayList<>(List.of("@127.0.0.1", "-p", Integer.toString(at), "+timeout=20"));
        all.addAll(List.of(more));
        all.addAll(List.of(arguments));
        Outcome outcome = Peer.of(program).run(folder, all).mustBeFine();
        return outcome.out() + outcome.err();
    }

    @Override
    public void close() {
        server.stop(Duration.ofSeconds(5));
    }
}
