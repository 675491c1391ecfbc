package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.SharedZones;
import org.zoneseal.signer.Denial;
import org.zoneseal.signer.TestKeys;
import org.zoneseal.signer.ZoneSigner;
import org.zoneseal.transfer.AccessList;
import org.zoneseal.transfer.AccessRule;
import org.zoneseal.transfer.AddressPrefix;

/** Real secondaries take our zones: told by NOTIFY, by AXFR and IXFR, everything signed. */
class OutgoingTransferTest {

    private static final Name PLAIN = Name.parse("Plain.test.");
    private static final Name NSEC = Name.parse("nsec.test.");
    private static final Name NSEC3 = Name.parse("nsec3.test.");
    private static final AccessList SIGNED_FROM_HERE =
            AccessList.of(
                    AccessRule.from(AddressPrefix.parse("127.0.0.0/8"))
                            .withKeys(Name.parse(SecondaryServer.Source.KEY)));

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private SignedChanges changes(Name zone, long seed, long serial, Denial denial) {
        TestKeys keys = new TestKeys(folder.resolve(zone + "keys"), zone);
        open.add(keys);
        ZoneSigner signer =
                TestKeys.signer(
                        TestKeys.policy(denial, Instant.now().getEpochSecond()), keys.pair());
        return new SignedChanges(zone, seed, serial, Optional.of(signer));
    }

    @Test
    void secondaries_toldOfTwoHundredChanges_holdTheSameZones() throws IOException {
        // One of the serials runs over on the way.
        List<SignedChanges> changes =
                List.of(
                        new SignedChanges(PLAIN, 1, 0xffff_ffe0L, Optional.empty()),
                        changes(NSEC, 2, 1, new Denial.Nsec()),
                        changes(NSEC3, 3, 2026112700L, Denial.Nsec3.plain(true)));
        ServedZones ours = ServedZones.start(SIGNED_FROM_HERE);
        open.add(ours);
        changes.forEach(each -> ours.publish(each.next()));
        List<SecondaryServer> secondaries = secondaries(ours, List.of(PLAIN, NSEC, NSEC3));
        allHoldTheSame(ours, secondaries, List.of(PLAIN, NSEC, NSEC3));

        for (int i = 1; i <= 201; i++) {
            ours.publish(changes.get(i % 3).next());
            if (i < 10 || i % 40 == 0) {
                allHoldTheSame(ours, secondaries, List.of(PLAIN, NSEC, NSEC3));
            }
        }
        allHoldTheSame(ours, secondaries, List.of(PLAIN, NSEC, NSEC3));
        assertThat(ours.handler().counters().ixfr()).isGreaterThan(40);
        assertThat(ours.notifier().counters().answered()).isGreaterThan(40);
    }

    /** Three days of the root zone, as they were published. */
    @Test
    void secondaries_toldOfTheRootsVersions_holdThemAll() throws IOException {
        ServedZones ours = ServedZones.start(SIGNED_FROM_HERE);
        open.add(ours);
        List<SecondaryServer> secondaries = List.of();
        for (String name :
                List.of("root-2026080600.zone", "root-2026082200.zone", "root-2026082201.zone")) {
            ours.publish(ChangingZone.version(Name.ROOT, Files.readString(SharedZones.file(name))));
            if (secondaries.isEmpty()) {
                secondaries = secondaries(ours, List.of(Name.ROOT));
            }
            allHoldTheSame(ours, secondaries, List.of(Name.ROOT));
        }
        assertThat(ours.handler().counters().ixfr()).isGreaterThanOrEqualTo(6);
    }

    private List<SecondaryServer> secondaries(ServedZones ours, List<Name> zones)
            throws IOException {
        SecondaryServer.Source source =
                new SecondaryServer.Source(ours.port(), zones, ServedZones.SECRET);
        List<SecondaryServer> all = new ArrayList<>();
        for (String kind : List.of("nsd", "nsd-udp", "knot", "bind")) {
            SecondaryServer each = SecondaryServer.of(kind, folder.resolve(kind), source);
            open.add(each);
            each.start();
            ours.tell(each.port);
            all.add(each);
        }
        return all;
    }

    private static void allHoldTheSame(
            ServedZones ours, List<SecondaryServer> secondaries, List<Name> zones) {
        for (Name zone : zones) {
            long serial = ours.current(zone).serial();
            List<String> expected = CanonicalLines.of(ours.current(zone).version());
            for (SecondaryServer each : secondaries) {
                each.awaitSerial(zone, serial);
                each.awaitZone(zone, expected);
            }
        }
    }
}
