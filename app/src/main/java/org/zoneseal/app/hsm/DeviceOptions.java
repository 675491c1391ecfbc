package org.zoneseal.app.hsm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.CommandException;
import org.zoneseal.client.HsmAddress;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which software HSM, and who logs in to it. */
final class DeviceOptions {

    @Option(
            names = "--hsm",
            paramLabel = "ADDRESS",
            description =
                    "The software HSM: unix:PATH, tls:HOST:PORT, or its folder; otherwise"
                            + " $ZONESEAL_HSM, or the folder simulator in the state folder.")
    @Nullable String address;

    @Mixin final ConnectionOptions connection = new ConnectionOptions();

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    List<Login> logins = new ArrayList<>();

    /** One person; several log in together where a command needs more than one. */
    static final class Login {

        @Option(
                names = "--login",
                paramLabel = "NAME",
                required = true,
                description =
                        "Log in as this user, with the --password-file or --key-file that follows;"
                                + " without either the password is asked for. Repeat it when two"
                                + " persons are needed.")
        String name = "";

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "A file with the password of the user before it in its first line.")
        @Nullable Path passwordFile;

        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "The key file of the user before it (hsm user key-file makes one).")
        @Nullable Path keyFile;
    }

    /** Connects to the HSM that the options name, and logs in whoever they name. */
    DeviceSession open() throws IOException {
        DeviceSession session = connection.open(hsmAddress());
        try {
            for (Login login : logins) {
                session.logIn(login);
            }
            return session;
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private HsmAddress hsmAddress() {
        String given = address;
        return given == null ? DeviceAddress.ofEnvironment() : parse(given);
    }

    private static HsmAddress parse(String given) {
        try {
            return DeviceAddress.parse(given);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--hsm: " + e.getMessage());
        }
    }
}
