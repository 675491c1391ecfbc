package org.zoneseal.interop.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.dns.Name;
import org.zoneseal.interop.transfer.ZoneAsker.TransferRefusedException;

/** Catalog zones (RFC 9432) that we give to others, and that others make for us. */
class CatalogTest {

    private static final Name FIRST = Name.parse("first.catalog.");
    private static final Name SECOND = Name.parse("second.catalog.");
    private static final Name ALPHA = Name.parse("alpha.test.");
    private static final Name BETA = Name.parse("beta.test.");
    private static final Name GAMMA = Name.parse("gamma.test.");
    private static final Name DELTA = Name.parse("delta.test.");
    private static final Name OMEGA = Name.parse("omega.test.");
    private static final String KEY = SecondaryServer.Source.KEY;
    private static final String SECRET = ServedZones.SECRET;
    private static final long BOUND_SECONDS = 60;

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

    private static String catalog(long serial, String... records) {
        return "$TTL 0\n@ SOA invalid. invalid. %d 3600 600 2147483646 0\n@ NS invalid.\n"
                        .formatted(serial)
                + "version TXT \"2\"\n"
                + String.join("\n", records)
                + "\n";
    }

    private static boolean isServed(int port, Name zone) {
        return ZoneAsker.at(port).serial(zone).isPresent();
    }

