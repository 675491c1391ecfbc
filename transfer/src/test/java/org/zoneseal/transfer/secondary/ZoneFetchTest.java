package org.zoneseal.transfer.secondary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.RecordType;
import org.zoneseal.transfer.secondary.Failure.Kind;
import org.zoneseal.transfer.secondary.Stream.Line;
import org.zoneseal.zones.ZoneVersion;

/** What is asked of a primary, in what order, and what is remembered of what came. */
class ZoneFetchTest {

    private static final Line NS = new Line("@", "NS", "ns");
    private static final ZoneVersion HELD = Stream.zone(Line.soa(5), NS);

    private final List<SecondaryEvent> events = new ArrayList<>();

    private ZoneFetch fetch(FakePrimary primary, IncomingLimits limits) {
        SecondaryZone zone =
                SecondaryZone.of(Stream.APEX, List.of(Primary.plain(primary.address())));
        InstantSource clock = InstantSource.system();
        return new ZoneFetch(
                zone,
                new TransferClient(limits, clock, 1),
                new ZoneVerifier(VerificationRule.NONE),
                clock,
                events::add);
    }

    private static ZoneFetch.Result ask(
            ZoneFetch fetch, FakePrimary primary, @Nullable ZoneVersion held) {
        return fetch.fetch(
                Primary.plain(primary.address()),
                Action.Way.CHANGES,
                held,
                new TransferMemory(Long.MAX_VALUE).share());
    }

    private static ZoneFetch.Result.Failed failed(ZoneFetch.Result result) {
        assertThat(result).isInstanceOf(ZoneFetch.Result.Failed.class);
        return (ZoneFetch.Result.Failed) result;
    }

    private static int type(byte[] request) {
        return request[12 + Stream.APEX.toWire().length + 1] & 0xff;
    }

    private static void send(byte[] request, DataOutputStream out, Line... lines)
            throws IOException {
        Stream stream = type(request) == RecordType.IXFR ? Stream.ixfr() : Stream.axfr();
        FakePrimary.send(out, request, stream.message(lines));
    }

    @Test
    void transfer_withoutEnd_isRememberedByItsSerial() throws IOException {
        try (FakePrimary primary =
                new FakePrimary((request, out, _) -> {
                    send(request, out, Line.soa(9));
                    while (true) {
                        send(request, out, Line.a("x", 1));
                    }
                })) {
            ZoneFetch fetch = fetch(primary, IncomingLimits.DEFAULT.withRecords(1000));
            ZoneFetch.Result.Failed result = failed(ask(fetch, primary, null));
            assertThat(result.failure().kind()).isEqualTo(Kind.TOO_MUCH);
            assertThat(result.serial()).hasValue(9);
        }
    }

    @Test
    void transfer_thatIsMalformed_isRememberedByItsSerial() throws IOException {
        try (FakePrimary primary =
                new FakePrimary(
                        (request, out, _) -> send(request, out, Line.soa(9), NS, Line.soa(10)))) {
            ZoneFetch.Result.Failed result =
                    failed(ask(fetch(primary, IncomingLimits.DEFAULT), primary, null));
            assertThat(result.failure().kind()).isEqualTo(Kind.MALFORMED);
            assertThat(result.serial()).hasValue(9);
        }
    }

    @Test
    void transfer_withMoreAtOneNameThanAZoneCanHold_isTooMuchAndRemembered() throws IOException {
        String text = String.join(" ", Collections.nCopies(230, "\"" + "x".repeat(250) + "\""));
        try (FakePrimary primary =
                new FakePrimary((request, out, _) -> {
                    send(request, out, Line.soa(9), NS);
                    for (int i = 0; i < 300; i++) {
                        send(request, out, new Line("@", "TXT", "\"" + i + "\" " + text));
                    }
                    send(request, out, Line.soa(9));
                })) {
            ZoneFetch.Result.Failed result =
                    failed(ask(fetch(primary, IncomingLimits.DEFAULT), primary, HELD));
            assertThat(result.failure().kind()).isEqualTo(Kind.TOO_MUCH);
            assertThat(result.failure().sentence()).contains("16 MiB");
            assertThat(result.serial()).hasValue(9);
        }
    }

    @Test
    void primary_thatHangsUpOnEachIxfr_isAskedForTheWholeZoneFromTheSecondOn() throws IOException {
        try (FakePrimary primary =
                new FakePrimary((request, out, _) -> {
                    if (type(request) == RecordType.AXFR) {
                        send(request, out, Line.soa(6), NS, Line.soa(6));
                    }
                })) {
            ZoneFetch fetch = fetch(primary, IncomingLimits.DEFAULT);
            assertThat(failed(ask(fetch, primary, HELD)).failure().kind())
                    .isEqualTo(Kind.UNREACHABLE);
            assertThat(ask(fetch, primary, HELD)).isInstanceOf(ZoneFetch.Result.Fresh.class);
            assertThat(ask(fetch, primary, HELD)).isInstanceOf(ZoneFetch.Result.Fresh.class);
            assertThat(events).hasSize(2).allMatch(SecondaryEvent.FellBack.class::isInstance);
        }
    }
}
