package org.zoneseal.transfer.secondary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.dns.tsig.TsigSession;
import org.zoneseal.transfer.secondary.Failure.Kind;
import org.zoneseal.transfer.secondary.Stream.Line;

/** Primaries that are slow, break off, lie or never end. */
class TransferClientTest {

    private static final long NOW = 1_790_000_000L;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
    private static final Line NS = new Line("@", "NS", "ns");
    private static final TsigKey KEY =
            TsigKey.of(Name.parse("key."), TsigAlgorithm.HMAC_SHA256, new byte[32]);

    private static TransferClient client(Duration idle, Duration whole) {
        return new TransferClient(
                IncomingLimits.DEFAULT.withTimes(Duration.ofSeconds(5), idle, whole), CLOCK, 1);
    }

    private static TransferClient patient() {
        return client(Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    private static TransferOutcome axfr(TransferClient client, FakePrimary.Script script)
            throws IOException {
        return axfr(client, script, null);
    }

    private static TransferOutcome axfr(
            TransferClient client, FakePrimary.Script script, @Nullable TsigKey key)
            throws IOException {
        try (FakePrimary primary = new FakePrimary(script)) {
            return client.axfr(new Primary(primary.address(), key, null), Stream.APEX, null);
        }
    }

    private static Kind kind(TransferOutcome outcome) {
        assertThat(outcome).isInstanceOf(TransferOutcome.Failed.class);
        return ((TransferOutcome.Failed) outcome).failure().kind();
    }

    @Test
    void wholeZone_isTaken() throws IOException {
        assertThat(
                        axfr(
                                patient(),
                                (request, out, _) ->
                                        FakePrimary.send(
                                                out,
                                                request,
                                                Stream.axfr()
                                                        .message(Line.soa(1), NS, Line.soa(1)))))
                .isInstanceOf(TransferOutcome.Whole.class);
    }

    @Test
    void connection_closedBeforeTheEnd_appliesNothing() throws IOException {
        assertThat(
                        kind(
                                axfr(
                                        patient(),
                                        (request, out, _) ->
                                                FakePrimary.send(
                                                        out,
                                                        request,
                                                        Stream.axfr().message(Line.soa(1), NS)))))
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void connection_closedInsideAMessage_appliesNothing() throws IOException {
        assertThat(
                        kind(
                                axfr(
                                        patient(),
                                        (_, out, _) -> {
                                            out.writeShort(500);
                                            out.write(new byte[100]);
                                        })))
                .isEqualTo(Kind.UNREACHABLE);
        assertThat(kind(axfr(patient(), (_, out, _) -> out.write(1)))).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void nobody_whereThePrimaryShouldBe_isUnreachable() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        assertThat(kind(patient().axfr(Primary.plain(nobody), Stream.APEX, null)))
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void primary_thatSaysNothing_isGivenUp() throws IOException {
        assertThat(
                        kind(
                                axfr(
                                        client(Duration.ofMillis(200), Duration.ofSeconds(60)),
                                        (_, _, connection) -> connection.getInputStream().read())))
                .isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void primary_thatSendsAByteNowAndThen_isGivenUpInTheEnd() throws IOException {
        assertThat(
                        kind(
                                axfr(
                                        client(Duration.ofSeconds(20), Duration.ofMillis(500)),
                                        (_, out, _) -> {
                                            out.writeShort(60_000);
                                            while (true) {
                                                out.write(0);
                                                out.flush();
                                                Thread.onSpinWait();
                                            }
                                        })))
                .isIn(Kind.TIMEOUT, Kind.MALFORMED);
    }

    @Test
    void primary_thatKeepsNoPace_isGivenUpBeforeTheTimeForAllIsOver() throws IOException {
        TransferClient client =
                new TransferClient(
                        IncomingLimits.DEFAULT.withPace(
                                new IncomingLimits.Pace(1 << 20, Duration.ofMillis(50))),
                        CLOCK,
                        1);
        TransferOutcome outcome =
                axfr(
                        client,
                        (_, out, connection) -> {
                            out.writeShort(60_000);
                            connection.getInputStream().read();
                        });
        assertThat(kind(outcome)).isEqualTo(Kind.TIMEOUT);
        assertThat(((TransferOutcome.Failed) outcome).failure().sentence())
                .contains("too slow, 2 bytes");
    }

    @Test
    void messages_tooShortToBeOnes_areRefused() throws IOException {
        assertThat(kind(axfr(patient(), (_, out, _) -> out.writeShort(0))))
                .isEqualTo(Kind.MALFORMED);
        assertThat(kind(axfr(patient(), (_, out, _) -> out.writeShort(11))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void transfer_withoutEnd_endsAtItsBudget() throws IOException {
        TransferClient client =
                new TransferClient(IncomingLimits.DEFAULT.withRecords(5000), CLOCK, 1);
        assertThat(
                        kind(
                                axfr(
                                        client,
                                        (request, out, _) -> {
                                            FakePrimary.send(
                                                    out,
                                                    request,
                                                    Stream.axfr().message(Line.soa(1)));
                                            while (true) {
                                                FakePrimary.send(
                                                        out,
                                                        request,
                                                        Stream.axfr().message(Line.a("x", 1)));
                                            }
                                        })))
                .isEqualTo(Kind.TOO_MUCH);
    }

    /** Signs as a server does, every so many messages. */
    private static final class Signer {
        private final TsigSession session;

        Signer(byte[] request) {
            TsigCheck check =
                    TsigCheck.of(
                            TsigKeys.of(java.util.List.of(KEY)), request, 0, request.length, NOW);
            assertThat(check.isGood()).isTrue();
            session = check.session().orElseThrow();
        }

        byte[] sign(byte[] request, byte[] message) {
            byte[] buffer = Arrays.copyOf(message, message.length + session.recordLength());
            buffer[0] = request[0];
            buffer[1] = request[1];
            return Arrays.copyOf(buffer, session.sign(buffer, 0, message.length, NOW));
        }
    }

    private static TransferOutcome signed(byte[][] messages, int lastSigned) throws IOException {
        return axfr(
                patient(),
                (request, out, _) -> {
                    Signer signer = new Signer(request);
                    for (int i = 0; i < messages.length; i++) {
                        byte[] message =
                                i <= lastSigned ? signer.sign(request, messages[i]) : messages[i];
                        FakePrimary.send(out, request, message);
                    }
                },
                KEY);
    }

    private static byte[][] zone() {
        return new byte[][] {
            Stream.axfr().message(Line.soa(1), NS),
            Stream.axfr().message(Line.a("x", 1)),
            Stream.axfr().message(Line.soa(1))
        };
    }

    @Test
    void signedTransfer_isTaken() throws IOException {
        assertThat(signed(zone(), 2)).isInstanceOf(TransferOutcome.Whole.class);
    }

    @Test
    void transfer_whoseLastMessageIsNotSigned_isNotTaken() throws IOException {
        assertThat(kind(signed(zone(), 1))).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void transfer_withoutSignatures_isNotTakenWhereAKeyIsAskedFor() throws IOException {
        assertThat(kind(signed(zone(), -1))).isEqualTo(Kind.TSIG);
    }

    @Test
    void transfer_changedUnderItsSignature_isNotTaken() throws IOException {
        TransferOutcome outcome =
                axfr(
                        patient(),
                        (request, out, _) -> {
                            byte[] message =
                                    new Signer(request)
                                            .sign(
                                                    request,
                                                    Stream.axfr()
                                                            .message(Line.soa(1), NS, Line.soa(1)));
                            message[60] ^= 1;
                            FakePrimary.send(out, request, message);
                        },
                        KEY);
        assertThat(kind(outcome)).isIn(Kind.TSIG);
    }

    @Test
    void transfer_withAHundredUnsignedMessagesInARow_isNotTaken() throws IOException {
        byte[][] messages = new byte[150][];
        messages[0] = Stream.axfr().message(Line.soa(1), NS);
        for (int i = 1; i < messages.length - 1; i++) {
            messages[i] = Stream.axfr().message(Line.a("x" + i, 1));
        }
        messages[messages.length - 1] = Stream.axfr().message(Line.soa(1));
        assertThat(kind(signed(messages, 0))).isEqualTo(Kind.TSIG);
    }
}
