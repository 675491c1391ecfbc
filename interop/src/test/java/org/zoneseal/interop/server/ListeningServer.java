package org.zoneseal.interop.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.zoneseal.answer.AnswerContext;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.interop.Peer;
import org.zoneseal.server.DnsServer;
import org.zoneseal.server.Intake;
import org.zoneseal.server.Listener;
import org.zoneseal.server.ServerCounters;
import org.zoneseal.server.ServerSettings;
import org.zoneseal.server.TlsFiles;
import org.zoneseal.transfer.AccessList;
import org.zoneseal.transfer.NotifyIntake;
import org.zoneseal.transfer.TransferContext;
import org.zoneseal.transfer.TransferHandler;
import org.zoneseal.transfer.TransferLimits;
import org.zoneseal.transfer.TransferPolicy;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneTable;

/** Our listeners on loopback around a zone of a hundred names, which nobody may have whole. */
final class ListeningServer implements AutoCloseable {

    private static final int NAMES = 100;

    private final DnsServer server;
    private final Path folder;

    ListeningServer(Path folder, UnaryOperator<ServerSettings> change) throws IOException {
        this.folder = folder;
        ZoneTable zones = new ZoneTable(List.of(zone()));
        AnswerContext context = new AnswerContext(zones, AnswerSettings.DEFAULT);
        TransferHandler transfers =
                new TransferHandler(
                        () ->
                                new TransferContext(
                                        zones,
                                        _ -> new TransferPolicy(AccessList.NOBODY),
                                        TsigKeys.NONE),
                        TransferLimits.DEFAULT,
                        NotifyIntake.NONE,
                        InstantSource.system());
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        server =
                DnsServer.start(
                        change.apply(
                                ServerSettings.of(
                                        List.of(
                                                new Listener.Udp(any),
                                                new Listener.Tcp(any),
                                                new Listener.Tls(any, certificate(folder))))),
                        () -> context,
                        transfers,
                        Intake.none(transfers),
                        InstantSource.system());
    }

    private static TlsFiles certificate(Path folder) {
        Peer.of("openssl")
                .run(
                        folder,
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        "tls.key",
                        "-out",
                        "tls.crt",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:dns.example",
                        "-days",
                        "2")
                .mustBeFine();
        return new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"), List.of());
    }

    private static PublishedZone zone() throws IOException {
        StringBuilder text =
                new StringBuilder(
                        """
                        @ 3600 IN SOA ns hostmaster 7 7200 900 1209600 300
                        @ 3600 IN NS ns
                        ns 3600 IN A 192.0.2.53
                        """);
        for (int i = 0; i < NAMES; i++) {
            text.append("host%d 3600 IN A 192.0.2.%d\n".formatted(i, i));
        }
        Name apex = Name.parse("example.");
        ZoneBuilder builder = new ZoneBuilder(apex);
        ZoneFileReader.read(
                ZoneFileSource.of(
                        new ByteArrayInputStream(
                                text.toString().getBytes(StandardCharsets.US_ASCII)),
                        "test"),
                ZoneFileOptions.of(apex),
                builder);
        PublishedZone zone = new PublishedZone(apex);
        zone.publish(Publication.first(builder.build(1), Publication.NEVER));
        return zone;
    }

    /** A file of questions for dnsperf, all of which have an answer. */
    Path questions() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMES; i++) {
            text.append("host%d.example A\n".formatted(i));
        }
        return Files.writeString(folder.resolve("questions"), text.toString());
    }

    int port(Class<? extends Listener> kind) {
        return server.addresses().stream()
                .filter(kind::isInstance)
                .findFirst()
                .orElseThrow()
                .address()
                .getPort();
    }

    ServerCounters counters() {
        return server.counters();
    }

    @Override
    public void close() {
        server.stop(Duration.ofSeconds(5));
    }
}
