package org.zoneseal.app.hsm;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.SecretInput;
import org.zoneseal.app.Terminal;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.hsm.Pin;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm backup}: the master backup key, and what is wrapped under it. */
@Command(
        name = "backup",
        description = "Back the software HSM up, and restore it on another one.",
        subcommands = {
            BackupCommand.KeyGenerate.class,
            BackupCommand.KeyImport.class,
            BackupCommand.KeyShow.class,
            BackupCommand.Create.class,
            BackupCommand.Restore.class
        })
final class BackupCommand {

    private static final int LONGEST_SHARE = 1 << 16;

    /** A passphrase for each share, in the order of the shares; wiped together. */
    private record Passphrases(List<Pin> pins) implements AutoCloseable {

        @Override
        public void close() {
            pins.forEach(Pin::close);
        }
    }

    /** For a device that has a backup key already. */
    static final class Replacing {

        @Option(
                names = "--replace",
                description =
                        "Replace the key that the device has: it reads no backup and no external"
                                + " key of the old one any more.")
        boolean replace;
    }

    @Command(
            name = "key-generate",
            description = {
                "Make a master backup key and split it into shares, one file for each holder.",
                "Any THRESHOLD of them together give the key to another device. Each share is"
                        + " encrypted with its holder's passphrase."
            })
    static final class KeyGenerate extends DeviceCommand {

        @Option(
                names = "--threshold",
                paramLabel = "M",
                required = true,
                description = "How many shares it takes.")
        int threshold;

        @Option(
                names = "--folder",
                paramLabel = "DIR",
                required = true,
                description = "Where the files NAME.share go; give each to its holder.")
        Path folder = Path.of("");

        @Mixin final Replacing replacing = new Replacing();

        @ArgGroup(exclusive = false, multiplicity = "1..*")
        List<Holder> holders = new ArrayList<>();

        static final class Holder {

            @Option(
                    names = "--holder",
                    paramLabel = "NAME",
                    required = true,
                    description = "A holder's name; repeat it for each.")
            String name = "";

            @Option(
                    names = "--passphrase-file",
                    paramLabel = "FILE",
                    description = "The passphrase of the holder before it; otherwise asked for.")
            @Nullable Path passphraseFile;

            Path file(Path folder) {
                return folder.resolve(name + ".share");
            }
        }

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            checkFiles();
            List<Value> values = new ArrayList<>();
            try (Passphrases passphrases = new Passphrases(new ArrayList<>())) {
                for (Holder holder : holders) {
                    Pin passphrase =
                            SecretInput.readNew(
                                    Optional.ofNullable(holder.passphraseFile),
                                    "passphrase of " + holder.name,
                                    "--passphrase-file");
                    passphrases.pins.add(passphrase);
                    values.add(
                            new Value.Fields()
                                    .put("name", holder.name)
                                    .put("passphrase", passphrase.bytes())
                                    .map());
                }
                Answer answer =
                        session.ask(
                                "backup.key-generate",
                                new Value.Fields()
                                        .put("threshold", threshold)
                                        .put("replace", replacing.replace)
                                        .put("holders", values));
                writeShares(terminal, answer);
            }
            return ExitCode.FINE;
        }

        // Before the key is made: a share that cannot be written would be lost.
        private void checkFiles() throws Exception {
            for (Holder holder : holders) {
                if (!holder.name.matches("[\\p{Alnum}_-][\\p{Alnum}._-]*")) {
                    throw CommandException.usage(
                            "a holder's name becomes a file name: letters, digits, . _ and -");
                }
                if (Files.exists(holder.file(folder))) {
                    throw new FileAlreadyExistsException(holder.file(folder).toString());
                }
            }
            FileLayer.real().createFolders(folder, Access.SECRET);
        }

