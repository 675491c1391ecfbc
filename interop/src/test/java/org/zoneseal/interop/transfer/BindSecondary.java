package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zoneseal.dns.Name;

/** BIND as a secondary, over TCP or TLS. */
final class BindSecondary extends SecondaryServer {

    /** How it asks. */
    enum Over {
        TCP,
        TLS
    }

    private final Over over;
    private final Optional<Path> authority;
    private final Optional<PrimaryServer.Certificate> own;

    BindSecondary(Path folder, Source source, Over over) throws IOException {
        this(folder, source, over, Optional.empty(), Optional.empty());
    }

    BindSecondary(
            Path folder,
            Source source,
            Over over,
            Optional<Path> authority,
            Optional<PrimaryServer.Certificate> own)
            throws IOException {
        super("named", folder, source);
        this.over = over;
        this.authority = authority;
        this.own = own;
    }

    @Override
    List<String> configure() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                options {
                    directory "%1$s";
                    listen-on port %2$d { 127.0.0.1; };
                    listen-on-v6 { none; };
                    pid-file none;
                    session-keyfile none;
                    recursion no;
                    dnssec-validation no;
                    notify no;
                    allow-transfer { 127.0.0.1; };
                    masterfile-format text;
                    serial-query-rate 1000;
                    check-names secondary ignore;
                    max-records-per-type 0;
                    max-types-per-name 0;
                    %5$s
                };
                controls { };
                key "transfer.key." { algorithm hmac-sha256; secret "%3$s"; };
                server 127.0.0.1 { request-ixfr yes; };
                %4$s
                """
                        .formatted(folder, port, source.key(), tls(), catalogs()));
        int number = 0;
        for (Name zone : source.named()) {
            text.append(
                    """
                    zone "%s" {
                        type secondary;
                        file "zone%d";
                        primaries { 127.0.0.1 port %d key "transfer.key."%s; };
                        allow-notify { key "transfer.key."; };
                    };
                    """
                            .formatted(
                                    zone,
                                    number++,
                                    source.port(),
                                    over == Over.TLS ? " tls ours" : ""));
        }
        Files.writeString(folder.resolve("conf"), text);
        return List.of("-g", "-n", "1", "-c", folder.resolve("conf").toString());
    }

    private String tls() {
        String shown =
                own.map(files ->
                                "cert-file \"%s\"; key-file \"%s\";"
                                        .formatted(files.certificate(), files.key()))
                        .orElse("");
        return authority
                .map(file ->
                        "tls ours { ca-file \"%s\"; remote-hostname \"primary.test\"; %s };"
                                .formatted(file, shown))
                .orElse("");
    }

    /** It waits for a second at least before it follows a catalog's next version. */
    private String catalogs() {
        return source.catalogs().stream()
                .map(catalog ->
                        """
                        zone "%s" default-primaries { 127.0.0.1 port %d key "transfer.key."; }
                        min-update-interval 1s in-memory yes;
                        """
                                .formatted(catalog, source.port()))
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining(),
                                all -> all.isEmpty() ? "" : "catalog-zones {" + all + "};"));
    }
}
