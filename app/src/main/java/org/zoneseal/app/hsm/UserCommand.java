package org.zoneseal.app.hsm;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Operation;
import org.zoneseal.app.SecretInput;
import org.zoneseal.app.Terminal;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.hsm.Pin;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm user}: who may do what on the software HSM. */
@Command(
        name = "user",
        description = "The users of the software HSM.",
        subcommands = {
            UserCommand.ListUsers.class,
            UserCommand.Add.class,
            UserCommand.Remove.class,
            UserCommand.Password.class,
            UserCommand.Unlock.class,
            UserCommand.MakeKeyFile.class
        })
final class UserCommand {

    /** How a user will prove who it is. */
    static final class Proof {

        @Option(
                names = "--new-password-file",
                paramLabel = "FILE",
                description =
                        "A file with the user's password in its first line; otherwise it is asked"
                                + " for twice.")
        @Nullable Path passwordFile;

        @Option(
                names = "--public-key",
                paramLabel = "FILE",
                description = "Log in by key file in place of a password; this is its .pub file.")
        @Nullable Path publicKey;

        /** Asks, with the proof among the arguments. */
        void ask(DeviceSession session, String command, String user, Value.Fields arguments)
                throws Exception {
            if (publicKey != null) {
                session.ask(command, arguments.put("public-key", KeyFile.readPublic(publicKey)));
                return;
            }
            try (Pin password =
                    SecretInput.readNew(
                            Optional.ofNullable(passwordFile),
                            "password of " + user,
                            "--new-password-file")) {
                session.ask(command, arguments.put("password", password.bytes()));
            }
        }
    }

    @Command(name = "list", description = "List the users and what each may do.")
    static final class ListUsers extends DeviceCommand {

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            output.table(
                    terminal,
                    session.list("user.list", new Value.Fields()),
                    "name",
                    "permissions",
                    "kind",
                    "slots",
                    "locked",
                    "failures");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "add",
            description = {
                "Make a user.",
                "Permissions are eight digits, one for each group, from the left: administration,"
                        + " user management, two reserved, audit, backup, key management, use of"
                        + " keys. A command needs 2 in its group, summed up over the users who are"
                        + " logged in: 2 may act alone, two users with 1 only together."
            })
    static final class Add extends DeviceCommand {

        @Parameters(paramLabel = "NAME", description = "The new user's name.")
        String name = "";

        @ArgGroup(multiplicity = "1")
        Rights rights = new Rights();

        @Option(
                names = "--slots",
                paramLabel = "PATTERN",
                description = "Only these slots, such as 0,2-4; all without it.")
        @Nullable String slots;

        @ArgGroup Proof proof = new Proof();

        static final class Rights {

            @Option(
                    names = "--role",
                    paramLabel = "ROLE",
                    description = "A usual set of permissions: ${COMPLETION-CANDIDATES}.")
            @Nullable Role role;

            @Option(
                    names = "--permissions",
                    paramLabel = "MASK",
                    description = "Eight hexadecimal digits, such as 00000002.")
            @Nullable String mask;

            String mask() {
                return role != null ? role.mask() : String.valueOf(mask);
            }
        }

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            Value.Fields arguments =
                    new Value.Fields().put("name", name).put("permissions", rights.mask());
            if (slots != null) {
                arguments.put("slots", slots);
            }
            proof.ask(session, "user.add", name, arguments);
            terminal.out().println("user " + name + " may " + rights.mask());
            return ExitCode.FINE;
        }
    }

    @Command(name = "remove", description = "Remove a user.")
    static final class Remove extends DeviceCommand {

        @Parameters(paramLabel = "NAME", description = "The user.")
        String name = "";

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            session.ask("user.remove", new Value.Fields().put("name", name));
            terminal.out().println("user " + name + " is removed");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "password",
            description = "Change a user's password or key; everybody may change their own.")
    static final class Password extends DeviceCommand {

        @Parameters(paramLabel = "NAME", description = "The user.")
        String name = "";

        @ArgGroup Proof proof = new Proof();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            proof.ask(session, "user.password", name, new Value.Fields().put("name", name));
            terminal.out().println("user " + name + " logs in anew from now on");
            return ExitCode.FINE;
        }
    }

    @Command(name = "unlock", description = "Let a user in again after too many wrong passwords.")
    static final class Unlock extends DeviceCommand {

        @Parameters(paramLabel = "NAME", description = "The user.")
        String name = "";

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            session.ask("user.unlock", new Value.Fields().put("name", name));
            terminal.out().println("user " + name + " is unlocked");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "key-file",
            description =
                    "Make a key file to log in with: an Ed25519 private key in FILE, mode 0600, and"
                            + " its public half in FILE.pub for hsm user add --public-key.")
    static final class MakeKeyFile implements Operation {

        @Parameters(paramLabel = "FILE", description = "Where to; it must not be there yet.")
        Path file = Path.of("");

        @Override
        public ExitCode run(Terminal terminal) throws Exception {
            if (file.getFileName() == null) {
                throw CommandException.usage("name a file to make");
            }
            KeyFile.generate(file);
            terminal.out()
                    .println(
                            file + " is the key, " + KeyFile.publicHalf(file) + " its public half");
            return ExitCode.FINE;
        }
    }
}
