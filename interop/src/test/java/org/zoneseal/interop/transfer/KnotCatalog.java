package org.zoneseal.interop.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.zoneseal.interop.Peer;

/** Knot as the primary of many small zones, and of the catalog that it makes of some of them. */
final class KnotCatalog extends PrimaryServer {

    private final Map<String, String> zones = new TreeMap<>();

    /** Starts it with nothing but the catalog, which is what is offered. */
    KnotCatalog(Path folder, Offer offer) throws IOException {
        super("knotd", folder, offer);
        configure();
        begin("", "-c", folder.resolve("conf").toString());
    }

    /** A zone to serve that no catalog lists. */
    void serve(String zone, long serial) throws IOException {
        put(zone, serial, "");
    }

    /** A zone to serve and to list. */
    void list(String zone, long serial) throws IOException {
        put(zone, serial, member(""));
    }

    /** The same, in a group. */
    void list(String zone, long serial, String group) throws IOException {
        put(zone, serial, member("  catalog-group: " + group + "\n"));
    }

    void drop(String zone) {
        zones.remove(zone);
    }

    private String member(String more) {
        return "  catalog-role: member\n  catalog-zone: " + offer.zone() + "\n" + more;
    }

    private void put(String zone, long serial, String more) throws IOException {
        zones.put(zone, more);
        Files.writeString(
                folder.resolve(zone + "zone"),
                "@ 300 SOA ns.%1$s admin.%1$s %2$d 3600 600 86400 300\n@ 300 NS ns.%1$s\n"
                        .formatted(zone, serial));
    }

    private void configure() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                server:
                  listen: 127.0.0.1@%1$d
                  rundir: %2$s
                log:
                - target: stderr
                  any: info
                database:
                  storage: %2$s
                control:
                  listen: %2$s/control
                %3$s
                remote:
                - id: secondary
                  address: 127.0.0.1@%4$d
                  key: %5$s
                acl:
                - id: transfers
                  address: 127.0.0.1
                  key: %5$s
                  action: transfer
                template:
                - id: default
                  storage: %2$s
                  file: "%%s.zone"
                  zonefile-sync: -1
                  acl: transfers
                  notify: secondary
                zone:
                - domain: %6$s
                  catalog-role: generate
                """
                        .formatted(
                                port,
                                folder,
                                keyText(
                                        """
                                        key:
                                        - id: transfer.key.
                                          algorithm: hmac-sha256
                                          secret: SECRET
                                        """),
                                offer.notified().orElseThrow(),
                                Offer.KEY_NAME,
                                offer.zone()));
        zones.forEach((zone, more) -> text.append("- domain: " + zone + "\n" + more));
        Files.writeString(folder.resolve("conf"), text);
    }

    @Override
    void reload() {
        try {
            configure();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Peer.of("knotc")
                .run(folder, "-s", folder.resolve("control").toString(), "reload")
                .mustBeFine();
    }
}
