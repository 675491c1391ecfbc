package org.zoneseal.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ResponseCode;

/** What a running server takes of another configuration, and what it keeps. */
class ReloadedServerTest {

    private static final String ONE =
            "zones: [{name: one.example, file: one.zone, transfer: [127.0.0.1]}]\n";
    private static final String OLD_SECRET = "000102030405060708090a0b0c0d0e0f\n";
    private static final String NEW_SECRET = "f0e0d0c0b0a090807060504030201000\n";

    @TempDir Path temporary;
    private ServedFolder folder = new ServedFolder(Path.of(""));
    private final List<RunningServer> running = new ArrayList<>();

    @BeforeEach
    void makeFolder() {
        folder = new ServedFolder(temporary);
        folder.zone("one.zone", 1, "www");
    }

    @AfterEach
    void stopAll() {
        running.forEach(ServedFolder::stop);
    }

    private RunningServer start(ServedFolder of) throws Exception {
        RunningServer server = of.start();
        running.add(server);
        return server;
    }

    @Test
    void limitsOfTransfers_whenOthers_holdForTransfersThatBegin() throws Exception {
        Name zone = Name.parse("one.example");
        folder.configure(ONE + "limits: {transfers-out: 2}\n");
        RunningServer server = start(folder);
        assertThat(NestedTransfers.codes(server.transfers(), zone, 3))
                .containsExactly(ResponseCode.NOERROR, ResponseCode.NOERROR, ResponseCode.REFUSED);
        folder.configure(ONE + "limits: {transfers-out: 3, transfers-out-per-client: 3}\n");
        server.reload();
        assertThat(NestedTransfers.codes(server.transfers(), zone, 3))
                .containsOnly(ResponseCode.NOERROR);
        folder.configure(ONE + "limits: {transfers-out: 3, transfers-out-per-client: 1}\n");
        server.reload();
        assertThat(NestedTransfers.codes(server.transfers(), zone, 2))
                .containsExactly(ResponseCode.NOERROR, ResponseCode.REFUSED);
    }

    @Test
    void cookies_ofTheServersOwnSecret_areGoodAfterAReload() throws Exception {
        folder.configure(ONE + "cookies: {enforce: true}\n");
        RunningServer server = start(folder);
        byte[] cookie = CookieClient.cookie(folder);
        assertThat(CookieClient.isGood(folder, cookie)).isTrue();
        server.reload();
        assertThat(CookieClient.isGood(folder, cookie)).isTrue();
        cookie[20] ^= 1;
        assertThat(CookieClient.isGood(folder, cookie)).isFalse();
    }

    @Test
    void cookies_ofServersThatShareASecret_areGoodAtEachWhileItIsRolled() throws Exception {
        ServedFolder other = new ServedFolder(Files.createDirectory(folder.path("other")));
        other.zone("one.zone", 1, "www");
        List<ServedFolder> both = List.of(folder, other);
        secrets(both, OLD_SECRET);
        List<RunningServer> servers = new ArrayList<>();
        for (ServedFolder each : both) {
            each.configure(ONE + "cookies: {enforce: true, secret-file: cookie.secrets}\n");
            servers.add(start(each));
        }
        byte[] cookie = CookieClient.cookie(folder);
        assertThat(CookieClient.isGood(other, cookie)).isTrue();
        for (String step : List.of(OLD_SECRET + NEW_SECRET, NEW_SECRET + OLD_SECRET, NEW_SECRET)) {
            secrets(both, step);
            for (RunningServer server : servers) {
                byte[] before = cookie;
                server.reload();
                cookie = CookieClient.cookie(folder);
                for (ServedFolder each : both) {
                    assertThat(CookieClient.isGood(each, cookie)).as(step).isTrue();
                }
                if (!step.equals(NEW_SECRET)) {
                    assertThat(CookieClient.isGood(other, before)).as(step).isTrue();
                }
            }
        }
    }

    private static void secrets(List<ServedFolder> folders, String text) throws IOException {
        for (ServedFolder each : folders) {
            Files.setPosixFilePermissions(
                    each.write("cookie.secrets", text),
                    PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void figures_atAllAddressesInPlaceOfOne_areGivenThere() throws Exception {
        int port = new ServedFolder(temporary).port();
        folder.configure(ONE + "metrics: 127.0.0.1:" + port + "\n");
        RunningServer server = start(folder);
        folder.configure(ONE + "metrics: 0.0.0.0:" + port + "\n");
        assertThat(server.reload()).contains("zones: 1");
        folder.write(
                "zoneseal.yaml",
                Files.readString(folder.path("zoneseal.yaml"))
                        .replace("listen: [", "listen: [192.0.2.254:5300, ")
                        .replace("metrics: 0.0.0.0", "metrics: 127.0.0.1"));
        assertThatThrownBy(server::reload).hasMessageContaining("192.0.2.254");
        folder.configure(ONE + "metrics: 0.0.0.0:" + port + "\n");
        assertThat(server.reload()).contains("zones: 1");
    }

    @Test
    void reload_thatIsRefused_leavesNoMarkOnTheZones() throws Exception {
        ServedFolder second = new ServedFolder(Files.createDirectory(folder.path("second")));
        folder.write(
                "catalog.zone",
                """
                $TTL 300
                @ SOA invalid. invalid. 1 3600 600 86400 300
                @ NS invalid.
                version TXT "2"
                m1.zones PTR one.example.
                """);
        folder.configure(
                """
                templates: {all: {transfer: [127.0.0.1], notify: ["127.0.0.1:%d"]}}
                zones:
                - {name: catalog, file: catalog.zone, template: all}
                - {name: one.example, file: one.zone, template: all}
                """
                        .formatted(second.port()));
        String usual =
                """
                templates: {member: {primaries: ["127.0.0.1:%1$d"]}}
                zones: [{name: catalog, primaries: ["127.0.0.1:%1$d"], catalog: {template: member}}]
                """
                        .formatted(folder.port());
        second.configure(usual);
        start(folder);
        RunningServer follower = start(second);
        ServedFolder.await("the member", () -> second.serial("one.example").isPresent());
        String without =
                usual.replace("{primaries", "{trust-anchor-file: none, verify: full, primaries");
        Path file = second.configure(without);
        second.write(
                "zoneseal.yaml",
                Files.readString(file).replace("listen: [", "listen: [192.0.2.254:5300, "));
        assertThatThrownBy(follower::reload).hasMessageContaining("192.0.2.254");
        assertThat(follower.states()).containsOnlyKeys(ServedZone.State.SERVED);
        second.configure(without);
        follower.reload();
        assertThat(follower.states()).containsKey(ServedZone.State.HELD);
        second.configure(usual);
        follower.reload();
        assertThat(follower.states()).containsOnlyKeys(ServedZone.State.SERVED);
    }
}
