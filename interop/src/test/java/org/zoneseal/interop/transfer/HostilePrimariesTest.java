package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;

/** The whole server, with little memory, between primaries that mean it ill and honest clients. */
class HostilePrimariesTest {

    private static final Name ZONE = Name.parse("honest.test.");
    private static final int ROUNDS = 100;
    private static final int TRANSFERS = 3;

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    @Timeout(300)
    void server_withHostilePrimaries_answersByUdpAndTcpInTheMemoryItHas() throws Exception {
        ZonesealServer ours = new ZonesealServer(folder.resolve("ours"));
        StringBuilder zones = new StringBuilder("zones:\n");
        zones.append("  - {name: honest.test, file: zone, transfer: [127.0.0.1]}\n");
        List<HostilePrimary> primaries = new ArrayList<>();
        for (HostilePrimary.Manner manner : HostilePrimary.Manner.values()) {
            HostilePrimary primary = new HostilePrimary(manner);
            open.add(primary);
            primaries.add(primary);
            zones.append(
                    """
                      - name: %s.test
                        primaries: ["127.0.0.1:%d"]
                        intake: {bytes: 16M, time: 10s, refresh-least: 1s, refresh-most: 1s}
                    """
                            .formatted(manner, primary.port()));
        }
        open.add(ours);
        ours.configure(zones.toString());
        ours.write("zone", new ChangingZone(ZONE, 1, 200, 7).text());
        ours.start("-Xmx80m");
        ours.awaitSerial(ZONE, 7);
        ours.await("all are at it", () -> haveTransferred(primaries, 1));
        ZoneAsker asker = ZoneAsker.at(ours.port);
        List<String> expected = asker.zone(ZONE);
        int answered = 0;
        for (int i = 0; i < ROUNDS || !haveTransferred(primaries.subList(0, 2), TRANSFERS); i++) {
            answered += asker.serial(ZONE).isPresent() ? 1 : 0;
            assertThat(asker.zone(ZONE)).isEqualTo(expected);
        }
        // Over UDP one may be lost on a machine that is busy with other things.
        assertThat(answered).isGreaterThan(ROUNDS * 9 / 10);
        assertThat(ours.isAlive()).isTrue();
        assertThat(ours.log()).contains("transfer.in-failed").doesNotContain("OutOfMemory");
    }

    private static boolean haveTransferred(List<HostilePrimary> primaries, int times) {
        return primaries.stream().allMatch(primary -> primary.transfers.get() >= times);
    }
}
