package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.interop.SharedZones;
import org.zoneseal.interop.ZoneText;
import org.zoneseal.interop.transfer.PrimaryServer.Offer;
import org.zoneseal.signer.Denial;
import org.zoneseal.signer.TestKeys;
import org.zoneseal.signer.ZoneSigner;
import org.zoneseal.transfer.secondary.Primary;
import org.zoneseal.transfer.secondary.SecondaryEvent.FellBack;
import org.zoneseal.transfer.secondary.SecondaryEvent.Transferred;
import org.zoneseal.transfer.secondary.SecondaryZone;
import org.zoneseal.transfer.secondary.TimerBounds;
import org.zoneseal.zones.ZoneVersion;

/** Our secondary behind real primaries: it hears of changes, takes them, and has the same zone. */
class FollowedPrimaryTest {

    private static final Name ZONE = Name.parse("example.org.");

    /** It runs over on the way. */
    private static final long SERIAL = 0xffff_ffc0L;

    /** NOTIFYs in quick succession are followed at once: the test is in a hurry. */
    private static final TimerBounds EAGER =
            new TimerBounds(
                    TimerBounds.DEFAULT.refresh(),
                    TimerBounds.DEFAULT.retry(),
                    TimerBounds.DEFAULT.expire(),
                    TimerBounds.DEFAULT.firstRetry(),
                    0);

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

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

    /** The zone, then each next version of it. */
    private Supplier<ZoneVersion> versions(String kind) {
        return switch (kind) {
            case "nsec" -> signed(new Denial.Nsec());
            case "nsec3" -> signed(Denial.Nsec3.plain(true));
            default -> plain(new ChangingZone(ZONE, 11, 500, SERIAL));
        };
    }

    private static Supplier<ZoneVersion> plain(ChangingZone zone) {
        return () -> {
            zone.change();
            return zone.version();
        };
    }

    private Supplier<ZoneVersion> signed(Denial denial) {
        return new SignedChanges(ZONE, 11, SERIAL, Optional.of(signer(denial)))::next;
    }

    private ZoneSigner signer(Denial denial) {
        TestKeys keys = opened(new TestKeys(folder.resolve("keys"), ZONE));
        return TestKeys.signer(
                TestKeys.policy(denial, Instant.now().getEpochSecond()), keys.pair());
    }

    /**
     * Told by NOTIFY and by nothing else; what is signed has odd names, and is signed each time.
     */
    @ParameterizedTest
    @CsvSource({"nsd, 40, 5, plain", "knot, 100, 2, nsec", "bind, 50, 4, nsec3"})
    void changes_twoHundredOfThem_leaveUsWithTheSameZone(
            String kind, int reloads, int each, String zone) throws Exception {
        TsigKey key = key(secret());
        Supplier<ZoneVersion> versions = versions(zone);
        OurSecondary ours =
                opened(new OurSecondary(folder.resolve("ours"), TsigKeys.of(List.of(key))));
        ZoneVersion first = versions.get();
        ZoneVersion last = first;
        Offer offer = Offer.of(ZONE).signedWith(secret()).notifying(ours.port());
        PrimaryServer server =
                opened(
                        PrimaryServer.start(
                                kind, folder.resolve("theirs"), offer, ZoneText.of(first)));
        ours.take(
                SecondaryZone.of(ZONE, List.of(Primary.plain(server.address()).withKey(key)))
                        .withBounds(EAGER));
        awaitHeld(ours, first, server);
        for (int i = 0; i < reloads; i++) {
            for (int j = 0; j < each; j++) {
                last = versions.get();
            }
            server.write(ZoneText.of(last));
            server.reload();
            awaitHeld(ours, last, server);
        }
        assertThat(last.serial() - first.serial() & 0xffff_ffffL).isEqualTo(200);
        assertThat(ours.events).as(ours.told()).noneMatch(FellBack.class::isInstance);
        assertThat(
                        ours.events.stream()
                                .filter(Transferred.class::isInstance)
                                .filter(event -> !((Transferred) event).whole())
                                .count())
                .as(ours.told())
                .isGreaterThan(reloads / 2);
    }

    /**
     * Three days of the root zone, as they were published. NSD 4.6 adds in each of its differences
     * what stands at the apex already, twice; the whole zone is asked for then.
     */
    @ParameterizedTest
    @ValueSource(strings = {"nsd", "knot", "bind"})
    void rootsVersions_signedWithOurKey_areAllTaken(String kind) throws Exception {
        TsigKey key = key(secret());
        OurSecondary ours =
                opened(new OurSecondary(folder.resolve("ours"), TsigKeys.of(List.of(key))));
        List<String> texts = new ArrayList<>();
        for (String name :
                List.of("root-2026080600.zone", "root-2026082200.zone", "root-2026082201.zone")) {
            texts.add(Files.readString(SharedZones.file(name)));
        }
        Offer offer = Offer.of(Name.ROOT).signedWith(secret()).notifying(ours.port());
        PrimaryServer server =
                opened(
                        PrimaryServer.start(
                                kind, folder.resolve("theirs"), offer, texts.getFirst()));
        ours.take(
                SecondaryZone.of(Name.ROOT, List.of(Primary.plain(server.address()).withKey(key)))
                        .withBounds(EAGER));
        awaitHeld(ours, ChangingZone.version(Name.ROOT, texts.getFirst()), server);
        for (String text : texts.subList(1, 3)) {
            server.write(text);
            server.reload();
            awaitHeld(ours, ChangingZone.version(Name.ROOT, text), server);
        }
        if (!kind.equals("nsd")) {
            assertThat(ours.events).as(ours.told()).noneMatch(FellBack.class::isInstance);
        }
    }

    private static void awaitHeld(OurSecondary ours, ZoneVersion version, PrimaryServer server) {
        ours.await(
                "NOTIFY of serial " + version.serial() + "\n" + server.log(),
                () -> ours.holds(version.apex(), version.serial()));
        assertThat(CanonicalLines.of(ours.version(version.apex())))
                .isEqualTo(CanonicalLines.of(version));
    }
}
