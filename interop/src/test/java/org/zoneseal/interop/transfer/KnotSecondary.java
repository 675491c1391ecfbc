package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.zoneseal.dns.Name;

/**
 * Knot as a secondary. Members of a catalog are given to nobody if their group is {@value #CLOSED}.
 */
final class KnotSecondary extends SecondaryServer {

    static final String CLOSED = "closed";

    KnotSecondary(Path folder, Source source) throws IOException {
        super("knotd", folder, source);
    }

    @Override
    List<String> configure() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                server:
                    listen: 127.0.0.1@%1$d
                    rundir: %2$s
                database:
                    storage: %2$s
                log:
                  - target: stderr
                    any: info
                key:
                  - id: transfer.key.
                    algorithm: hmac-sha256
                    secret: %3$s
                remote:
                  - id: ours
                    address: 127.0.0.1@%4$d
                    key: transfer.key.
                acl:
                  - id: told
                    action: notify
                    address: 127.0.0.1
                    key: transfer.key.
                  - id: given
                    action: transfer
                    address: 127.0.0.1
                template:
                  - id: default
                    storage: %2$s
                    semantic-checks: off
                    zonefile-sync: -1
                  - id: open
                    storage: %2$s
                    semantic-checks: off
                    zonefile-sync: -1
                    master: ours
                    acl: [told, given]
                  - id: %5$s
                    storage: %2$s
                    semantic-checks: off
                    zonefile-sync: -1
                    master: ours
                    acl: told
                zone:
                """
                        .formatted(port, folder, source.key(), source.port(), CLOSED));
        for (Name zone : source.named()) {
            text.append(
                    """
                      - domain: %s
                        master: ours
                        acl: [told, given]
                    """
                            .formatted(zone));
            if (source.catalogs().contains(zone)) {
                text.append(
                        """
                            catalog-role: interpret
                            catalog-template: [open, %s]
                        """
                                .formatted(CLOSED));
            }
        }
        Files.writeString(folder.resolve("conf"), text);
        return List.of("-c", folder.resolve("conf").toString());
    }
}
