package org.zoneseal.app.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Operation;
import org.zoneseal.app.SecretInput;
import org.zoneseal.app.Terminal;
import org.zoneseal.app.daemon.Hardening;
import org.zoneseal.hsm.Pin;
import org.zoneseal.simulator.StoreSecret;
import org.zoneseal.simulator.device.Device;
import org.zoneseal.simulator.device.InitialUser;
import org.zoneseal.simulator.device.Permissions;
import org.zoneseal.storage.Access;
import org.zoneseal.storage.AtomicFile;
import org.zoneseal.storage.FileLayer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm init}: makes a device, with those who will administrate it. */
@Command(
        name = "init",
        description = {
            "Make a software HSM in a new folder.",
            "Its keys rest there encrypted: under a passphrase, which hsm serve then needs at each"
                    + " start, or under a secret in a file elsewhere.",
            "One administrator may do everything that administrators do; if there are more, it"
                    + " always takes two of them."
        })
final class InitCommand implements Operation {

    private static final String ALONE = "22000000";
    private static final String TOGETHER = "11000000";

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "The folder; simulator in the state folder without it.")
    @Nullable Path folder;

    @ArgGroup UnlockOptions unlock = new UnlockOptions();

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    List<Administrator> administrators = new ArrayList<>();

    static final class Administrator {

        @Option(
                names = "--admin",
                paramLabel = "NAME",
                required = true,
                description = "An administrator (ADMIN without it); repeat it for more.")
        String name = "ADMIN";

        @Option(
                names = "--admin-password-file",
                paramLabel = "FILE",
                description = "The password of the administrator before it; otherwise asked for.")
        @Nullable Path passwordFile;

        @Option(
                names = "--admin-public-key",
                paramLabel = "FILE",
                description =
                        "The administrator before it logs in by key file; this is its .pub file (hsm"
                                + " user key-file).")
        @Nullable Path publicKey;

        @Option(
                names = "--admin-permissions",
                paramLabel = "MASK",
                description =
                        "What the administrator before it may do (hsm user add says how it is"
                                + " written); 22000000 for one, 11000000 for several without it.")
        @Nullable String mask;

        String mask(String otherwise) {
            return mask == null ? otherwise : mask;
        }
    }

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        Hardening.ofThisProcess(Hardening.Memory.MAY_SWAP);
        Path place = folder == null ? DeviceAddress.defaultFolder() : folder;
        if (Device.exists(FileLayer.real(), place)) {
            throw CommandException.usage(
                    "there is a device in " + place + " already; zoneseal hsm serve starts it");
        }
        if (administrators.isEmpty()) {
            administrators.add(new Administrator());
        }
        Unlock how = unlock.or(new Unlock.Asked());
        try (UnlockSecret secret = UnlockSecret.ofNew(how, place)) {
            create(place, secret.storeSecret());
        }
        AtomicFile.replace(
                FileLayer.real(),
                ServeCommand.configurationIn(place),
                Access.SECRET,
                configuration(how).getBytes(StandardCharsets.UTF_8));
        sayNext(terminal, place);
        return ExitCode.FINE;
    }

    private void create(Path place, StoreSecret secret) throws IOException {
        List<Pin> passwords = new ArrayList<>();
        try {
            List<InitialUser> users = new ArrayList<>();
            for (Administrator administrator : administrators) {
                users.add(user(administrator, passwords));
            }
            Device.create(
                            FileLayer.real(),
                            place,
                            secret,
                            users,
                            InstantSource.system(),
                            new SecureRandom())
                    .close();
        } finally {
            passwords.forEach(Pin::close);
        }
    }

    private InitialUser user(Administrator who, List<Pin> passwords) throws IOException {
        Permissions permissions = permissions(who);
        if (who.publicKey != null) {
            return new InitialUser.WithKey(
                    who.name, permissions, KeyFile.readPublic(who.publicKey));
        }
        Pin password =
                SecretInput.readNew(
                        Optional.ofNullable(who.passwordFile),
                        "password of " + who.name,
                        "--admin-password-file");
        passwords.add(password);
        return new InitialUser.WithPassword(who.name, permissions, password.bytes());
    }

    private String usual() {
        return administrators.size() == 1 ? ALONE : TOGETHER;
    }

    private Permissions permissions(Administrator who) {
        try {
            return Permissions.of(who.mask(usual()));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--admin-permissions: " + e.getMessage());
        }
    }

    private static String configuration(Unlock how) {
        String unlocking =
                switch (how) {
                    case Unlock.Asked _ -> "# hsm serve asks for the passphrase.\n";
                    case Unlock.PassphraseFile(Path file) -> line("passphrase-file", file);
                    case Unlock.SecretFile(Path file) -> line("secret-file", file);
                };
        return "# What zoneseal hsm serve reads when it is given this folder;\n"
                + "# zoneseal hsm config-template says what else can stand here.\n"
                + "version: 1\n"
                + unlocking;
    }

    private static String line(String key, Path file) {
        String path = file.toAbsolutePath().normalize().toString();
        return key + ": \"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    }

    private void sayNext(Terminal terminal, Path place) {
        String given = folder == null ? "" : " " + place;
        String login = administrators.getFirst().name;
        terminal.out().println("device      " + place);
        for (Administrator administrator : administrators) {
            terminal.out()
                    .println(
                            "user        "
                                    + administrator.name
                                    + " "
                                    + administrator.mask(usual()));
        }
        terminal.out().println("start it    zoneseal hsm serve" + given);
        terminal.out()
                .println(
                        "then        zoneseal hsm user add NAME --role key-manager --login "
                                + login);
        terminal.out()
                .println("            zoneseal hsm slot init 0 --label LABEL --login " + login);
    }
}
