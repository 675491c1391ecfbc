package org.zoneseal.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.app.RecordedTerminal;
import org.zoneseal.dns.ResponseCode;

/** What becomes of a version that is held when what has to be proved changes. */
class ProofOfHeldTest {

    private static final String NONE = "verify: none";
    private static final String OURS = "verify: full, trust-anchor-file: ours.ds";
    private static final String OTHERS = "verify: full, trust-anchor-file: others.ds";

    @TempDir static Path shared;

    @TempDir Path temporary;
    private ServedFolder folder = new ServedFolder(Path.of(""));
    private ServedFolder second = new ServedFolder(Path.of(""));
    private final List<RunningServer> running = new ArrayList<>();

    @BeforeAll
    static void sign() throws IOException {
        new ServedFolder(shared).zone("one.zone", 1, "www");
        Files.writeString(shared.resolve("others.ds"), signed("other-keys"));
        Files.writeString(shared.resolve("ours.ds"), signed("keys"));
    }

    /** Signs the zone, and returns the DS records that lead to it. */
    private static String signed(String keys) {
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run(
                "sign",
                shared.resolve("one.zone").toString(),
                "--origin",
                "one.example",
                "--state",
                shared.resolve(keys).toString(),
                "--zonemd",
                "--out",
                shared.resolve("one.signed").toString());
        return screen.out()
                .lines()
                .filter(line -> line.startsWith("DS"))
                .map(line -> line.substring(2).strip() + "\n")
                .reduce("", String::concat);
    }

    @BeforeEach
    void makeFolders() throws IOException {
        folder = new ServedFolder(temporary);
        second = new ServedFolder(Files.createDirectory(temporary.resolve("second")));
        folder.write("one.signed", Files.readString(shared.resolve("one.signed")));
        for (String anchors : List.of("ours.ds", "others.ds")) {
            folder.write(anchors, Files.readString(shared.resolve(anchors)));
            second.write(anchors, Files.readString(shared.resolve(anchors)));
        }
    }

    @AfterEach
    void stopAll() {
        running.forEach(ServedFolder::stop);
    }

    private RunningServer start(ServedFolder where) throws Exception {
        RunningServer server = where.start();
        running.add(server);
        return server;
    }

    private void stop(RunningServer server) {
        running.remove(server);
        ServedFolder.stop(server);
    }

    private static String show(ServedFolder where) {
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run("zone", "show", "one.example", "--control", where.path("state").toString());
        return screen.out();
    }

    private static void reload(ServedFolder where) {
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run("reload", "--control", where.path("state").toString());
    }

    private void file(String verify) {
        folder.configure("zones: [{name: one.example, file: one.signed, %s}]\n".formatted(verify));
    }

    private RunningServer transferred(String verify) throws Exception {
        folder.configure("zones: [{name: one.example, file: one.signed, transfer: [127.0.0.1]}]\n");
        start(folder);
        secondary(verify);
        RunningServer server = start(second);
        ServedFolder.await("the transfer", () -> second.serial("one.example").orElse(0) == 1);
        return server;
    }

    private void secondary(String verify) {
        second.configure(
                "zones: [{name: one.example, primaries: [\"127.0.0.1:%d\"], %s}]\n"
                        .formatted(folder.port(), verify));
    }

    private static void awaitState(ServedFolder where, String state) {
        ServedFolder.await(
                state, () -> show(where).lines().anyMatch(line -> line.matches("state +" + state)));
    }

    @Test
    void transferred_whenMoreIsToBeProved_isProvedWhereItIs() throws Exception {
        transferred(NONE);
        secondary(OURS);
        reload(second);
        ServedFolder.await("the proof", () -> show(second).matches("(?s).*verified +full.*"));
        assertThat(show(second)).containsPattern("state +served");
        assertThat(second.serial("one.example")).hasValue(1);
    }

    @Test
    void transferred_whenTheAnchorsChange_isAnsweredNoLongerUntilTheyFit() throws Exception {
        RunningServer server = transferred(OURS);
        secondary(OTHERS);
        reload(second);
        awaitState(second, "unproved");
        assertThat(second.responseCode("www.one.example")).isEqualTo(ResponseCode.SERVFAIL);
        ServedFolder.await("what is wrong", () -> show(second).contains("anchor"));
        stop(server);
        start(second);
        assertThat(second.responseCode("www.one.example"))
                .as("after a restart")
                .isEqualTo(ResponseCode.SERVFAIL);
        secondary(OURS);
        reload(second);
        awaitState(second, "served");
        assertThat(second.serial("one.example")).hasValue(1);
    }

    @Test
    void transferred_whenTheRuleChangedWhileTheServerWasDown_isProvedAfterTheStart()
            throws Exception {
        RunningServer server = transferred(NONE);
        stop(server);
        secondary(OTHERS);
        start(second);
        awaitState(second, "unproved");
        assertThat(second.responseCode("www.one.example")).isEqualTo(ResponseCode.SERVFAIL);
    }

    @Test
    void file_whenTheAnchorsChange_isAnsweredNoLongerUntilTheyFit() throws Exception {
        file(OURS);
        RunningServer server = start(folder);
        assertThat(folder.serial("one.example")).hasValue(1);
        file(OTHERS);
        reload(folder);
        awaitState(folder, "unproved");
        assertThat(folder.responseCode("www.one.example")).isEqualTo(ResponseCode.SERVFAIL);
        assertThat(show(folder)).contains("does not verify");
        stop(server);
        start(folder);
        assertThat(folder.responseCode("www.one.example")).isEqualTo(ResponseCode.SERVFAIL);
        file(OURS);
        reload(folder);
        awaitState(folder, "served");
        assertThat(folder.serial("one.example")).hasValue(1);
    }

    @Test
    void file_whenMoreIsToBeProved_isProvedOnceAndForAll() throws Exception {
        file(NONE);
        RunningServer server = start(folder);
        assertThat(show(folder)).doesNotContain("verified");
        file(OURS);
        reload(folder);
        ServedFolder.await("the proof", () -> show(folder).matches("(?s).*verified +full.*"));
        stop(server);
        start(folder);
        assertThat(show(folder)).containsPattern("verified +full").containsPattern("state +served");
    }
}
