package org.zoneseal.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.RecordedTerminal;
import org.zoneseal.dns.RecordType;

/** What {@code zoneseal zone transfer} and {@code zone notify} bring about. */
class OperatedZonesTest {

    private static final String PRIMARY =
            "zones: [{name: one.example, file: one.zone, transfer: [127.0.0.1]}]\n";

    @TempDir Path temporary;
    private final List<RunningServer> running = new ArrayList<>();

    @AfterEach
    void stopAll() {
        running.forEach(ServedFolder::stop);
    }

    private RunningServer start(ServedFolder of) throws Exception {
        RunningServer server = of.start();
        running.add(server);
        return server;
    }

    private static RecordedTerminal zone(ServedFolder of, String... words) {
        List<String> all = new ArrayList<>(List.of("zone"));
        all.addAll(List.of(words));
        all.addAll(List.of("--control", of.path("state").toString()));
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run(all.toArray(String[]::new));
        assertThat(screen.exitCode()).as(screen.err()).isEqualTo(ExitCode.FINE);
        return screen;
    }

    @Test
    void secondary_toldToTransfer_asksItsPrimary_andGetsAllOfItIfToldSo() throws Exception {
        ServedFolder first = new ServedFolder(temporary);
        ServedFolder second = new ServedFolder(Files.createDirectory(first.path("secondary")));
        first.zone("one.zone", 1, "www");
        first.configure(PRIMARY);
        second.configure(
                "zones: [{name: one.example, primaries: [\"127.0.0.1:%d\"]}]\n"
                        .formatted(first.port()));
        RunningServer primary = start(first);
        RunningServer secondary = start(second);
        ServedFolder.await("the zone", () -> second.serial("one.example").orElse(0) == 1);
        ServedFolder.await("the primary's count", () -> transfers(primary) == 1);

        long checks = checks(primary);
        assertThat(zone(second, "transfer", "one.example").out())
                .contains("one.example. asks its primaries");
        ServedFolder.await("another check", () -> checks(primary) > checks);
        assertThat(transfers(primary)).as("nothing is newer").isEqualTo(1);

        zone(second, "transfer", "one.example", "--whole");
        ServedFolder.await("another transfer", () -> transfers(primary) == 2);

        first.configure(
                PRIMARY.replace("transfer:", "notify: [\"127.0.0.1:%d\"], transfer:")
                        .formatted(second.port()));
        primary.reload();
        assertThat(secondary.transfers().counters().notifies()).isZero();
        assertThat(zone(first, "notify").out()).contains("one.example. is announced to 1");
        ServedFolder.await("the NOTIFY", () -> secondary.transfers().counters().notifies() == 1);
        ServedFolder.await("its answer", () -> primary.announcements().counters().answered() == 1);
    }

    private static long checks(RunningServer primary) {
        return primary.doors().counters().queries().getOrDefault(RecordType.SOA, 0L);
    }

    private static long transfers(RunningServer primary) {
        return primary.transfers().counters().axfr();
    }
}
