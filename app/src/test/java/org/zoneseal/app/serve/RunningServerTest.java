package org.zoneseal.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.RecordedTerminal;
import org.zoneseal.app.serve.ControlRequest.Command;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ResponseCode;

/** What a server does with zone files, reloads and restarts, in this process. */
class RunningServerTest {

    private static final String ONE = "zones: [{name: one.example, file: one.zone}]\n";
    private static final String TWO =
            "zones: [{name: one.example, file: one.zone}, {name: two.example, file: two.zone}]\n";

    @TempDir Path temporary;
    private ServedFolder folder = new ServedFolder(Path.of(""));
    private final List<RunningServer> running = new ArrayList<>();

    @BeforeEach
    void makeFolder() {
        folder = new ServedFolder(temporary);
        folder.zone("one.zone", 1, "www");
        folder.zone("two.zone", 1, "www");
    }

    @AfterEach
    void stopAll() {
        running.forEach(ServedFolder::stop);
    }

    private RunningServer start() throws Exception {
        RunningServer server = folder.start();
        running.add(server);
        return server;
    }

    private void stop(RunningServer server) {
        running.remove(server);
        ServedFolder.stop(server);
    }

    private RecordedTerminal command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--control", folder.path("state").toString()));
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run(all.toArray(String[]::new));
        return screen;
    }

    @Test
    void zoneFile_whenReady_isAnsweredAndListed() throws Exception {
        folder.configure(ONE);
        RunningServer server = start();
        assertThat(server.readiness())
                .isEqualTo(
                        "server ready: udp:127.0.0.1:%1$d tcp:127.0.0.1:%1$d zones=1/1"
                                .formatted(folder.port()));
        assertThat(folder.serial("one.example")).hasValue(1);
        assertThat(folder.responseCode("nothing.one.example")).isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(command("zone", "list").out())
                .containsPattern("one\\.example\\. +served +1 +4 +.*one\\.zone");
        assertThat(command("zone", "show", "one.example").out())
                .containsPattern("state +served")
                .containsPattern("history-changes +0")
                .containsPattern("verify +none");
        assertThat(command("status").out()).containsPattern("zones-served +1");
    }

    @Test
    void zones_oneOfThemBad_theOthersAreServedAndItsStateSaysWhy() throws Exception {
        folder.configure(TWO);
        folder.write("two.zone", "$TTL 300\n@ SOA ns hostmaster 1 1 1 1\n");
        start();
        assertThat(folder.serial("one.example")).hasValue(1);
        assertThat(folder.responseCode("www.two.example")).isEqualTo(ResponseCode.SERVFAIL);
        RecordedTerminal list = command("zone", "list", "--json");
        assertThat(list.out()).contains("\"failed\"", "two.zone:2");
    }

    @Test
    void zone_withoutAnAddressForItsServer_isRefusedByTheCheck() throws Exception {
        folder.configure(ONE);
        folder.write("one.zone", "$TTL 300\n@ SOA ns hostmaster 1 1 1 1 1\n@ NS ns\n");
        start();
        assertThat(command("zone", "list", "--json").out())
                .contains("\"failed\"", "has no A or AAAA");
    }

    @Test
    void reload_ofABrokenConfiguration_saysAllProblemsAndChangesNothing() throws Exception {
        folder.configure(ONE);
        start();
        folder.configure(TWO + "lanes: none\nzoness: []\n");
        RecordedTerminal reload = command("reload");
        assertThat(reload.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(reload.err()).contains("2 problems", "yaml:6: lanes must be", "is zones meant?");
        assertThat(folder.serial("two.example")).isEmpty();
        assertThat(folder.serial("one.example")).hasValue(1);
    }

    @Test
    void reload_thatCannotListen_changesNothing() throws Exception {
        folder.configure(ONE);
        start();
        folder.write(
                "zoneseal.yaml",
                "version: 1\nstate: state\nlisten: [127.0.0.1:"
                        + folder.port()
                        + ", 192.0.2.254:5300]\n"
                        + TWO);
        RecordedTerminal reload = command("reload");
        assertThat(reload.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(reload.err()).contains("192.0.2.254");
        assertThat(folder.serial("two.example")).isEmpty();
        assertThat(folder.serial("one.example")).hasValue(1);
    }

    @Test
    void reload_withAnotherStateFolder_isRefusedForItNeedsARestart() throws Exception {
        folder.configure(ONE);
        start();
        String before = Files.readString(folder.path("zoneseal.yaml"));
        folder.write("zoneseal.yaml", before.replace("state: state", "state: elsewhere"));
        assertThat(command("reload").err()).contains("a change of state, control needs a restart");
    }

    @Test
    void reload_withAZoneMore_servesItAndWithoutOne_refusesIt() throws Exception {
        folder.configure(ONE);
        RunningServer server = start();
        folder.configure(TWO);
        assertThat(server.reload()).contains("zones: 2 (1 added, 0 removed)");
        assertThat(folder.serial("two.example")).hasValue(1);
        folder.configure(TWO.replace("one.", "xxx."));
        assertThat(command("reload").out()).contains("(1 added, 1 removed)", "refused: 1");
        assertThat(folder.responseCode("www.one.example")).isEqualTo(ResponseCode.REFUSED);
        assertThat(folder.serial("two.example")).hasValue(1);
    }

    @Test
    void reload_thatCannotForgetAZoneOnTheDisk_isDoneAsAWholeAllTheSame() throws Exception {
        folder.configure(TWO);
        BreakableDisk disk = new BreakableDisk();
        RunningServer server = folder.start(disk.files());
        running.add(server);
        disk.breakDown();
        folder.configure(ONE);
        assertThat(server.reload()).contains("zones: 1 (0 added, 1 removed)");
        assertThat(folder.responseCode("www.two.example")).isEqualTo(ResponseCode.REFUSED);
        assertThat(folder.serial("one.example")).hasValue(1);
    }

    @Test
    void zoneFile_changedWithALaterSerial_isServedAfterZoneReload() throws Exception {
        folder.configure(ONE);
        start();
        folder.zone("one.zone", 2, "www", "more");
        RecordedTerminal reload = command("zone", "reload", "one.example");
        assertThat(reload.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(reload.out()).contains("one.example. is loaded, serial 2");
        assertThat(folder.serial("one.example")).hasValue(2);
        assertThat(folder.responseCode("more.one.example")).isEqualTo(ResponseCode.NOERROR);
        assertThat(command("zone", "show", "one.example").out())
                .containsPattern("history-from-serial +1");
    }

    @Test
    void zoneFile_changedWithoutALaterSerial_isRefusedUnlessForced() throws Exception {
        folder.configure(ONE);
        start();
        folder.zone("one.zone", 1, "www", "more");
        RecordedTerminal reload = command("zone", "reload", "one.example");
        assertThat(reload.exitCode()).isEqualTo(ExitCode.BAD);
        assertThat(reload.out()).contains("serial 1 stays", "raise it and reload", "--force");
        assertThat(command("zone", "list", "--json").out()).contains("\"held\"");
        assertThat(folder.responseCode("more.one.example")).isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(command("zone", "reload", "one.example", "--force").exitCode())
                .isEqualTo(ExitCode.FINE);
        assertThat(folder.responseCode("more.one.example")).isEqualTo(ResponseCode.NOERROR);
        assertThat(command("zone", "list", "--json").out()).contains("\"served\"");
    }

    @Test
    void zoneFile_touchedOnly_isUnchanged() throws Exception {
        folder.configure(ONE);
        start();
        folder.zone("one.zone", 1, "www");
        assertThat(command("zone", "reload").out()).contains("one.example. is unchanged, serial 1");
    }

    @Test
    void zoneFile_brokenAtAReload_leavesTheOldVersion() throws Exception {
        folder.configure(ONE);
        start();
        folder.write("one.zone", "this is no zone\n");
        RecordedTerminal reload = command("zone", "reload");
        assertThat(reload.exitCode()).isEqualTo(ExitCode.BAD);
        assertThat(reload.out()).contains("was refused (serial 1 stays)", "one.zone:1");
        assertThat(folder.serial("one.example")).hasValue(1);
    }

    @Test
    void restart_withAnUnchangedFile_servesFromTheDiskWithoutReadingIt() throws Exception {
        folder.configure(ONE);
        stop(start());
        Path file = folder.path("one.zone");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "?".repeat((int) Files.size(file)));
        Files.setLastModifiedTime(file, time);
        start();
        assertThat(folder.serial("one.example")).hasValue(1);
        assertThat(command("zone", "list", "--json").out()).contains("\"served\"");
    }

    @Test
    void restart_withAnEarlierSerialInTheFile_goesOnWithTheLaterOne() throws Exception {
        folder.configure(ONE);
        folder.zone("one.zone", 5, "www");
        stop(start());
        folder.zone("one.zone", 4, "www");
        start();
        assertThat(folder.serial("one.example")).hasValue(5);
        assertThat(command("zone", "list", "--json").out()).contains("\"held\"", "earlier");
    }

    @Test
    void state_ofARunningServer_isRefusedToASecondOne() throws Exception {
        folder.configure(ONE);
        start();
        assertThatThrownBy(this::start).hasMessageContaining("in use");
    }

    @Test
    void zones_aThousandByAPattern_areAllServed() throws Exception {
        StringBuilder names = new StringBuilder();
        Files.createDirectories(folder.path("zones"));
        for (int i = 0; i < 1000; i++) {
            names.append('z').append(i).append(".example\n");
            folder.zone("zones/z" + i + ".example.zone", i + 1, "www");
        }
        folder.write("names", names.toString());
        folder.configure(
                """
                templates: {usual: {file: "zones/{zone}.zone"}}
                zones: [{names-file: names, template: usual}]
                """);
        RunningServer server = start();
        assertThat(server.readiness()).endsWith("zones=1000/1000");
        assertThat(folder.serial("z0.example")).hasValue(1);
        assertThat(folder.serial("z999.example")).hasValue(1000);
        stop(server);
        start();
        assertThat(folder.serial("z500.example")).hasValue(501);
    }

    @Test
    void secondary_ofAnotherServer_takesTheZoneAndFollowsItsNotify() throws Exception {
        Path other = Files.createDirectory(folder.path("secondary"));
        ServedFolder second = new ServedFolder(other);
        folder.configure(
                "zones: [{name: one.example, file: one.zone, transfer: [127.0.0.1], notify: [\"127.0.0.1:%d\"]}]\n"
                        .formatted(second.port()));
        second.configure(
                "zones: [{name: one.example, primaries: [\"127.0.0.1:%d\"]}]\n"
                        .formatted(folder.port()));
        start();
        running.add(second.start());
        ServedFolder.await("the first transfer", () -> second.serial("one.example").orElse(0) == 1);
        folder.zone("one.zone", 2, "www", "more");
        command("zone", "reload");
        ServedFolder.await("the next", () -> second.serial("one.example").orElse(0) == 2);
        RecordedTerminal show = RecordedTerminal.pipe();
        show.run("zone", "show", "one.example", "--control", second.path("state").toString());
        assertThat(show.out())
                .containsPattern("state +served")
                .contains("checked-at", "next-check", "127.0.0.1@" + folder.port());
    }

    private void catalog(long serial, String... members) {
        StringBuilder text = new StringBuilder("$TTL 300\n@ SOA invalid. invalid. ");
        text.append(serial).append(" 3600 600 86400 300\n@ NS invalid.\n");
        text.append("version TXT \"2\"\n");
        for (String member : members) {
            text.append('m').append(member.replace(".", "")).append(".zones PTR ");
            text.append(member).append(".\n");
        }
        folder.write("catalog.zone", text.toString());
    }

    @Test
    void catalog_ofAnotherServer_bringsMembersAndTakesThemAway() throws Exception {
        ServedFolder second = new ServedFolder(Files.createDirectory(folder.path("secondary")));
        folder.configure(
                """
                templates: {all: {file: "{zone}.zone", transfer: [127.0.0.1], notify: ["127.0.0.1:%d"]}}
                zones: [{names: [catalog, one, two], template: all}]
                """
                        .formatted(second.port()));
        second.configure(
                """
                templates: {member: {primaries: ["127.0.0.1:%1$d"]}}
                zones: [{name: catalog, primaries: ["127.0.0.1:%1$d"], catalog: {template: member}}]
                """
                        .formatted(folder.port()));
        catalog(1, "one");
        start();
        RunningServer follower = second.start();
        running.add(follower);
        ServedFolder.await("the member", () -> second.serial("one").orElse(0) == 1);
        assertThat(second.responseCode("www.two")).isEqualTo(ResponseCode.REFUSED);
        catalog(2, "two");
        command("zone", "reload", "catalog");
        ServedFolder.await("the other", () -> second.serial("two").orElse(0) == 1);
        assertThat(second.responseCode("www.one")).isEqualTo(ResponseCode.REFUSED);
        stop(follower);
        running.add(second.start());
        assertThat(second.serial("two")).as("after a restart, from the disk").hasValue(1);
        RecordedTerminal show = RecordedTerminal.pipe();
        show.run("zone", "show", "two", "--control", second.path("state").toString());
        assertThat(show.out())
                .containsPattern("origin +member")
                .containsPattern("catalog +catalog");
    }

    @Test
    void memberOfACatalog_afterARestart_isAnsweredAsSoonAsAnybodyIs() throws Exception {
        folder.configure(
                """
                templates: {member: {file: "{zone}.zone"}}
                zones: [{name: catalog, file: catalog.zone, catalog: {template: member}}]
                """);
        catalog(1, "one", "two");
        RunningServer first = start();
        ServedFolder.await("the members", () -> folder.serial("two").isPresent());
        stop(first);
        Thread starter = Thread.currentThread();
        List<OptionalLong> answers = new ArrayList<>();
        running.add(
                folder.start(() -> {
                    if (Thread.currentThread().equals(starter)
                            && answers.isEmpty()
                            && folder.isOpen()) {
                        answers.add(folder.serial("two"));
                    }
                    return Instant.now();
                }));
        assertThat(answers).containsExactly(OptionalLong.of(1));
    }

    @Test
    void zoneFile_thatDoesNotVerify_isRefused() throws Exception {
        folder.configure("zones: [{name: one.example, file: one.zone, verify: digest}]\n");
        start();
        assertThat(command("zone", "list", "--json").out())
                .contains("\"failed\"", "does not verify", "ZONEMD");
    }

    @Test
    void metrics_whenConfigured_areGivenAsPrometheusReadsThem() throws Exception {
        int port = new ServedFolder(temporary).port();
        folder.configure(ONE + "metrics: 127.0.0.1:" + port + "\n");
        start();
        assertThat(folder.serial("one.example")).hasValue(1);
        assertThat(folder.responseCode("nothing.one.example")).isEqualTo(ResponseCode.NXDOMAIN);
        ServedFolder.await(
                "the counters",
                () -> get(port, "/metrics").contains("zoneseal_queries_total{type=\"SOA\"} 1"));
        assertThat(get(port, "/metrics"))
                .contains(
                        "# TYPE zoneseal_queries_total counter",
                        "zoneseal_responses_total{rcode=\"NXDOMAIN\"} 1",
                        "zoneseal_transport_queries_total{transport=\"udp\"} 2",
                        "zoneseal_zones{state=\"served\"} 1",
                        "zoneseal_answer_seconds_bucket{le=\"+Inf\"} 2",
                        "zoneseal_answer_seconds_count 2",
                        "zoneseal_jvm_memory_bytes{kind=\"heap-used\"}");
        assertThat(get(port, "/")).isEqualTo("figures are at /metrics\n");
    }

    private static String get(int port, String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void control_asksForWhatIsNotThere_saysWhatToDo() throws Exception {
        folder.configure(ONE);
        RunningServer server = start();
        assertThat(command("zone", "show", "three.example").err())
                .contains("the zone three.example. is not served here", "zoneseal reload");
        assertThat(command("zone", "transfer", "one.example").out())
                .contains("comes from a file: use zoneseal zone reload");
        assertThat(command("zone", "notify", "one.example").out()).contains("names nobody");
        stop(server);
        RecordedTerminal list = command("zone", "list");
        assertThat(list.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(list.err()).contains("no server answers at", "is zoneseal run running?");
    }

    @Test
    void operator_asked_doesNotMindWhoElseAsks() throws Exception {
        folder.configure(ONE);
        RunningServer server = start();
        ServerOperator operator = new ServerOperator(server, InstantSource.system());
        List<Map<String, Object>> rows = new ArrayList<>();
        assertThatThrownBy(() ->
                        operator.operate(
                                new ControlRequest(
                                        Command.ZONE_SHOW,
                                        Optional.of(Name.parse("x.example")),
                                        false),
                                rows::add))
                .isInstanceOf(CommandException.class);
        operator.operate(new ControlRequest(Command.ZONE_LIST, Optional.empty(), false), rows::add);
        assertThat(rows).hasSize(1);
    }
}
