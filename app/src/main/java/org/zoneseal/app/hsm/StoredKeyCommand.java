package org.zoneseal.app.hsm;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.Durations;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.StateFolder;
import org.zoneseal.app.Terminal;
import org.zoneseal.cryptoki.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm key}: the keys in the software HSM. */
@Command(
        name = "key",
        description = "The keys in the software HSM.",
        subcommands = {
            StoredKeyCommand.ListKeys.class,
            StoredKeyCommand.Generate.class,
            StoredKeyCommand.Adopt.class,
            StoredKeyCommand.PublicKey.class,
            StoredKeyCommand.Destroy.class,
            StoredKeyCommand.Limit.class,
            StoredKeyCommand.Activate.class,
            StoredKeyCommand.Deactivate.class
        })
final class StoredKeyCommand {

    private static final int REQUEST_LENGTH = 16;

    @Command(name = "list", description = "List keys: public halves, limits, use.")
    static final class ListKeys extends DeviceCommand {

        @Option(names = "--slot", paramLabel = "SLOT", description = "Only of this slot.")
        @Nullable Integer slot;

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Value.Fields arguments = new Value.Fields();
            if (slot != null) {
                arguments.put("slot", slot);
            }
            output.table(
                    terminal,
                    session.list("key.list", arguments),
                    "slot",
                    "id",
                    "name",
                    "specifier",
                    "type",
                    "size",
                    "uses",
                    "limit",
                    "active-until",
                    "not-after",
                    "fingerprint");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "generate",
            description = "Make a key inside the HSM; it is sensitive and never leaves.")
    static final class Generate extends DeviceCommand {

        @Option(names = "--slot", paramLabel = "SLOT", required = true, description = "The slot.")
        int slot;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "Its name; PKCS#11 programs see it as the label.")
        String name = "";

        @Option(
                names = "--specifier",
                paramLabel = "TEXT",
                description = "Tells keys of one name apart, such as a year.")
        @Nullable String specifier;

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                required = true,
                description =
                        "rsa, ec-p256, ec-p384, ec-p521, ed25519, ed448, ml-dsa-44, ml-dsa-65,"
                                + " ml-dsa-87 or aes.")
        String type = "";

        @Option(
                names = "--size",
                paramLabel = "BITS",
                description = "For rsa (2048 without it) and aes (256).")
        @Nullable Integer size;

        @Option(
                names = "--limit",
                paramLabel = "USES",
                description = "How often it can be used at most.")
        @Nullable Long limit;

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            byte[] request = new byte[REQUEST_LENGTH];
            new SecureRandom().nextBytes(request);
            Value.Fields arguments =
                    new Value.Fields()
                            .put("slot", slot)
                            .put("name", name)
                            .put("type", type)
                            .put("request", request);
            if (specifier != null) {
                arguments.put("specifier", specifier);
            }
            if (size != null) {
                arguments.put("size", size);
            }
            if (limit != null) {
                arguments.put("limit", limit);
            }
            output.some(terminal, session.ask("key.generate", arguments), "id", "public-key");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "adopt",
            description = {
                "Take the keys of an embedded HSM over into a slot. They stay where they were, too.",
                "The daemon reads the folder, so it has to be on its machine and readable for it."
            })
    static final class Adopt extends DeviceCommand {

        @Option(names = "--slot", paramLabel = "SLOT", required = true, description = "The slot.")
        int slot;

        @Parameters(
                paramLabel = "STATE",
                description = "The state folder that zoneseal sign --state had.")
        Path state = Path.of("");

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            StateFolder folder = new StateFolder(state.toAbsolutePath().normalize());
            Value.Fields arguments =
                    new Value.Fields()
                            .put("slot", slot)
                            .put("folder", folder.keyStore().toString())
                            .put("secret-file", folder.deviceSecret().toString());
            output.fields(terminal, session.ask("key.adopt", arguments));
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "public",
            description = "Write the public half of a key as PEM (SubjectPublicKeyInfo).")
    static final class PublicKey extends DeviceCommand {

        @Option(names = "--slot", paramLabel = "SLOT", required = true, description = "The slot.")
        int slot;

        @Option(names = "--name", paramLabel = "NAME", required = true, description = "Its name.")
        String name = "";

        @Option(names = "--specifier", paramLabel = "TEXT", description = "Its specifier.")
        @Nullable String specifier;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Where to; to stdout without it.")
        @Nullable Path out;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Value.Fields arguments = new Value.Fields().put("slot", slot).put("name", name);
            if (specifier != null) {
                arguments.put("specifier", specifier);
            }
            byte[] key = session.ask("key.find", arguments).bytes("public-key");
            Output.write(terminal, Pem.encode("PUBLIC KEY", key), out);
            return ExitCode.FINE;
        }
    }

    @Command(name = "destroy", description = "Destroy a key for good.")
    static final class Destroy extends SlotKeyCommand {

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            session.ask("key.destroy", which());
            terminal.out().println("key " + id + " is destroyed");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "limit",
            description =
                    "Set how often and until when a key can be used; what is not named stays.")
    static final class Limit extends SlotKeyCommand {

        @Option(names = "--uses", paramLabel = "N", description = "How often, from now on.")
        @Nullable Long uses;

        @Option(
                names = "--not-after",
                paramLabel = "TIME",
                converter = Durations.Instants.class,
                description = "Until when, ISO 8601.")
        @Nullable Instant notAfter;

        @Option(
                names = "--needs-activation",
                arity = "1",
                paramLabel = "true|false",
                description = "Whether a quorum has to activate it before it can be used.")
        @Nullable Boolean needsActivation;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Value.Fields arguments = which();
            if (uses != null) {
                arguments.put("uses", uses);
            }
            if (notAfter != null) {
                arguments.put("not-after", notAfter.toString());
            }
            if (needsActivation != null) {
                arguments.put("needs-activation", needsActivation.booleanValue());
            }
            session.ask("key.limit", arguments);
            terminal.out().println("key " + id + " is limited");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "activate",
            description =
                    "Let a key be used, for a number of uses or until a time. A key that needs it"
                            + " cannot be used otherwise; --login the persons that it takes.")
    static final class Activate extends SlotKeyCommand {

        @Option(names = "--uses", paramLabel = "N", description = "How often.")
        @Nullable Long uses;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                converter = Durations.Instants.class,
                description = "Until when, ISO 8601.")
        @Nullable Instant until;

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Value.Fields arguments = which();
            if (uses != null) {
                arguments.put("uses", uses);
            }
            if (until != null) {
                arguments.put("until", until.toString());
            }
            output.fields(terminal, session.ask("key.activate", arguments));
            return ExitCode.FINE;
        }
    }

    @Command(name = "deactivate", description = "End a key's activation.")
    static final class Deactivate extends SlotKeyCommand {

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            session.ask("key.deactivate", which());
            terminal.out().println("key " + id + " is not active any more");
            return ExitCode.FINE;
        }
    }
}
