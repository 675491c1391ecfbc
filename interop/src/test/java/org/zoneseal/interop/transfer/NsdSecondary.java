package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.zoneseal.dns.Name;

/** NSD as a secondary: IXFR over TCP, over UDP with TCP to fall back to, or all over TLS. */
final class NsdSecondary extends SecondaryServer {

    /** How it asks. */
    enum Over {
        TCP,
        UDP,
        TLS
    }

    private final Over over;
    private final Optional<Path> authority;

    NsdSecondary(Path folder, Source source, Over over) throws IOException {
        this(folder, source, over, Optional.empty());
    }

    NsdSecondary(Path folder, Source source, Over over, Optional<Path> authority)
            throws IOException {
        super("nsd", folder, source);
        this.over = over;
        this.authority = authority;
    }

    @Override
    List<String> configure() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                server:
                  ip-address: 127.0.0.1@%1$d
                  zonesdir: "%2$s"
                  database: ""
                  pidfile: "%2$s/pid"
                  xfrdfile: "%2$s/xfrd.state"
                  zonelistfile: "%2$s/zone.list"
                  xfrdir: "%2$s"
                  username: ""
                  server-count: 1
                  rrl-ratelimit: 0
                  verbosity: 2
                %3$s
                remote-control:
                  control-enable: no
                key:
                  name: "transfer.key."
                  algorithm: hmac-sha256
                  secret: "%4$s"
                %5$s
                """
                        .formatted(
                                port,
                                folder,
                                authority
                                        .map(file -> "  tls-cert-bundle: \"" + file + "\"")
                                        .orElse(""),
                                source.key(),
                                over == Over.TLS
                                        ? "tls-auth:\n  name: ours\n  auth-domain-name: primary.test"
                                        : ""));
        int number = 0;
        for (Name zone : source.zones()) {
            text.append(
                    """
                    zone:
                      name: "%s"
                      zonefile: "zone%d"
                      allow-notify: 127.0.0.1 %s
                      request-xfr: %s127.0.0.1@%d %s%s
                      allow-axfr-fallback: yes
                      provide-xfr: 127.0.0.1 NOKEY
                    """
                            .formatted(
                                    zone,
                                    number++,
                                    Source.KEY,
                                    over == Over.UDP ? "UDP " : "",
                                    source.port(),
                                    Source.KEY,
                                    over == Over.TLS ? " ours" : ""));
        }
        Files.writeString(folder.resolve("conf"), text);
        return List.of("-d", "-c", folder.resolve("conf").toString());
    }
}