        private void writeShares(Terminal terminal, Answer answer) {
            List<Answer> shares = answer.list("shares");
            for (int i = 0; i < shares.size(); i++) {
                Path file = holders.get(i).file(folder);
                AtomicFile.replace(
                        FileLayer.real(), file, Access.SECRET, shares.get(i).bytes("share"));
                terminal.out().println(file + " is for " + shares.get(i).text("holder"));
            }
            terminal.out()
                    .println(
                            "backup key "
                                    + answer.text("key-id")
                                    + ": "
                                    + threshold
                                    + " of "
                                    + shares.size()
                                    + " shares give it to another device");
        }
    }

    @Command(
            name = "key-import",
            description = "Give this device the master backup key of another one, from its shares.")
    static final class KeyImport extends DeviceCommand {

        @Mixin final Replacing replacing = new Replacing();

        @ArgGroup(exclusive = false, multiplicity = "1..*")
        List<Share> shares = new ArrayList<>();

        static final class Share {

            @Option(
                    names = "--share",
                    paramLabel = "FILE",
                    required = true,
                    description = "A share; repeat it for each.")
            Path file = Path.of("");

            @Option(
                    names = "--passphrase-file",
                    paramLabel = "FILE",
                    description = "The passphrase of the share before it; otherwise asked for.")
            @Nullable Path passphraseFile;
        }

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            List<Value> values = new ArrayList<>();
            try (Passphrases passphrases = new Passphrases(new ArrayList<>())) {
                for (Share share : shares) {
                    Pin passphrase =
                            SecretInput.read(
                                    Optional.ofNullable(share.passphraseFile),
                                    "passphrase of " + share.file,
                                    "--passphrase-file");
                    passphrases.pins.add(passphrase);
                    values.add(
                            new Value.Fields()
                                    .put("share", FileLayer.real().read(share.file, LONGEST_SHARE))
                                    .put("passphrase", passphrase.bytes())
                                    .map());
                }
                Answer answer =
                        session.ask(
                                "backup.key-import",
                                new Value.Fields()
                                        .put("shares", values)
                                        .put("replace", replacing.replace));
                terminal.out().println("backup key " + answer.text("key-id") + " is here now");
            }
            return ExitCode.FINE;
        }
    }

    @Command(name = "key-show", description = "Show which master backup key the device has.")
    static final class KeyShow extends DeviceCommand {

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            output.fields(terminal, session.ask("backup.key-show"));
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "create",
            description = "Write users and keys to a file, encrypted with the master backup key.")
    static final class Create extends DeviceCommand {

        @Parameters(paramLabel = "FILE", description = "Where to.")
        Path file = Path.of("");

        @Option(names = "--no-users", description = "Leave the users out.")
        boolean noUsers;

        @Option(names = "--no-keys", description = "Leave keys and certificates out.")
        boolean noKeys;

        @Option(names = "--slot", paramLabel = "SLOT", description = "Only this slot.")
        @Nullable Integer slot;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Value.Fields arguments = new Value.Fields().put("users", !noUsers).put("keys", !noKeys);
            if (slot != null) {
                arguments.put("slot", slot);
            }
            byte[] backup = session.ask("backup.create", arguments).bytes("backup");
            AtomicFile.replace(FileLayer.real(), file, Access.SECRET, backup);
            terminal.out().println(file + " has the backup, " + backup.length + " bytes");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "restore",
            description =
                    "Take users and keys from a backup; the device must have its backup key."
                            + " Nothing is restored if some of it is there already, unless"
                            + " --replace.")
    static final class Restore extends DeviceCommand {

        private static final int LONGEST = 1 << 30;

        @Parameters(paramLabel = "FILE", description = "The backup.")
        Path file = Path.of("");

        @Option(names = "--replace", description = "Replace what is there under the same name.")
        boolean replace;

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            Value.Fields arguments =
                    new Value.Fields()
                            .put("backup", FileLayer.real().read(file, LONGEST))
                            .put("replace", replace);
            output.fields(terminal, session.ask("backup.restore", arguments));
            return ExitCode.FINE;
        }
    }
}
