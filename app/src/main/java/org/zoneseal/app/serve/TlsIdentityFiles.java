package org.zoneseal.app.serve;

import java.nio.file.Path;
import java.util.Optional;
import org.zoneseal.app.daemon.Section;

/**
 * Who this server is behind TLS, both to those who ask and to those it asks.
 *
 * @param certificate its chain, in PEM
 * @param key the certificate's key, in PEM
 * @param authorities whose clients' certificates count by the names in them
 */
record TlsIdentityFiles(Path certificate, Path key, Optional<Path> authorities) {

    static Optional<TlsIdentityFiles> read(Section section, Surroundings surroundings) {
        Optional<Path> certificate = surroundings.file(section, "certificate");
        Optional<Path> key = surroundings.secretFile(section, "key");
        Optional<Path> authorities = surroundings.file(section, "client-authorities");
        if (certificate.isPresent() != key.isPresent()) {
            section.problem("tls needs both certificate and key");
        }
        section.end();
        return certificate.flatMap(
                chain -> key.map(secret -> new TlsIdentityFiles(chain, secret, authorities)));
    }
}
