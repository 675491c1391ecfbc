package org.zoneseal.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs what commands usually need, once, while the launcher has the virtual machine record its AOT
 * cache: which classes a start loads, and what the compiler has to know about the loops that parse,
 * sign, prove and write. Prints nothing.
 */
public final class TrainingRun {

    private static final int DELEGATIONS = 20_000;

    private TrainingRun() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(nowhere, nowhere, false);
        Zoneseal.run(terminal, "--version");
        Zoneseal.run(terminal, "--help");
        Zoneseal.run(terminal, "no-such-command");
        Zoneseal.run(terminal, "demo");
        Path folder = Files.createTempDirectory("zoneseal-training");
        try {
            Path zone = folder.resolve("zone");
            write(zone);
            sign(terminal, zone, folder, "nsec");
            sign(terminal, zone, folder, "nsec3-opt-out");
        } finally {
            DemoCommand.remove(folder);
        }
    }

    private static void sign(Terminal terminal, Path zone, Path folder, String denial) {
        Zoneseal.run(
                terminal,
                "sign",
                zone.toString(),
                "--origin",
                "example.",
                "--state",
                folder.resolve("state").toString(),
                "--out",
                folder.resolve("signed").toString(),
                "--denial",
                denial);
    }

    private static void write(Path zone) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(zone)) {
            out.write("$ORIGIN example.\n$TTL 86400\n@ SOA ns hostmaster 1 1800 900 604800 3600\n");
            out.write("@ NS ns\nns A 192.0.2.1\n");
            for (int i = 0; i < DELEGATIONS; i++) {
                String name = Integer.toString(i * 7919 % DELEGATIONS, 36) + "-name";
                out.write(name + " IN NS ns1.hoster" + i % 50 + ".net.\n");
                out.write(name + " IN NS ns2.hoster" + i % 50 + ".net.\n");
                if (i % 3 == 0) {
                    out.write(
                            name + " IN DS " + i % 65536 + " 13 2 " + "0123ABCD".repeat(8) + "\n");
                }
            }
        }
    }
}