    private static boolean isGiven(int port, Name zone) {
        try {
            return !ZoneAsker.at(port).zone(zone).isEmpty();
        } catch (TransferRefusedException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ourCatalogs_takenByBindAndKnot_bringMembersHandThemOverAndTakeThemAway() throws Exception {
        ZonesealServer ours = opened(new ZonesealServer(folder.resolve("ours")));
        SecondaryServer.Source source =
                new SecondaryServer.Source(ours.port, List.of(), SECRET)
                        .withCatalogs(FIRST, SECOND);
        SecondaryServer bind = opened(SecondaryServer.of("bind", folder.resolve("bind"), source));
        SecondaryServer knot = opened(SecondaryServer.of("knot", folder.resolve("knot"), source));
        ours.key(KEY, SECRET);
        ours.configure(
                """
                tsig: {keys: [transfer.key.key]}
                servers:
                  bind: {address: "127.0.0.1:%d", key: transfer.key.}
                  knot: {address: "127.0.0.1:%d", key: transfer.key.}
                zones:
                  - names: [first.catalog, second.catalog,
                            alpha.test, beta.test, gamma.test, delta.test, omega.test]
                    file: "{zone}.zone"
                    transfer: [{key: transfer.key.}]
                    notify: [bind, knot]
                """
                        .formatted(bind.port, knot.port));
        for (Name zone : List.of(ALPHA, BETA, GAMMA, DELTA, OMEGA)) {
            ours.write(zone + "zone", new ChangingZone(zone, 1, 5, 7).text());
        }
        ours.write(
                "first.catalog.zone",
                catalog(
                        1,
                        "a.zones PTR alpha.test.",
                        "b.zones PTR beta.test.",
                        "group.b.zones TXT closed",
                        "c.zones PTR gamma.test.",
                        "coo.c.zones PTR second.catalog."));
        ours.write("second.catalog.zone", catalog(1));
        ours.start();
        ours.awaitReady();
        for (SecondaryServer other : List.of(bind, knot)) {
            other.start();
            for (Name zone : List.of(ALPHA, BETA, GAMMA)) {
                other.awaitSerial(zone, 7);
            }
            assertThat(isServed(other.port, DELTA)).isFalse();
        }
        assertThat(isGiven(knot.port, ALPHA)).isTrue();
        assertThat(isGiven(knot.port, BETA)).isFalse();

        // Gamma goes over, and the first catalog may then drop it; alpha begins anew.
        ours.write(
                "second.catalog.zone",
                catalog(2, "c.zones PTR gamma.test.", "d.zones PTR delta.test."));
        ours.reload();
        for (SecondaryServer other : List.of(bind, knot)) {
            other.awaitSerial(DELTA, 7);
        }
        ours.write(
                "first.catalog.zone",
                catalog(2, "a2.zones PTR alpha.test.", "o.zones PTR omega.test."));
        ours.write(ALPHA + "zone", new ChangingZone(ALPHA, 1, 5, 8).text());
        ours.reload();
        for (SecondaryServer other : List.of(bind, knot)) {
            other.awaitSerial(OMEGA, 7);
            other.awaitSerial(ALPHA, 8);
            awaitGone(other, BETA);
        }
        // Knot 3.2 knows no change of ownership.
        assertThat(isServed(bind.port, GAMMA)).isTrue();
        awaitGone(knot, GAMMA);

        ours.write("second.catalog.zone", catalog(3));
        ours.reload();
        for (SecondaryServer other : List.of(bind, knot)) {
            awaitGone(other, DELTA);
            awaitGone(other, GAMMA);
            assertThat(isServed(other.port, ALPHA)).isTrue();
        }
    }

    private static void awaitGone(SecondaryServer other, Name zone) {
        Waiting.until(
                other.folder + " serves " + zone + " no longer",
                () -> !isServed(other.port, zone),
                BOUND_SECONDS,
                other::log);
    }

    /** Knot makes its own unique labels; what BIND gives away was written by hand. */
    @Test
    void catalogsOfBindAndKnot_takenByUs_bringMembersHandThemOverAndTakeThemAway()
            throws Exception {
        ZonesealServer ours = opened(new ZonesealServer(folder.resolve("ours")));
        KnotCatalog knot =
                opened(
                        new KnotCatalog(
                                folder.resolve("knot"),
                                PrimaryServer.Offer.of(SECOND)
                                        .signedWith(SECRET)
                                        .notifying(ours.port)));
        knot.list("alpha.test.", 1);
        knot.list("beta.test.", 1, "open");
        knot.serve("gamma.test.", 1);
        knot.serve("delta.test.", 1);
        knot.reload();
        PrimaryServer bind =
                opened(
                        PrimaryServer.start(
                                "bind",
                                folder.resolve("bind"),
                                PrimaryServer.Offer.of(FIRST)
                                        .signedWith(SECRET)
                                        .notifying(ours.port),
                                catalog(
                                        1,
                                        "c.zones PTR gamma.test.",
                                        "coo.c.zones PTR second.catalog.",
                                        "d.zones PTR delta.test.")));
        ours.key(KEY, SECRET);
        ours.configure(
                """
                tsig: {keys: [transfer.key.key]}
                servers:
                  bind: {address: "127.0.0.1:%d", key: transfer.key.}
                  knot: {address: "127.0.0.1:%d", key: transfer.key.}
                templates:
                  closed: {primaries: [knot]}
                  open: {primaries: [knot], transfer: [127.0.0.1]}
                zones:
                  - {name: first.catalog, primaries: [bind], catalog: {template: closed}}
                  - name: second.catalog
                    primaries: [knot]
                    catalog: {template: closed, groups: {open: open}}
                """
                        .formatted(bind.port, knot.port));
        ours.start();
        for (Name zone : List.of(ALPHA, BETA, GAMMA, DELTA)) {
            ours.awaitSerial(zone, 1);
        }
        assertThat(isGiven(ours.port, BETA)).isTrue();
        assertThat(isGiven(ours.port, ALPHA)).isFalse();
        assertThat(isGiven(ours.port, GAMMA)).isFalse();

        // Gamma goes over to Knot's catalog, with another label: it begins anew, in a group.
        // Knot lists a zone that it serves already only if it is new to it.
        knot.drop("gamma.test.");
        knot.reload();
        knot.list("alpha.test.", 2, "open");
        knot.drop("beta.test.");
        knot.list("gamma.test.", 2, "open");
        knot.reload();
        ours.awaitSerial(GAMMA, 2);
        ours.awaitSerial(ALPHA, 2);
        ours.await("beta goes", () -> !isServed(ours.port, BETA));
        for (Name zone : List.of(ALPHA, GAMMA)) {
            ours.await(zone + " is given away", () -> isGiven(ours.port, zone));
        }

        bind.write(catalog(2, "o.zones PTR omega.test."));
        knot.serve("omega.test.", 1);
        knot.reload();
        bind.reload();
        ours.awaitSerial(OMEGA, 1);
        assertThat(isServed(ours.port, DELTA)).isFalse();
        assertThat(isServed(ours.port, GAMMA)).isTrue();

        // A catalog that is broken takes nothing away.
        bind.write("$TTL 0\n@ SOA invalid. invalid. 3 3600 600 86400 0\n@ NS invalid.\n");
        bind.reload();
        ours.await("it is broken", () -> ours.log().contains("catalog.broken"));
        assertThat(isServed(ours.port, OMEGA)).isTrue();
    }
}
