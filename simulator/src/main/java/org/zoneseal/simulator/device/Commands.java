package org.zoneseal.simulator.device;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.zoneseal.cryptoki.Ckr;

/** The commands that a device knows, by name; each part of it registers its own. */
public final class Commands {

    record Command(Need need, Set<String> arguments, CommandHandler handler) {}

    private final Map<String, Command> commands = new ConcurrentHashMap<>();

    Commands() {}

    /**
     * Adds a command.
     *
     * @param arguments the names of all arguments that it takes; others are refused by name
     */
    public void register(String name, Need need, List<String> arguments, CommandHandler handler) {
        Command command = new Command(need, Set.copyOf(arguments), handler);
        if (commands.putIfAbsent(name, command) != null) {
            throw new IllegalStateException("the command " + name + " is registered twice");
        }
    }

    Command find(String name) {
        Command command = commands.get(name);
        if (command == null) {
            throw new CryptokiException(
                    Ckr.FUNCTION_NOT_SUPPORTED, "this device has no command " + name);
        }
        return command;
    }
}
