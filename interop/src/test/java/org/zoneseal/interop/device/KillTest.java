package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.interop.Peer.Outcome;

/**
 * The daemon is killed while C programs make keys and sign through our library: nothing that was
 * confirmed is lost, no generation runs twice, and the programs go on without being restarted.
 */
@ExtendWith(SharedDevices.class)
class KillTest {

    private static final String LABEL = "load";

    @TempDir Path folder;

    private Path journal() {
        return folder.resolve("journal");
    }

    private Outcome load(CProgram program, Device device, String... more) {
        String[] all = new String[more.length + 4];
        all[0] = device.module().toString();
        all[1] = device.label();
        all[2] = device.pin();
        all[3] = journal().toString();
        System.arraycopy(more, 0, all, 4, more.length);
        return program.in(device).run(folder, all).mustBeFine();
    }

    private void killUnderLoad(int kills, int keys) throws IOException {
        CProgram program = CProgram.named("pkcs11-load");
        try (ZonesealHsm hsm = ZonesealHsm.start(folder.resolve("hsm"))) {
            hsm.slot(LABEL);
            Device device = hsm.device(LABEL);
            CompletableFuture<Outcome> load =
                    CompletableFuture.supplyAsync(
                            () -> load(program, device, "4", Integer.toString(keys)));
            for (int kill = 1; kill <= kills; kill++) {
                int enough = keys * kill / (kills + 1);
                await(() -> load.isDone() || made() >= enough);
                assertThat(load).as("the load ended before kill " + kill).isNotDone();
                hsm.kill();
                hsm.restart();
            }
            assertThat(load.join().out()).startsWith("made " + keys + " keys");
            assertThat(load(program, device, "check").out()).doesNotContain("wrong:");
        }
    }

    private long made() {
        try {
            return Files.exists(journal())
                    ? Files.readAllLines(journal()).stream()
                            .filter(line -> line.startsWith("made "))
                            .count()
                    : 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void daemon_killedThreeTimesUnderLoad_losesNothingConfirmed() throws IOException {
        killUnderLoad(3, 120);
    }

    @Test
    @Tag("long")
    void daemon_killedTwentyTimesUnderLoad_losesNothingConfirmed() throws IOException {
        killUnderLoad(20, 1_000);
    }

    /** The check has to be able to see what the tests above say is not there. */
    @Test
    void check_ofAJournalThatIsNotTrue_findsIt(Devices devices) throws IOException {
        CProgram program = CProgram.named("pkcs11-load");
        Device device = devices.token(Door.SOFTHSM, LABEL);
        assertThat(load(program, device, "2", "9").out()).startsWith("made 9 keys and 9 sign");
        assertThat(load(program, device, "check").out()).doesNotContain("wrong:");
        String honest = Files.readString(journal());
        Files.writeString(journal(), honest + "made load-0-0-0 00\n");
        assertThat(load(program, device, "check").out()).contains("confirmed and is lost");
        String living = honest.replaceAll("(?s).*?made (load-\\d+-1-0) .*", "$1");
        Files.writeString(journal(), honest + "gone " + living + "\n");
        assertThat(load(program, device, "check").out()).contains("destroyed and is back");
        Files.writeString(journal(), honest + "made " + living + " 0441\n");
        assertThat(load(program, device, "check").out()).contains("is another key");
        Files.writeString(journal(), "");
        assertThat(load(program, device, "check").out()).contains("0 of them tried here");
    }
}
