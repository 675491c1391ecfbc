package org.zoneseal.app.hsm;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.SecretInput;
import org.zoneseal.app.Terminal;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.hsm.Pin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm slot}: the slots that PKCS#11 programs see, one token in each. */
@Command(
        name = "slot",
        description = "The slots of the software HSM: one token in each, as PKCS#11 sees them.",
        subcommands = {
            SlotCommand.ListSlots.class,
            SlotCommand.Init.class,
            SlotCommand.SetOptions.class,
            SlotCommand.Remove.class
        })
final class SlotCommand {

    @Command(name = "list", description = "List the slots.")
    static final class ListSlots extends DeviceCommand {

        @Mixin final Output output = new Output();

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            output.table(
                    terminal,
                    session.list("slot.list", new Value.Fields()),
                    "slot",
                    "label",
                    "initialized",
                    "open",
                    "developer",
                    "objects",
                    "serial");
            return ExitCode.FINE;
        }
    }

    @Command(
            name = "init",
            description = {
                "Make a slot with a token.",
                "A slot that is there is not made anew: remove destroys it, with its objects."
            })
    static final class Init extends DeviceCommand {

        @Parameters(paramLabel = "SLOT", description = "The slot's number.")
        int slot;

        @Option(
                names = "--label",
                paramLabel = "LABEL",
                required = true,
                description = "The token's label, up to 32 bytes; programs find it by that.")
        String label = "";

        @Option(
                names = "--so-pin-file",
                paramLabel = "FILE",
                description = "The security officer's PIN in a file; otherwise it is asked for.")
        @Nullable Path soPinFile;

        @Option(
                names = "--pin-file",
                paramLabel = "FILE",
                description = "The user PIN in a file; otherwise it is asked for.")
        @Nullable Path pinFile;

        @Option(
                names = "--no-pin",
                description = "Leave the user PIN to the security officer (C_InitPIN).")
        boolean noPin;

        @Option(names = "--open", description = "Let programs initialize it by C_InitToken.")
        boolean open;

        @Option(
                names = "--developer",
                description =
                        "Relax the policy for keys: extractable ones may be made. To try out.")
        boolean developer;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) throws Exception {
            try (Pin soPin = soPin()) {
                Value.Fields arguments =
                        new Value.Fields()
                                .put("slot", slot)
                                .put("label", label)
                                .put("so-pin", soPin.bytes())
                                .put("open", open)
                                .put("developer", developer);
                init(session, arguments);
            }
            terminal.out().println("slot " + slot + " has the token " + label);
            return ExitCode.FINE;
        }

        private Pin soPin() throws Exception {
            return SecretInput.readNew(
                    Optional.ofNullable(soPinFile), "SO PIN of slot " + slot, "--so-pin-file");
        }

        private void init(DeviceSession session, Value.Fields arguments) throws Exception {
            if (noPin) {
                session.ask("slot.init", arguments);
                return;
            }
            try (Pin pin =
                    SecretInput.readNew(
                            Optional.ofNullable(pinFile), "PIN of slot " + slot, "--pin-file")) {
                session.ask("slot.init", arguments.put("pin", pin.bytes()));
            }
        }
    }

    @Command(name = "set", description = "Change what holds for a slot; what is not named stays.")
    static final class SetOptions extends DeviceCommand {

        @Parameters(paramLabel = "SLOT", description = "The slot's number.")
        int slot;

        @Option(
                names = "--open",
                arity = "1",
                paramLabel = "true|false",
                description = "Whether programs may initialize it by C_InitToken.")
        @Nullable Boolean open;

        @Option(
                names = "--developer",
                arity = "1",
                paramLabel = "true|false",
                description = "Whether the policy for keys is relaxed.")
        @Nullable Boolean developer;

        @Option(
                names = "--restart-keeps-activation",
                arity = "1",
                paramLabel = "true|false",
                description = "Whether keys that a quorum activated stay so when the HSM restarts.")
        @Nullable Boolean keepsActivation;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            Value.Fields arguments = new Value.Fields().put("slot", slot);
            put(arguments, "open", open);
            put(arguments, "developer", developer);
            put(arguments, "restart-keeps-activation", keepsActivation);
            session.ask("slot.set", arguments);
            terminal.out().println("slot " + slot + " is changed");
            return ExitCode.FINE;
        }

        private static void put(Value.Fields arguments, String name, @Nullable Boolean value) {
            if (value != null) {
                arguments.put(name, value.booleanValue());
            }
        }
    }

    @Command(name = "remove", description = "Remove a slot, its token and all objects in it.")
    static final class Remove extends DeviceCommand {

        @Parameters(paramLabel = "SLOT", description = "The slot's number.")
        int slot;

        @Override
        ExitCode run(DeviceSession session, Terminal terminal) {
            session.ask("slot.remove", new Value.Fields().put("slot", slot));
            terminal.out().println("slot " + slot + " is removed");
            return ExitCode.FINE;
        }
    }
}
