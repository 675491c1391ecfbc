package org.zoneseal.interop.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.transfer.PrimaryServer.Offer;
import org.zoneseal.transfer.secondary.IncomingLimits;
import org.zoneseal.transfer.secondary.Primary;
import org.zoneseal.transfer.secondary.TransferClient;
import org.zoneseal.transfer.secondary.TransferOutcome;
import org.zoneseal.zones.ZoneDiff;
import org.zoneseal.zones.ZoneVersion;

/** Zones fetched from real servers. */
class IncomingTransferTest {

    private static final Name ZONE = Name.parse("example.org.");

    @TempDir Path folder;

    private final TransferClient client =
            new TransferClient(IncomingLimits.DEFAULT, InstantSource.system(), 2);

    @ParameterizedTest
    @ValueSource(strings = {"nsd", "knot", "bind"})
    void axfr_fromARealServer_isTheZoneOfItsFile(String kind) throws Exception {
        ChangingZone zone = new ChangingZone(ZONE, 1, 2000, 1);
        try (PrimaryServer server =
                PrimaryServer.start(kind, folder, Offer.of(ZONE), zone.text())) {
            Primary primary = Primary.plain(server.address());

            TransferOutcome outcome = client.axfr(primary, ZONE, null);

            TransferOutcome.Whole whole =
                    assertInstanceOf(TransferOutcome.Whole.class, outcome, server.log());
            assertSame(zone.version(), whole.version());
        }
    }

    static void assertSame(ZoneVersion expected, ZoneVersion actual) {
        List<String> differences = new ArrayList<>();
        ZoneDiff.between(
                expected,
                actual,
                (change, owner, ownerLength, type, ttl, rdata, offset, length) ->
                        differences.add(change + " " + Name.fromWire(owner, 0) + " " + type));
        assertEquals(List.of(), differences);
    }
}
