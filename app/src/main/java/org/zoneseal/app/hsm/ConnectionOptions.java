package org.zoneseal.app.hsm;

import java.io.IOException;
import java.time.Duration;
import org.zoneseal.app.Durations;
import org.zoneseal.app.TlsOptions;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.TlsMaterial;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a software HSM is reached, wherever it is. */
final class ConnectionOptions {

    @Mixin final TlsOptions tls = new TlsOptions();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Durations.class,
            description = "How long the HSM may take for one answer (${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofSeconds(30);

    /** Connects; nobody is logged in yet. */
    DeviceSession open(HsmAddress where) throws IOException {
        TlsMaterial material =
                where instanceof HsmAddress.Tls ? tls.material() : TlsMaterial.none();
        return DeviceSession.connect(
                where,
                ClientOptions.defaults("zoneseal").withCallTimeout(timeout).withTls(material));
    }
}
