package org.zoneseal.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The peers' verifiers of whole zones, at the time that their host has: {@code dnssec-verify} takes
 * no other.
 */
public final class Verifiers {

    private final Path folder;
    private final String origin;

    /** Works in a folder of the test's, on zones of that name. */
    public Verifiers(Path folder, String origin) {
        this.folder = folder;
        this.origin = origin;
    }

    public void allAccept(Path zone) throws IOException {
        bind(zone).mustBeFine();
        ldns(zone).mustBeFine();
        knotCheck(zone).mustBeFine();
        knotValidate(zone).mustBeFine();
    }

    public Peer.Outcome bind(Path zone) {
        return Peer.of("dnssec-verify").run(folder, "-q", "-o", origin, zone.toString());
    }

    public Peer.Outcome ldns(Path zone) {
        return Peer.of("ldns-verify-zone").run(folder, "-V", "2", zone.toString());
    }

    /** With {@code -ZZ}: the zone must be signed and have a ZONEMD that is right. */
    public Peer.Outcome ldnsWithZonemd(Path zone) {
        return Peer.of("ldns-verify-zone").run(folder, "-V", "2", "-ZZ", zone.toString());
    }

    public Peer.Outcome knotCheck(Path zone) {
        return Peer.of("kzonecheck").run(folder, "-o", origin, "-d", "on", zone.toString());
    }

    public Peer.Outcome knotValidate(Path zone) throws IOException {
        Path database = Files.createDirectories(folder.resolve("knot"));
        Path config =
                Files.writeString(
                        folder.resolve("knot.conf"),
                        """
                        server:
                            rundir: "%1$s"
                        database:
                            storage: "%1$s"
                        zone:
                          - domain: "%2$s"
                            file: "%3$s"
                        """
                                .formatted(database, origin, zone.toAbsolutePath()));
        Peer.Outcome outcome =
                Peer.of("kzonesign").run(folder, "-c", config.toString(), "-v", origin);
        assertThat(outcome.out() + outcome.err()).contains("DNSSEC validation");
        return outcome;
    }
}
