package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** NSD: it makes differences when it reads a file anew ({@code create-ixfr}), and serves TLS. */
final class NsdPrimary extends PrimaryServer {

    NsdPrimary(Path folder, Offer offer, String zoneText) throws IOException {
        super("nsd", folder, offer);
        String key = offer.key().isPresent() ? Offer.KEY_NAME : "NOKEY";
        Files.writeString(
                folder.resolve("conf"),
                """
                server:
                  ip-address: 127.0.0.1@%d
                  %s
                  zonesdir: "%s"
                  database: ""
                  pidfile: "%s/pid"
                  xfrdfile: "%s/xfrd.state"
                  zonelistfile: "%s/zone.list"
                  xfrdir: "%s"
                  username: ""
                  server-count: 1
                  rrl-ratelimit: 0
                  verbosity: 2
                remote-control:
                  control-enable: yes
                  control-interface: "%s/control"
                %s
                zone:
                  name: "%s"
                  zonefile: "zone"
                  store-ixfr: yes
                  create-ixfr: yes
                  provide-xfr: 127.0.0.1 %s
                  %s
                """
                        .formatted(
                                port,
                                offer.certificate()
                                        .map(tls ->
                                                """
                                                ip-address: 127.0.0.1@%d
                                                  tls-port: %d
                                                  tls-service-key: "%s"
                                                  tls-service-pem: "%s"
                                                """
                                                        .formatted(
                                                                tlsPort,
                                                                tlsPort,
                                                                tls.key(),
                                                                tls.certificate()))
                                        .orElse(""),
                                folder,
                                folder,
                                folder,
                                folder,
                                folder,
                                folder,
                                keyText(
                                        """
                                        key:
                                          name: "transfer.key."
                                          algorithm: hmac-sha256
                                          secret: "SECRET"
                                        """),
                                offer.zone(),
                                key,
                                offer.notified()
                                        .map(to -> "notify: 127.0.0.1@" + to + " " + key)
                                        .orElse("")));
        begin(zoneText, "-d", "-c", folder.resolve("conf").toString());
    }

    @Override
    void reload() {
        signal("HUP");
    }
}
