package org.zoneseal.app;

import picocli.CommandLine.Command;

/** {@code zoneseal hsm}: what an HSM does, and how fast. */
@Command(
        name = "hsm",
        description = "Try out and measure an HSM: the embedded one, or any through PKCS#11.",
        subcommands = {HsmTestCommand.class, HsmBenchCommand.class})
final class HsmCommand {}
