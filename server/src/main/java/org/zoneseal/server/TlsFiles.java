package org.zoneseal.server;

import java.nio.file.Path;
import java.util.List;

/**
 * The PEM files of a TLS listener; read when it starts and at each reload.
 *
 * @param certificates the server's certificate, and behind it those that lead to its authority
 * @param key its private key (PKCS#8, not encrypted)
 * @param clientAuthorities whose certificates of clients have names that count; may be empty. A
 *     client's certificate from anybody counts by its fingerprint.
 */
public record TlsFiles(Path certificates, Path key, List<Path> clientAuthorities) {

    public TlsFiles {
        clientAuthorities = List.copyOf(clientAuthorities);
    }
}
