package org.zoneseal.app.serve;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.dns.Name;
import org.zoneseal.server.ServerCounters;

/** Does what an operator asks of a running server. */
final class ServerOperator implements Operator {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final RunningServer server;
    private final InstantSource clock;
    private final long startedAt;

    ServerOperator(RunningServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
        this.startedAt = clock.instant().getEpochSecond();
    }

    private Serving serving() {
        return server.serving();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    @Override
    public Map<String, Object> operate(ControlRequest request, Consumer<Map<String, Object>> rows) {
        try {
            return switch (request.command()) {
                case STATUS -> status();
                case RELOAD -> Map.of("said", server.reload());
                case ZONE_LIST -> list(rows);
                case ZONE_SHOW -> show(request);
                case ZONE_RELOAD -> reloadZones(request, rows);
                case ZONE_TRANSFER -> transferZones(request, rows);
                case ZONE_NOTIFY -> notifyZones(request, rows);
            };
        } catch (IOException e) {
            throw CommandException.environment(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.ENVIRONMENT, "the server stops", e);
        }
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("pid", ProcessHandle.current().pid());
        status.put("uptime-seconds", now() - startedAt);
        status.put("configuration", server.file().toString());
        status.put("listening", server.doors().listening());
        status.put("zones", serving().zones().size());
        serving()
                .states(now())
                .forEach((state, count) -> status.put("zones-" + ZoneReport.word(state), count));
        ServerCounters counters = server.doors().counters();
        status.put("queries", counters.transports().values().stream().mapToLong(n -> n).sum());
        status.put("connections", counters.connections().open());
        status.put("store-stopped", server.store().isStopped());
        return status;
    }

    private Map<String, Object> list(Consumer<Map<String, Object>> rows) {
        ZoneReport report = report();
        serving().zones().values().stream()
                .sorted(Comparator.comparing(ServedZone::apex))
                .forEach(zone -> rows.accept(report.row(zone)));
        return Map.of("zones", serving().zones().size());
    }

    private ZoneReport report() {
        return new ZoneReport(
                server.store(),
                server.secondaries(),
                server.catalogs(),
                serving().configuration().base(),
                now());
    }

    private Map<String, Object> show(ControlRequest request) {
        return report().all(chosen(request).getFirst());
    }

    private List<ServedZone> chosen(ControlRequest request) {
        Name name = request.zone().orElse(null);
        if (name == null) {
            return serving().zones().values().stream()
                    .sorted(Comparator.comparing(ServedZone::apex))
                    .toList();
        }
        ServedZone zone = serving().zones().get(name);
        if (zone == null) {
            throw new CommandException(
                    ExitCode.BAD,
                    "the zone "
                            + name
                            + " is not served here; zoneseal zone list shows which are, and a new"
                            + " one comes with a line in "
                            + server.file()
                            + " and zoneseal reload");
        }
        return List.of(zone);
    }

    private Map<String, Object> reloadZones(
            ControlRequest request, Consumer<Map<String, Object>> rows)
            throws InterruptedException {
        Map<ServedZone, Future<FileZones.Outcome>> reading = new LinkedHashMap<>();
        for (ServedZone zone : chosen(request)) {
            Optional<Future<FileZones.Outcome>> one =
                    server.files()
                            .load(
                                    zone,
                                    request.isForced()
                                            ? FileZones.Serials.ANY
                                            : FileZones.Serials.LATER);
            if (one.isPresent()) {
                reading.put(zone, one.get());
            } else if (request.zone().isPresent()) {
                rows.accept(said(zone, false, "comes from primaries: use zoneseal zone transfer"));
            }
        }
        for (Map.Entry<ServedZone, Future<FileZones.Outcome>> one : reading.entrySet()) {
            List<FileZones.Outcome> outcome = FileZones.await(List.of(one.getValue()), WAIT);
            rows.accept(
                    outcome.isEmpty()
                            ? said(one.getKey(), true, "is still being read")
                            : said(
                                    one.getKey(),
                                    outcome.getFirst().isGood(),
                                    outcome.getFirst().said()));
        }
        return Map.of("zones", reading.size());
    }

    private Map<String, Object> transferZones(
            ControlRequest request, Consumer<Map<String, Object>> rows) {
        for (ServedZone zone : chosen(request)) {
            boolean isAsked =
                    request.isForced()
                            ? server.secondaries().transfer(zone.apex())
                            : server.secondaries().refresh(zone.apex());
            if (isAsked) {
                rows.accept(
                        said(
                                zone,
                                true,
                                "asks its primaries; zoneseal zone show "
                                        + zone.apex()
                                        + " tells what came of it"));
            } else if (request.zone().isPresent()) {
                rows.accept(said(zone, false, "comes from a file: use zoneseal zone reload"));
            }
        }
        return Map.of();
    }

    private Map<String, Object> notifyZones(
            ControlRequest request, Consumer<Map<String, Object>> rows) {
        for (ServedZone zone : chosen(request)) {
            int targets = server.announcements().announce(zone);
            if (targets > 0) {
                rows.accept(said(zone, true, "is announced to " + targets));
            } else if (request.zone().isPresent()) {
                rows.accept(
                        said(
                                zone,
                                false,
                                zone.published().current() == null
                                        ? "has no version that could be announced"
                                        : "has nobody to announce it to: notify names nobody"));
            }
        }
        return Map.of();
    }

    private static Map<String, Object> said(ServedZone zone, boolean isOk, String what) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("zone", zone.apex());
        row.put("ok", isOk);
        row.put("said", what);
        return row;
    }
}
