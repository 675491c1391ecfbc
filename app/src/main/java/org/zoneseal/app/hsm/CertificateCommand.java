package org.zoneseal.app.hsm;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Terminal;
import org.zoneseal.cryptoki.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm cert}: certificates beside the keys that they are for. */
@Command(
        name = "cert",
        description = "The certificates in the software HSM.",
        subcommands = {
            CertificateCommand.ListCertificates.class,
            CertificateCommand.Import.class,
            CertificateCommand.Export.class,
            CertificateCommand.Request.class,
            CertificateCommand.SelfSign.class
        })
final class CertificateCommand {

    private static final String SUBJECT = "Such as \"CN=www.example.com,O=Example\".";

    @Command(name = "list", description = "List the certificates of a slot.")
    static final class ListCertificates extends DeviceCommand {

        @Option(names = "--slot", paramLabel = "SLOT", required = true, description = "The slot.")
        int slot;

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            output.table(
                    terminal,
                    session.list("cert.list", new Value.Fields().put("slot", slot)),
                    "id",
                    "name",
                    "subject",
                    "issuer",
                    "not-after");
            return ExitCode.FINE;
        }
    }

    @Command(name = "import", description = "Store a certificate, PEM or DER.")
    static final class Import extends DeviceCommand {

        private static final int LONGEST = 1 << 16;

        @Option(names = "--slot", paramLabel = "SLOT", required = true, description = "The slot.")
        int slot;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "Its name; that of its key, so that programs find both.")
        String name = "";

        @Parameters(paramLabel = "FILE", description = "The certificate.")
        Path file = Path.of("");

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            if (Files.size(file) > LONGEST) {
                throw CommandException.usage(file + " is too long for a certificate");
            }
            Value.Fields arguments =
                    new Value.Fields()
                            .put("slot", slot)
                            .put("name", name)
                            .put("certificate", Files.readAllBytes(file));
            terminal.out()
                    .println(
                            "certificate "
                                    + session.ask("cert.import", arguments).text("id")
                                    + " is stored");
            return ExitCode.FINE;
        }
    }

    /** Writes a certificate or a request as PEM. */
    abstract static class Written extends SlotKeyCommand {

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Where to; to stdout without it.")
        @Nullable Path out;

        ExitCode write(Terminal terminal, String label, byte[] content) {
            Output.write(terminal, Pem.encode(label, content), out);
            return ExitCode.FINE;
        }
    }

    @Command(name = "export", description = "Write a certificate as PEM.")
    static final class Export extends Written {

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            return write(
                    terminal,
                    "CERTIFICATE",
                    session.ask("cert.export", which()).bytes("certificate"));
        }
    }

    @Command(
            name = "request",
            description = "Make a certificate request (PKCS#10, PEM) for a key, signed by it.")
    static final class Request extends Written {

        @Option(names = "--subject", paramLabel = "NAME", required = true, description = SUBJECT)
        String subject = "";

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            return write(
                    terminal,
                    "CERTIFICATE REQUEST",
                    session.ask("cert.request", which().put("subject", subject)).bytes("request"));
        }
    }

    @Command(
            name = "self-sign",
            description =
                    "Make a certificate for a key, signed by the key itself; import stores it.")
    static final class SelfSign extends Written {

        @Option(names = "--subject", paramLabel = "NAME", required = true, description = SUBJECT)
        String subject = "";

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                defaultValue = "365",
                description = "How long it is good (${DEFAULT-VALUE}).")
        int days;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Value.Fields arguments = which().put("subject", subject).put("days", days);
            return write(
                    terminal,
                    "CERTIFICATE",
                    session.ask("cert.self-sign", arguments).bytes("certificate"));
        }
    }
}
