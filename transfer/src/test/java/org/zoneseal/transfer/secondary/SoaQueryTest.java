package org.zoneseal.transfer.secondary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.dns.tsig.TsigSession;
import org.zoneseal.transfer.secondary.Failure.Kind;
import org.zoneseal.transfer.secondary.Stream.Line;

/** Primaries, or those who pretend to be, that say by UDP what is of no use. */
class SoaQueryTest {

    private static final long NOW = 1_790_000_000L;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
    private static final int TRIES = 50;
    private static final TsigKey KEY =
            TsigKey.of(Name.parse("key."), TsigAlgorithm.HMAC_SHA256, new byte[32]);
    private static final byte[] REFUSED =
            Stream.soa().flags(MessageFlags.RESPONSE | ResponseCode.REFUSED).message();
    private static final byte[] SERIAL_7 = Stream.soa().message(Line.soa(7));

    /** What comes by UDP, each in answer to one query, while TCP is served by a script. */
    private static SoaAnswer ask(byte[] byUdp, FakePrimary.Script byTcp) throws IOException {
        for (int i = 0; ; i++) {
            try (FakePrimary primary = new FakePrimary(byTcp);
                    DatagramSocket socket = new DatagramSocket(primary.address())) {
                Thread.ofVirtual().name("udp").start(() -> answer(socket, byUdp));
                return new SoaQuery(
                                new Primary(primary.address(), KEY, null),
                                SoaQuery.question(4711, Stream.APEX),
                                IncomingLimits.DEFAULT,
                                CLOCK)
                        .ask();
            } catch (BindException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static void answer(DatagramSocket socket, byte[] message) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            socket.receive(packet);
            byte[] answer = message.clone();
            System.arraycopy(packet.getData(), 0, answer, 0, 2);
            InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
            socket.send(new DatagramPacket(answer, answer.length, client));
        } catch (IOException e) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    private static byte[] signed(byte[] request, byte[] message) {
        TsigSession session =
                TsigCheck.of(TsigKeys.of(java.util.List.of(KEY)), request, 0, request.length, NOW)
                        .session()
                        .orElseThrow();
        byte[] answer = Arrays.copyOf(message, message.length + session.recordLength());
        System.arraycopy(request, 0, answer, 0, 2);
        return Arrays.copyOf(answer, session.sign(answer, 0, message.length, NOW));
    }

    private static final FakePrimary.Script SIGNED_7 =
            (request, out, _) -> FakePrimary.send(out, request, signed(request, SERIAL_7));

    /** Knot, asked for a catalog zone, refuses without a signature, and only by UDP. */
    @Test
    void refusal_byUdp_isAskedAgainByTcp() throws IOException {
        assertThat(ask(REFUSED, SIGNED_7)).isEqualTo(new SoaAnswer.Found(7));
    }

    @Test
    void answer_byUdpThatIsNotSigned_isAskedAgainByTcp() throws IOException {
        assertThat(ask(Stream.soa().message(Line.soa(8)), SIGNED_7))
                .isEqualTo(new SoaAnswer.Found(7));
    }

    @Test
    void refusal_byBoth_isToldAsTcpHasIt() throws IOException {
        SoaAnswer answer =
                ask(
                        REFUSED,
                        (request, out, _) ->
                                FakePrimary.send(out, request, signed(request, REFUSED)));
        assertThat(answer).isInstanceOf(SoaAnswer.Failed.class);
        assertThat(((SoaAnswer.Failed) answer).failure().kind()).isEqualTo(Kind.ANSWERED_NO);
    }
}
