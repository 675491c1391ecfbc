package org.zoneseal.app.hsm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.Json;
import org.zoneseal.app.Operation;
import org.zoneseal.app.Terminal;
import org.zoneseal.client.HsmAddress;
import org.zoneseal.cryptoki.wire.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zoneseal hsm compare}: whether two devices hold the same keys under the same names. */
@Command(
        name = "compare",
        description = {
            "Compare the keys of two software HSMs by the fingerprints of their public halves.",
            "Ends with 1 if they differ."
        })
final class CompareCommand implements Operation {

    @Parameters(index = "0", paramLabel = "A", description = "The address or folder of the first.")
    String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The address or folder of the second.")
    String second = "";

    @Mixin final ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    /** What {@code --json} prints. */
    record Report(boolean same, int keys, List<Difference> differences) {}

    /** A name under which the two hold different keys; empty where one has none. */
    record Difference(String slot, String name, String type, List<String> a, List<String> b) {}

    private record Place(int slot, String name, String type) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int bySlot = Integer.compare(slot, other.slot);
            int byName = bySlot == 0 ? name.compareTo(other.name) : bySlot;
            return byName == 0 ? type.compareTo(other.type) : byName;
        }
    }

    @Override
    public ExitCode run(Terminal terminal) throws Exception {
        Map<Place, List<String>> a = keys(first);
        Map<Place, List<String>> b = keys(second);
        Report report = compare(a, b);
        if (json) {
            Json.print(terminal.out(), report);
        } else {
            print(terminal, report);
        }
        return report.same ? ExitCode.FINE : ExitCode.BAD;
    }

    private Map<Place, List<String>> keys(String where) throws Exception {
        Map<Place, List<String>> keys = new TreeMap<>();
        try (DeviceSession session = connection.open(address(where))) {
            for (Answer key : session.list("compare.list", new Value.Fields())) {
                Place place =
                        new Place(
                                Integer.parseInt(key.text("slot")),
                                key.text("name"),
                                key.text("type"));
                keys.computeIfAbsent(place, _ -> new ArrayList<>()).add(key.text("fingerprint"));
            }
        }
        keys.values().forEach(fingerprints -> fingerprints.sort(null));
        return keys;
    }

    private static HsmAddress address(String text) {
        try {
            return DeviceAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static Report compare(Map<Place, List<String>> a, Map<Place, List<String>> b) {
        Map<Place, List<String>> all = new TreeMap<>(a);
        all.putAll(b);
        List<Difference> differences = new ArrayList<>();
        for (Place place : all.keySet()) {
            List<String> inA = a.getOrDefault(place, List.of());
            List<String> inB = b.getOrDefault(place, List.of());
            if (!inA.equals(inB)) {
                differences.add(
                        new Difference(
                                Integer.toString(place.slot), place.name, place.type, inA, inB));
            }
        }
        return new Report(differences.isEmpty(), all.size(), differences);
    }

    private void print(Terminal terminal, Report report) {
        for (Difference difference : report.differences) {
            terminal.out()
                    .println(
                            "slot "
                                    + difference.slot
                                    + " "
                                    + difference.name
                                    + " ("
                                    + difference.type
                                    + "): "
                                    + verdict(difference));
        }
        terminal.out()
                .println(
                        report.same
                                ? "the same " + report.keys + " keys"
                                : report.differences.size() + " of " + report.keys + " differ");
    }

    private static String verdict(Difference difference) {
        if (difference.b.isEmpty()) {
            return "only in A, " + String.join(" ", difference.a);
        }
        if (difference.a.isEmpty()) {
            return "only in B, " + String.join(" ", difference.b);
        }
        return "A " + String.join(" ", difference.a) + ", B " + String.join(" ", difference.b);
    }
}
