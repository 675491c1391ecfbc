package org.zoneseal.app.serve;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a configuration that is fine comes to, for a person to see whether it is what was meant.
 *
 * @param warnings what is allowed and still worth a look
 */
record SettingsSummary(List<String> lines, List<String> warnings) {

    private static final int MOST_WARNINGS = 20;

    static SettingsSummary of(ServerConfiguration settings) {
        List<String> lines = new ArrayList<>();
        lines.add("listens at " + joined(settings.listen()));
        lines.add(zones(settings));
        lines.add("keeps its state in " + settings.state());
        lines.add("is spoken to at " + settings.control());
        lines.add(
                settings.metrics()
                        .map(at -> "gives figures at http://" + AddressText.of(at) + "/metrics")
                        .orElse("gives no figures (metrics is not there)"));
        lines.add(
                settings.rates()
                        .map(rates -> "limits answers to " + rates.perSecond() + "/s for a network")
                        .orElse("limits no rates (rate-limit is not there)"));
        return new SettingsSummary(lines, warnings(settings));
    }

    private static String joined(List<ListenAddress> addresses) {
        return addresses.stream().map(ListenAddress::toString).collect(Collectors.joining(", "));
    }

    private static String zones(ServerConfiguration settings) {
        long files = settings.zones().stream().filter(z -> z.rules().file().isPresent()).count();
        long catalogs = settings.zones().stream().filter(z -> z.catalog().isPresent()).count();
        long secondary = settings.zones().size() - files;
        return "serves "
                + settings.zones().size()
                + (settings.zones().size() == 1 ? " zone: " : " zones: ")
                + files
                + " from files, "
                + secondary
                + " from primaries"
                + (catalogs == 0 ? "" : "; " + catalogs + " of them catalogs");
    }

    private static List<String> warnings(ServerConfiguration settings) {
        List<String> warnings = new ArrayList<>();
        for (ZoneSettings zone : settings.zones()) {
            zone.rules()
                    .fileOf(zone.name(), settings.base())
                    .filter(file -> !Files.isReadable(file))
                    .ifPresent(file -> warnings.add(missing(zone, file)));
        }
        settings.metrics()
                .filter(at -> !at.getAddress().isLoopbackAddress())
                .ifPresent(at ->
                        warnings.add(
                                "metrics: "
                                        + AddressText.of(at)
                                        + " is no loopback address; whoever reaches it can read"
                                        + " it"));
        if (warnings.size() <= MOST_WARNINGS) {
            return warnings;
        }
        List<String> first = new ArrayList<>(warnings.subList(0, MOST_WARNINGS));
        first.add("and " + (warnings.size() - MOST_WARNINGS) + " more like these");
        return first;
    }

    private static String missing(ZoneSettings zone, Path file) {
        return "line "
                + zone.line()
                + ": the zone "
                + zone.name()
                + " comes from "
                + file
                + ": "
                + Surroundings.why(file);
    }
}
