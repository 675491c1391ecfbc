package org.zoneseal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.ExtendedError;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.dns.tsig.TsigSession;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneTable;

/** Requests that are wrong, by mistake or on purpose; and receivers that are no better. */
class HostileRequestsTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final Peer TCP = Peer.tcp(HERE, 1024);
    private static final Peer UDP = Peer.udp(HERE, 1024);
    private static final TsigKey KEY =
            TsigKey.of(Name.parse("k."), TsigAlgorithm.HMAC_SHA256, new byte[32]);
    private static final TsigKey STRANGER =
            TsigKey.of(Name.parse("k."), TsigAlgorithm.HMAC_SHA256, filled(32));
    private static final int MANY = 1000;

    private final PublishedZone zone = new PublishedZone(TestZones.APEX);
    private AccessList access = AccessList.of(AccessRule.ANYBODY);
    private Instant now = Instant.parse("2026-11-27T07:00:00Z");
    private long nanos;

    private final TransferHandler handler =
            new TransferHandler(
                    () ->
                            new TransferContext(
                                    new ZoneTable(List.of(zone)),
                                    apex -> new TransferPolicy(access),
                                    TsigKeys.of(List.of(KEY))),
                    new TransferLimits(3, 2, 1000, Duration.ofSeconds(30)),
                    (apex, serial, peer) -> NotifyIntake.Verdict.ACCEPTED,
                    () -> now,
                    () -> nanos);

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    @BeforeEach
    void publishZone() {
        StringBuilder text = new StringBuilder(TestZones.soa(7) + "@ NS ns1\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("n" + i + " A 192.0.2.1\n");
        }
        zone.publish(Publication.first(TestZones.zone(text.toString()), Publication.NEVER));
    }

    private ReceivedMessages ask(byte[] request, Peer peer) {
        ReceivedMessages received =
                peer.channel().isStream()
                        ? ReceivedMessages.byStream()
                        : ReceivedMessages.byUdp(1232);
        handler.handle(request.clone(), 0, request.length, peer, received);
        return received;
    }

    private static Requests question(int type) {
        return Requests.of(TestZones.APEX, Opcode.QUERY).question(type);
    }

    private byte[] signed(byte[] request, TsigKey key, TsigSession[] session, long skew) {
        byte[] buffer = Arrays.copyOf(request, request.length + 512);
        session[0] = TsigSession.asking(key);
        int length = session[0].sign(buffer, 0, request.length, now.getEpochSecond() + skew);
        return Arrays.copyOf(buffer, length);
    }

    @Test
    void axfr_byUdp_isFormerr() {
        ReceivedMessages received = ask(question(RecordType.AXFR).edns().bytes(), UDP);
        assertThat(received.responseCode()).isEqualTo(ResponseCode.FORMERR);
        assertThat(received.messages.getFirst().length).isLessThan(200);
    }

    @Test
    void axfr_unauthorised_isRefusedWithExtendedError() {
        access = AccessList.NOBODY;
        ReceivedMessages received = ask(question(RecordType.AXFR).edns().bytes(), TCP);
        assertThat(received.responseCode()).isEqualTo(ResponseCode.REFUSED);
        assertThat(received.extendedError()).isEqualTo(ExtendedError.PROHIBITED);
        assertThat(ask(Requests.ixfr(TestZones.APEX, 1), UDP).responseCode())
                .isEqualTo(ResponseCode.REFUSED);
    }

    @Test
    void axfr_overTlsThatIsNotXot_isRefused() {
        byte[] request = question(RecordType.AXFR).edns().bytes();
        Channel old = Channel.ofTls("TLSv1.2", "dot");
        Channel bare = Channel.ofTls("TLSv1.3", "");
        for (Channel channel : List.of(old, bare)) {
            Peer peer = Peer.tls(HERE, 1024, channel, ClientCertificate.NONE);
            assertThat(ask(request, peer).responseCode()).isEqualTo(ResponseCode.REFUSED);
        }
        Channel xot = Channel.ofTls("TLSv1.3", "dot");
        assertThat(ask(request, Peer.tls(HERE, 1024, xot, ClientCertificate.NONE)).responseCode())
                .isEqualTo(ResponseCode.NOERROR);
    }

    @Test
    void zone_withoutVersionOrExpired_isServfail() {
        zone.publish(
                Publication.first(
                        TestZones.zone(TestZones.soa(7) + "@ NS ns1\n"), now.getEpochSecond()));
        ReceivedMessages received = ask(question(RecordType.AXFR).edns().bytes(), TCP);
        assertThat(received.responseCode()).isEqualTo(ResponseCode.SERVFAIL);
        assertThat(received.extendedError()).isEqualTo(ExtendedError.NOT_READY);
    }

    @Test
    void request_ofAnotherClass_isRefused() {
        for (int other : new int[] {RecordClass.NONE, RecordClass.ANY, 3, 4}) {
            byte[] request =
                    Requests.of(TestZones.APEX, Opcode.QUERY)
                            .question(RecordType.AXFR, other)
                            .bytes();
            assertThat(ask(request, TCP).responseCode()).isEqualTo(ResponseCode.REFUSED);
        }
    }

    @Test
    void ixfr_withoutSoaOrWithTwo_isFormerr() {
        assertThat(ask(question(RecordType.IXFR).bytes(), TCP).responseCode())
                .isEqualTo(ResponseCode.FORMERR);
        assertThat(
                        ask(
                                        question(RecordType.IXFR)
                                                .soa(Section.AUTHORITY, 1)
                                                .soa(Section.AUTHORITY, 2)
                                                .bytes(),
                                        TCP)
                                .responseCode())
                .isEqualTo(ResponseCode.FORMERR);
        assertThat(
                        ask(question(RecordType.IXFR).soa(Section.ANSWER, 1).bytes(), TCP)
                                .responseCode())
                .isEqualTo(ResponseCode.FORMERR);
    }

    /** NSD 4.15.1: a SOA longer than any can be, in the query. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 21, 23, 100, 2000})
    void ixfr_withSoaOfWrongLength_isFormerr(int length) {
        byte[] request =
                question(RecordType.IXFR)
                        .record(Section.AUTHORITY, RecordType.SOA, new byte[length])
                        .bytes();
        assertThat(ask(request, TCP).responseCode()).isEqualTo(ResponseCode.FORMERR);
    }

    @Test
    void ixfr_withGarbageInItsAuthority_isFormerr() {
        byte[] request =
                question(RecordType.IXFR)
                        .record(Section.AUTHORITY, RecordType.TXT, new byte[] {1, 'x'})
                        .soa(Section.AUTHORITY, 1)
                        .bytes();
        assertThat(ask(request, TCP).responseCode()).isEqualTo(ResponseCode.FORMERR);
    }

    @Test
    void axfr_withRecordsInItsSections_isFormerr() {
        byte[] request = question(RecordType.AXFR).soa(Section.AUTHORITY, 1).bytes();
        assertThat(ask(request, TCP).responseCode()).isEqualTo(ResponseCode.FORMERR);
    }

    @Test
    void responses_andFragmentsOfHeaders_areNotAnswered() {
        byte[] response = question(RecordType.AXFR).bytes();
        response[2] |= (byte) 0x80;
        assertThat(ask(response, TCP).messages).isEmpty();
        for (int length = 0; length < 12; length++) {
            assertThat(ask(Arrays.copyOf(response, length), TCP).messages).isEmpty();
        }
    }

    @Test
    void otherOpcodes_areNotImplemented() {
        for (int opcode : new int[] {Opcode.IQUERY, Opcode.STATUS, Opcode.UPDATE, 3, 15}) {
            byte[] request = Requests.of(TestZones.APEX, opcode).question(RecordType.SOA).bytes();
            ReceivedMessages received = ask(request, TCP);
            assertThat(received.responseCode()).isEqualTo(ResponseCode.NOTIMP);
            assertThat(received.reader(0).opcode()).isEqualTo(opcode);
        }
    }

    @Test
    void mutatedRequests_areAnsweredOrIgnored_andNothingElse() {
        Random random = new Random(5);
        TsigSession[] session = new TsigSession[1];
        List<byte[]> seeds =
                List.of(
                        question(RecordType.AXFR).edns().bytes(),
                        Requests.ixfr(TestZones.APEX, 7),
                        Requests.notify(TestZones.APEX, 7),
                        signed(Requests.ixfr(TestZones.APEX, 7), KEY, session, 0));
        for (int i = 0; i < 50_000; i++) {
            byte[] request = seeds.get(i % seeds.size()).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                request[random.nextInt(request.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                request = Arrays.copyOf(request, random.nextInt(request.length + 20));
            }
            // By UDP, so that no zone goes out a thousand times.
            for (byte[] answer : ask(request, UDP).messages) {
                assertThat(new MessageReader().wrap(answer, 0, answer.length).id())
                        .isEqualTo((request[0] & 0xff) << 8 | request[1] & 0xff);
                assertThat(answer.length).isLessThanOrEqualTo(1232);
            }
        }
    }

    @Test
    void signedTransfer_isSignedInEveryMessage_andVerifies() {
        access = AccessList.of(AccessRule.ANYBODY.withKeys(KEY.name()));
        TsigSession[] session = new TsigSession[1];
        ReceivedMessages received =
                ask(signed(question(RecordType.AXFR).bytes(), KEY, session, 0), TCP);
        assertThat(received.messages.size()).isGreaterThan(10);
        for (byte[] message : received.messages) {
            assertThat(session[0].verify(message, 0, message.length, now.getEpochSecond()).result())
                    .isEqualTo(TsigCheck.Result.GOOD);
        }
        assertThat(session[0].isVerified()).isTrue();
    }

    /** Knot's CVE-2017-11104 and the like: a signature that is wrong opens nothing. */
    @Test
    void requestSignedWrongly_getsNothingButTheError() {
        access = AccessList.of(AccessRule.ANYBODY.withKeys(KEY.name()));
        byte[] axfr = question(RecordType.AXFR).bytes();
        TsigSession[] session = new TsigSession[1];
        List<byte[]> wrong = new ArrayList<>();
        wrong.add(signed(axfr, STRANGER, session, 0));
        wrong.add(signed(axfr, KEY, session, 301));
        wrong.add(signed(axfr, KEY, session, -301));
        byte[] otherId = signed(axfr, KEY, session, 0);
        otherId[otherId.length - 60] ^= 1;
        wrong.add(otherId);
        for (byte[] request : wrong) {
            ReceivedMessages received = ask(request, TCP);
            assertThat(received.messages).hasSize(1);
            assertThat(received.reader(0).responseCode()).isEqualTo(ResponseCode.NOTAUTH);
            assertThat(received.answers()).isEmpty();
        }
        assertThat(ask(axfr, TCP).responseCode()).isEqualTo(ResponseCode.REFUSED);
        assertThat(handler.counters().axfr()).isZero();
    }

    /** A receiver that takes what it gets, slowly. */
    private final class Slow implements MessageSink {
        private final int pace;
        private long taken;
        private boolean isAborted;

        Slow(int pace) {
            this.pace = pace;
        }

        @Override
        public int maxLength() {
            return MessageReader.MAX_LENGTH;
        }

        @Override
        public void send(byte[] message, int offset, int length) {
            taken += length;
            nanos += Duration.ofSeconds(length / pace).toNanos();
            now = now.plusSeconds(3600);
        }

        @Override
        public void abort() {
            isAborted = true;
        }
    }

    @Test
    void receiverAboveThePace_isNotCutOff_whoeverSetsTheClock() {
        Slow slow = new Slow(2000);
        byte[] request = question(RecordType.AXFR).bytes();
        handler.handle(request, 0, request.length, TCP, slow);
        assertThat(slow.isAborted).isFalse();
        assertThat(handler.counters().axfr()).isEqualTo(1);
    }

    @Test
    void receiverBelowThePace_isCutOff() {
        Slow slow = new Slow(500);
        byte[] request = question(RecordType.AXFR).bytes();
        handler.handle(request, 0, request.length, TCP, slow);
        assertThat(slow.isAborted).isTrue();
        assertThat(slow.taken).isLessThan(300_000);
        assertThat(handler.counters().failed()).isEqualTo(1);
    }

    /** A receiver that never reads, until it is let go. */
    private static final class Stuck implements MessageSink {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public int maxLength() {
            return MessageReader.MAX_LENGTH;
        }

        @Override
        public void send(byte[] message, int offset, int length) {
            reached.countDown();
            try {
                if (!release.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("never let go");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new PeerGoneException("it took nothing");
        }

        @Override
        public void abort() {}
    }

    @Test
    void transfersAtOnce_overTheLimits_areRefused_andSlotsComeBack() throws InterruptedException {
        List<Stuck> stuck = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Stuck sink = new Stuck();
            Peer peer = i < 2 ? TCP : Peer.tcp(InetAddress.ofLiteral("192.0.2.2"), 1024);
            byte[] request = question(RecordType.AXFR).bytes();
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> handler.handle(request, 0, request.length, peer, sink)));
            assertThat(sink.reached.await(30, TimeUnit.SECONDS)).isTrue();
            stuck.add(sink);
            if (i == 1) {
                assertThat(ask(question(RecordType.AXFR).bytes(), TCP).responseCode())
                        .isEqualTo(ResponseCode.REFUSED);
            }
        }
        Peer third = Peer.tcp(InetAddress.ofLiteral("192.0.2.3"), 1024);
        assertThat(ask(question(RecordType.AXFR).bytes(), third).responseCode())
                .isEqualTo(ResponseCode.REFUSED);
        // Whoever has the version already costs nothing, and is told so all the same.
        assertThat(ask(Requests.ixfr(TestZones.APEX, 7), third).answers()).hasSize(1);

        stuck.forEach(each -> each.release.countDown());
        for (Thread each : threads) {
            assertThat(each.join(Duration.ofSeconds(30))).isTrue();
        }
        assertThat(ask(question(RecordType.AXFR).bytes(), third).answers().size())
                .isGreaterThan(MANY);
    }
}
