package org.zoneseal.interop.client;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.zoneseal.client.HsmClient;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.jce.ZonesealProvider;

/**
 * Where the classes are that a Java program needs for the HSM: the provider's, the client's and its
 * words'.
 */
final class ClientJars {

    private ClientJars() {}

    static String classPath() {
        return Stream.of(ZonesealProvider.class, HsmClient.class, Ckm.class)
                .map(type -> of(type).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path of(Class<?> type) {
        CodeSource source =
                Objects.requireNonNull(type.getProtectionDomain().getCodeSource(), type::getName);
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
