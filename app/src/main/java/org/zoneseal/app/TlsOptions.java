package org.zoneseal.app;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.TlsMaterial;
import picocli.CommandLine.Option;

/** Who we are and whom we expect, for an HSM behind TLS. */
public final class TlsOptions {

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Our certificate for tls: addresses (hsm tls client makes one).")
    @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The private key of our certificate.")
    @Nullable Path key;

    @Option(
            names = "--tls-server",
            paramLabel = "FILE",
            description = "The certificate that the HSM must show.")
    @Nullable Path server;

    /** What the files hold; all three are needed. */
    public TlsMaterial material() throws IOException {
        Path own = certificate;
        Path secret = key;
        Path expected = server;
        if (own == null || secret == null || expected == null) {
            throw CommandException.usage(
                    "an HSM behind TLS needs --tls-certificate, --tls-key and --tls-server; hsm tls"
                            + " client --help says how to make them");
        }
        return TlsMaterial.ofPem(own, secret, expected);
    }
}
