package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Knot: it keeps the differences between the files that it read. */
final class KnotPrimary extends PrimaryServer {

    KnotPrimary(Path folder, Offer offer, String zoneText) throws IOException {
        super("knotd", folder, offer);
        String key = offer.key().isPresent() ? "    key: " + Offer.KEY_NAME : "";
        Files.writeString(
                folder.resolve("conf"),
                """
                server:
                  listen: 127.0.0.1@%d
                  rundir: %s
                log:
                - target: stderr
                  any: info
                database:
                  storage: %s
                control:
                  listen: %s/control
                %s
                acl:
                - id: transfers
                  address: 127.0.0.1
                  action: transfer
                %s
                %s
                zone:
                - domain: %s
                  storage: %s
                  file: zone
                  zonefile-load: difference
                  zonefile-sync: -1
                  journal-content: changes
                  semantic-checks: off
                  acl: transfers
                %s
                """
                        .formatted(
                                port,
                                folder,
                                folder,
                                folder,
                                keyText(
                                        """
                                        key:
                                        - id: transfer.key.
                                          algorithm: hmac-sha256
                                          secret: SECRET
                                        """),
                                key.isEmpty() ? "" : key.substring(2),
                                offer.notified()
                                        .map(to ->
                                                """
                                                remote:
                                                - id: secondary
                                                  address: 127.0.0.1@%d
                                                %s
                                                """
                                                        .formatted(
                                                                to,
                                                                key.isEmpty()
                                                                        ? ""
                                                                        : key.substring(2)))
                                        .orElse(""),
                                offer.zone(),
                                folder,
                                offer.notified().map(to -> "  notify: secondary").orElse("")));
        begin(zoneText, "-c", folder.resolve("conf").toString());
    }

    @Override
    void reload() {
        org.zoneseal.interop.Peer.of("knotc")
                .run(folder, "-s", folder.resolve("control").toString(), "zone-reload")
                .mustBeFine();
    }
}
