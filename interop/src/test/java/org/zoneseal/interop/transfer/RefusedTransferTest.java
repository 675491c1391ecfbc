package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.Peer;
import org.zoneseal.transfer.AccessList;
import org.zoneseal.transfer.AccessRule;
import org.zoneseal.transfer.AddressPrefix;

/** What dig gets: what it is given, and how it is refused. */
class RefusedTransferTest {

    private static final Name ZONE = Name.parse("dig.test.");
    private static final AccessRule WITH_KEY =
            AccessRule.ANYBODY.withKeys(Name.parse(SecondaryServer.Source.KEY));
    private static final String RIGHT = "hmac-sha256:transfer.key.:" + ServedZones.SECRET;
    private static final String WRONG =
            "hmac-sha256:transfer.key.:" + "AAAA" + ServedZones.SECRET.substring(4);
    private static final String UNKNOWN = "hmac-sha256:other.key.:" + ServedZones.SECRET;

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final SignedChanges changes = new SignedChanges(ZONE, 4, 50, Optional.empty());
    private final ServedZones ours;

    RefusedTransferTest() throws IOException {
        ours = ServedZones.start(AccessList.of(WITH_KEY));
        open.add(ours);
    }

    @BeforeEach
    void publish() {
        for (int i = 0; i < 3; i++) {
            ours.publish(changes.next());
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private String dig(String... options) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("@127.0.0.1", "-p", String.valueOf(ours.port())));
        arguments.addAll(List.of("+tries=1", "+time=10"));
        arguments.addAll(List.of(options));
        Peer.Outcome outcome = Peer.of("dig").run(folder, arguments);
        return outcome.out() + outcome.err();
    }

    @Test
    void dig_withTheKey_getsZoneAndChanges() {
        String zone = ZONE.toString();
        assertThat(dig("-y", RIGHT, zone, "AXFR"))
                .contains("XFR size: " + (ours.current(ZONE).version().records() + 1) + " records")
                .doesNotContain("rong");
        assertThat(dig("-y", RIGHT, zone, "IXFR=50", "+tcp"))
                .contains(" 50 3600 600")
                .contains(" 52 3600 600");
        assertThat(dig("-y", RIGHT, zone, "IXFR=52")).contains("XFR size: 1 records");
        assertThat(dig("-y", RIGHT, zone, "IXFR=51", "+notcp")).contains(" 51 3600 600");
        assertThat(dig("-y", RIGHT, zone, "IXFR=4000000")).contains("XFR size: 1 records");
        assertThat(ours.handler().counters().failed()).isZero();
    }

    @Test
    void dig_withoutOrWithTheWrongKey_orFromElsewhere_isRefused() {
        String zone = ZONE.toString();
        String given = "ns1.dig.test.";
        assertThat(dig(zone, "AXFR")).doesNotContain(given).contains("Transfer failed");
        assertThat(dig("-y", WRONG, zone, "AXFR")).doesNotContain(given);
        assertThat(dig("-y", UNKNOWN, zone, "AXFR")).doesNotContain(given);
        assertThat(dig("-y", RIGHT, "other.test.", "AXFR")).contains("Transfer failed");
        ours.admit(
                AccessList.of(
                        AccessRule.from(AddressPrefix.parse("192.0.2.0/24"))
                                .withKeys(Name.parse(SecondaryServer.Source.KEY))));
        assertThat(dig("-y", RIGHT, zone, "AXFR")).doesNotContain(given);
        assertThat(ours.handler().counters().refused()).isEqualTo(5);
        assertThat(ours.handler().counters().axfr()).isZero();
    }
}
