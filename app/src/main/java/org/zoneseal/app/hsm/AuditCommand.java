package org.zoneseal.app.hsm;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.ProgressBar;
import org.zoneseal.app.Terminal;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm audit}: what the software HSM did for whom, in a chain that shows gaps. */
@Command(
        name = "audit",
        description = "The audit log of the software HSM.",
        subcommands = {
            AuditCommand.Show.class,
            AuditCommand.Verify.class,
            AuditCommand.Export.class,
            AuditCommand.Head.class,
            AuditCommand.SetRequired.class
        })
final class AuditCommand {

    private static final int LONGEST_HEAD = 1 << 16;

    @Command(name = "show", description = "Show the last entries.")
    static final class Show extends DeviceCommand {

        @Option(
                names = "--last",
                paramLabel = "N",
                defaultValue = "20",
                description = "How many (${DEFAULT-VALUE}).")
        int last;

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            output.table(
                    terminal,
                    session.list("audit.show", new Value.Fields().put("last", last)),
                    "sequence",
                    "time",
                    "event",
                    "actors",
                    "identity",
                    "program",
                    "subject",
                    "detail");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "verify",
            description = {
                "Verify the whole chain of the audit log, and that it goes on from a head that was"
                        + " exported earlier.",
                "Ends with 1 if it does not verify."
            })
    static final class Verify extends DeviceCommand {

        @Option(
                names = "--head",
                paramLabel = "FILE",
                description =
                        "An earlier head (hsm audit head), kept elsewhere: shows that the folder"
                                + " was not set back to an older copy.")
        @Nullable Path head;

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            Value.Fields arguments = new Value.Fields();
            if (head != null) {
                arguments.put("head", FileLayer.real().read(head, LONGEST_HEAD));
            }
            Answer answer = session.ask("audit.verify", arguments);
            output.fields(terminal, answer);
            return answer.flag("fine") ? ExitCode.FINE : ExitCode.BAD;
        }
    }

    @Command(
            name = "export",
            description = "Write entries, one JSON object a line, with the head that covers them.")
    static final class Export extends DeviceCommand {

        @Parameters(paramLabel = "FILE", description = "Where to; FILE.head gets the head.")
        Path file = Path.of("");

        @Option(names = "--from", paramLabel = "N", description = "The first entry.")
        @Nullable Long from;

        @Option(names = "--to", paramLabel = "N", description = "The last entry.")
        @Nullable Long to;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            Path head = file.resolveSibling(file.getFileName() + ".head");
            try (AtomicFile entries = AtomicFile.begin(FileLayer.real(), file, Access.SHARED);
                    ProgressBar bar = new ProgressBar(terminal, "exporting", 0)) {
                Answer part = part(session, from);
                entries.write(ByteBuffer.wrap(part.bytes("entries")));
                while (part.number("next") != 0) {
                    bar.reach(part.number("next"));
                    part = part(session, part.number("next"));
                    entries.write(ByteBuffer.wrap(part.bytes("entries")));
                }
                entries.commit();
                Output.write(terminal, part.bytes("head"), head);
            }
            terminal.out().println(file + " has the entries, " + head + " the signed head");
            return ExitCode.FINE;
        }

        private Answer part(DeviceSession session, @Nullable Long first) {
            Value.Fields arguments = new Value.Fields();
            if (first != null) {
                arguments.put("from", first);
            }
            if (to != null) {
                arguments.put("to", to);
            }
            return session.ask("audit.export", arguments);
        }
    }

    @Command(
            name = "head",
            description =
                    "Show the signed head of the log, or write it to a file: kept elsewhere, it"
                            + " shows later that nothing before it was taken away.")
    static final class Head extends DeviceCommand {

        @Option(names = "--out", paramLabel = "FILE", description = "Where to write it.")
        @Nullable Path out;

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Answer answer = session.ask("audit.head");
            if (out != null) {
                Output.write(terminal, answer.bytes("head"), out);
            }
            output.some(terminal, answer, "sequence", "hash", "text");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "set",
            description = "Decide what happens while the audit log cannot be written.")
    static final class SetRequired extends DeviceCommand {

        @Option(
                names = "--required",
                arity = "1",
                required = true,
                paramLabel = "true|false",
                description = "true: nothing is done that could not be logged.")
        boolean required;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            session.ask("audit.set", new Value.Fields().put("required", required));
            terminal.out()
                    .println(
                            required
                                    ? "nothing is done that cannot be logged"
                                    : "work goes on when the log cannot be written");
            return ExitCode.FINE;
        }
    }
}
