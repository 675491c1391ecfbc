package org.zoneseal.app.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.simulator.door.TlsIdentity;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm tls}: who a device and its clients are to each other over TLS. */
@Command(
        name = "tls",
        description =
                "Make the certificates with which a device and its clients know each other over"
                        + " TLS: each side gets the other's .pem file, no authority is needed.",
        subcommands = {TlsCommand.ForDevice.class, TlsCommand.ForClient.class})
final class TlsCommand {

    /** Makes a key and a certificate in two files. */
    abstract static class Making implements Operation {

        @Parameters(
                paramLabel = "FILE",
                description = "Where to: FILE.pem gets the certificate, FILE.key the private key.")
        Path file = Path.of("");

        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "The name in the certificate; the audit log of the device has it.")
        String name = "";

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                defaultValue = "1095",
                description = "How long it is good (${DEFAULT-VALUE}).")
        int days;

        abstract TlsIdentity.Use use();

        abstract String next(Path certificate, Path key);

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            Path certificate = withEnding(".pem");
            Path key = withEnding(".key");
            for (Path target : new Path[] {certificate, key}) {
                if (Files.exists(target)) {
                    throw new FileAlreadyExistsException(target.toString());
                }
            }
            TlsIdentity identity =
                    TlsIdentity.generate(
                            name, use(), Instant.now(), Duration.ofDays(days), new SecureRandom());
            write(identity, certificate, key);
            terminal.out().println("SHA-256     " + identity.fingerprint());
            terminal.out().println(next(certificate, key));
            return ExitCode.FINE;
        }

        private Path withEnding(String ending) {
            return file.resolveSibling(file.getFileName() + ending);
        }

        private static void write(TlsIdentity identity, Path certificate, Path key)
                throws IOException {
            byte[] secret = identity.keyPem();
            try {
                AtomicFile.replace(FileLayer.real(), key, Access.SECRET, secret);
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
            byte[] open = identity.certificatePem().getBytes(StandardCharsets.US_ASCII);
            AtomicFile.replace(FileLayer.real(), certificate, Access.SHARED, open);
        }
    }

    @Command(name = "device", description = "Make the certificate of a device.")
    static final class ForDevice extends Making {

        @Override
        TlsIdentity.Use use() {
            return TlsIdentity.Use.DEVICE;
        }

        @Override
        String next(Path certificate, Path key) {
            return "for serve   tls.certificate: "
                    + certificate
                    + ", tls.key: "
                    + key
                    + "\nfor clients --tls-server "
                    + certificate;
        }
    }

    @Command(name = "client", description = "Make the certificate of a client.")
    static final class ForClient extends Making {

        @Override
        TlsIdentity.Use use() {
            return TlsIdentity.Use.CLIENT;
        }

        @Override
        String next(Path certificate, Path key) {
            return "for the device  tls.clients: ["
                    + certificate
                    + "]\nfor this client --tls-certificate "
                    + certificate
                    + " --tls-key "
                    + key;
        }
    }
}
