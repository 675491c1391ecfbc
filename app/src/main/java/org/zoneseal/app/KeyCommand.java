package org.zoneseal.app;

import picocli.CommandLine.Command;

/** {@code zoneseal key}: the keys of a zone. */
@Command(
        name = "key",
        description = "The keys of a zone.",
        subcommands = {
            KeyListCommand.class,
            KeyImportCommand.class,
            KeyAddCommand.class,
            KeyDnskeyCommand.class
        })
final class KeyCommand {}
