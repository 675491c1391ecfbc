package org.zoneseal.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the state folder is. */
final class StateOptions {

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Where keys and what is known of them are kept; otherwise $ZONESEAL_STATE, or"
                            + " zoneseal in the user's state folder.")
    @Nullable Path state;

    StateFolder folder() {
        Path given = state;
        return given == null ? StateFolder.ofEnvironment() : new StateFolder(given);
    }
}
