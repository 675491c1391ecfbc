package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.zoneseal.dns.Name;

/** Knot as a secondary. */
final class KnotSecondary extends SecondaryServer {

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
                zone:
                """
                        .formatted(port, folder, source.key(), source.port()));
        for (Name zone : source.zones()) {
            text.append(
                    """
                      - domain: %s
                        master: ours
                        acl: [told, given]
                    """
                            .formatted(zone));
        }
        Files.writeString(folder.resolve("conf"), text);
        return List.of("-c", folder.resolve("conf").toString());
    }
}
