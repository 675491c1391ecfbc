package org.zoneseal.app.hsm;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.SecretInput;
import org.zoneseal.client.ClientOptions;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.NativeHsm;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.hsm.Pin;

/** One command's session with the software HSM: who is logged in, and what is asked of it. */
final class DeviceSession implements AutoCloseable {

    private final HsmClient client;

    private DeviceSession(HsmClient client) {
        this.client = client;
    }

    static DeviceSession connect(HsmAddress address, ClientOptions options) {
        return new DeviceSession(HsmClient.connect(address, options));
    }

    HsmClient client() {
        return client;
    }

    /** Logs one more user in; the permissions of all add up. */
    void logIn(DeviceOptions.Login login) throws IOException {
        if (login.keyFile != null && login.passwordFile != null) {
            throw CommandException.usage(
                    "--login " + login.name + " takes a --password-file or a --key-file, not both");
        }
        NativeHsm users = new NativeHsm(client, new SecureRandom());
        if (login.keyFile != null) {
            users.loginKey(login.name, KeyFile.read(login.keyFile));
            return;
        }
        try (Pin password =
                SecretInput.read(
                        Optional.ofNullable(login.passwordFile),
                        "password of " + login.name,
                        "--password-file")) {
            users.loginPassword(login.name, password.bytes());
        }
    }

    /** Asks and expects named fields in the answer, or nothing. */
    Answer ask(String command, Value.Fields arguments) {
        return switch (client.command(command, arguments.map())) {
            case Value.MapOf map -> new Answer(map);
            case Value.Nothing _ -> new Answer(new Value.Fields().map());
            case Value other -> throw strange(command, other);
        };
    }

    Answer ask(String command) {
        return ask(command, new Value.Fields());
    }

    /** Asks and expects a list of such answers. */
    List<Answer> list(String command, Value.Fields arguments) {
        if (client.command(command, arguments.map()) instanceof Value.ListOf list) {
            return list.values().stream().map(item -> Answer.of(command, item)).toList();
        }
        throw strange(command, Value.Nothing.NOTHING);
    }

    private static CommandException strange(String command, Value answer) {
        return new CommandException(
                ExitCode.ENVIRONMENT,
                "the HSM answered "
                        + command
                        + " with a "
                        + answer.getClass().getSimpleName()
                        + "; is it of another version?");
    }

    @Override
    public void close() {
        client.close();
    }
}
