package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.interop.transfer.PrimaryServer.Offer;
import org.zoneseal.transfer.secondary.Primary;
import org.zoneseal.transfer.secondary.SecondaryEvent.FellBack;
import org.zoneseal.transfer.secondary.SecondaryEvent.Transferred;
import org.zoneseal.transfer.secondary.SecondaryZone;
import org.zoneseal.transfer.secondary.TimerBounds;

/** Our secondary behind real primaries: it hears of changes, takes them, and has the same zone. */
class FollowedPrimaryTest {

    private static final Name ZONE = Name.parse("example.org.");

    /** NOTIFYs in quick succession are followed at once: the test is in a hurry. */
    private static final TimerBounds EAGER =
            new TimerBounds(
                    TimerBounds.DEFAULT.refresh(),
                    TimerBounds.DEFAULT.retry(),
                    TimerBounds.DEFAULT.expire(),
                    TimerBounds.DEFAULT.firstRetry(),
                    0);

    @TempDir Path folder;

    private static TsigKey key(String secret) {
        return TsigKey.of(
                Name.parse(Offer.KEY_NAME),
                TsigAlgorithm.HMAC_SHA256,
                Base64.getDecoder().decode(secret));
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        new Random(5).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsd", "knot", "bind"})
    void notify_signedWithOurKey_isFollowedByASignedTransfer(String kind) throws Exception {
        TsigKey key = key(secret());
        try (OurSecondary ours =
                new OurSecondary(folder.resolve("ours"), TsigKeys.of(List.of(key)))) {
            ChangingZone zone = new ChangingZone(ZONE, 7, 300, 0xfffffffeL);
            Offer offer = Offer.of(ZONE).signedWith(secret()).notifying(ours.port());
            try (PrimaryServer server =
                    PrimaryServer.start(kind, folder.resolve("theirs"), offer, zone.text())) {
                ours.take(
                        SecondaryZone.of(
                                        ZONE, List.of(Primary.plain(server.address()).withKey(key)))
                                .withBounds(EAGER));
                ours.await("the first version", () -> ours.holds(ZONE, zone.serial()));
                for (int i = 0; i < 3; i++) {
                    zone.change();
                    server.write(zone.text());
                    server.reload();
                    ours.await(
                            "NOTIFY of serial " + zone.serial() + "\n" + server.log(),
                            () -> ours.holds(ZONE, zone.serial()));
                    IncomingTransferTest.assertSame(zone.version(), ours.version(ZONE));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"nsd, 40, 5", "knot, 200, 1", "bind, 200, 4"})
    void changes_twoHundredOfThem_leaveUsWithTheSameZone(String kind, int reloads, int each)
            throws Exception {
        try (OurSecondary ours = new OurSecondary(folder.resolve("ours"), TsigKeys.NONE)) {
            ChangingZone zone = new ChangingZone(ZONE, 11, 500, 0xffffffc0L);
            Offer offer = Offer.of(ZONE).notifying(ours.port());
            try (PrimaryServer server =
                    PrimaryServer.start(kind, folder.resolve("theirs"), offer, zone.text())) {
                ours.take(
                        SecondaryZone.of(ZONE, List.of(Primary.plain(server.address())))
                                .withBounds(EAGER));
                ours.await("the first version", () -> ours.holds(ZONE, zone.serial()));
                int changes = 0;
                for (int i = 0; i < reloads && changes < 200; i++) {
                    for (int j = 0; j < each; j++) {
                        zone.change();
                        changes++;
                    }
                    server.write(zone.text());
                    server.reload();
                    ours.await(
                            "serial " + zone.serial() + "\n" + server.log(),
                            () -> {
                                ours.secondaries.refresh(ZONE);
                                return ours.holds(ZONE, zone.serial());
                            });
                }
                assertThat(changes).isEqualTo(200);
                IncomingTransferTest.assertSame(zone.version(), ours.version(ZONE));
                assertThat(ours.events).as(ours.told()).noneMatch(FellBack.class::isInstance);
                assertThat(
                                ours.events.stream()
                                        .filter(Transferred.class::isInstance)
                                        .filter(event -> !((Transferred) event).whole())
                                        .count())
                        .as(ours.told())
                        .isGreaterThan(30);
            }
        }
    }
}
