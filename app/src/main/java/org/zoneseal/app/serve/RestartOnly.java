package org.zoneseal.app.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.zoneseal.app.CommandException;

/** What of a configuration a running server cannot take. */
final class RestartOnly {

    private RestartOnly() {}

    /**
     * Refuses a configuration in which any of it is other.
     *
     * @throws CommandException that says what
     */
    static void refuse(ServerConfiguration now, ServerConfiguration next) {
        List<String> changed = new ArrayList<>();
        compare("state", ServerConfiguration::state, now, next, changed);
        compare("control", ServerConfiguration::control, now, next, changed);
        compare("history", ServerConfiguration::history, now, next, changed);
        compare("notify-from", ServerConfiguration::notifyFrom, now, next, changed);
        if (!changed.isEmpty()) {
            throw CommandException.usage(
                    "a change of " + String.join(", ", changed) + " needs a restart");
        }
    }

    private static void compare(
            String key,
            Function<ServerConfiguration, Object> value,
            ServerConfiguration now,
            ServerConfiguration next,
            List<String> changed) {
        if (!value.apply(now).equals(value.apply(next))) {
            changed.add(key);
        }
    }
}
