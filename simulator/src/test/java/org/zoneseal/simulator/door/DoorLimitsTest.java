package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireWriter;

/** What the door does to clients that are many, slow, greedy or gone. */
class DoorLimitsTest {

    private static final Duration TICK = Duration.ofSeconds(1);

    @TempDir Path folder;

    private static long ping(WireClient client) throws IOException {
        return client.call(Call.PING, _ -> {}).returnValue();
    }

    private static Consumer<WireWriter> digest(int bytes) {
        return out -> out.u64(7).bytes(new byte[bytes]);
    }

    private static void login(WireClient client) throws IOException {
        client.call(Call.LOGIN, out -> out.u64(7).u64(1).bytes(new byte[4]));
    }

    @Test
    void thousandConnections_open_areAllServed() throws IOException {
        List<WireClient> clients = new ArrayList<>();
        try (OpenDoor door = OpenDoor.in(folder)) {
            for (int i = 0; i < 1000; i++) {
                clients.add(WireClient.begin(door.path()));
            }
            for (WireClient client : clients) {
                assertThat(ping(client)).isEqualTo(Ckr.OK);
            }
            assertThat(door.server().counters().connections()).isEqualTo(1000);
            for (WireClient client : clients) {
                client.close();
            }
            OpenDoor.await(() -> door.server().counters().connections() == 0);
        }
    }

    @Test
    void clients_thatFlood_doNotKeepOthersFromTheirAnswers() throws IOException {
        List<WireClient> flooders = new ArrayList<>();
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient modest = WireClient.begin(door.path())) {
            WireWriter flood = new WireWriter();
            byte[] frame = WireClient.frame(1, 0, Call.PING.number(), _ -> {});
            for (int i = 0; i < 1000; i++) {
                flood.raw(frame);
            }
            for (int i = 0; i < 32; i++) {
                WireClient flooder = WireClient.begin(door.path());
                flooders.add(flooder);
                flooder.send(flood.toBytes());
            }
            for (int i = 0; i < 100; i++) {
                assertThat(ping(modest)).isEqualTo(Ckr.OK);
            }
            for (WireClient flooder : flooders) {
                for (int i = 0; i < 1000; i++) {
                    assertThat(flooder.readAnswer().returnValue()).isEqualTo(Ckr.OK);
                }
                flooder.close();
            }
        }
    }

    @Test
    void connection_overTheLimitOfItsPeer_isClosedAndOthersStay() throws IOException {
        DoorLimits limits = DoorLimits.defaults().withConnections(10, 2);
        try (OpenDoor door = new OpenDoor(folder, limits, InstantSource.system());
                WireClient first = WireClient.begin(door.path())) {
            WireClient second = WireClient.begin(door.path());
            assertThatIOException().isThrownBy(() -> WireClient.begin(door.path()));
            assertThat(ping(first)).isEqualTo(Ckr.OK);
            assertThat(ping(second)).isEqualTo(Ckr.OK);
            assertThat(door.server().counters().refused()).isEqualTo(1);
            second.close();
            OpenDoor.await(() -> door.server().counters().connections() == 1);
            WireClient.begin(door.path()).close();
        }
    }

    @Test
    void client_thatNeverOpens_isCutAfterTheHandshakeTime() throws IOException {
        SteppedClock clock = new SteppedClock();
        try (OpenDoor door = new OpenDoor(folder, DoorLimits.defaults(), clock);
                WireClient silent = WireClient.connect(door.path());
                WireClient working = WireClient.begin(door.path())) {
            silent.send(new byte[] {'Z', 'S'});
            clock.step(door.limits().handshake().plus(TICK));
            assertThat(silent.readToEnd()).isEmpty();
            assertThat(ping(working)).isEqualTo(Ckr.OK);
            assertThat(door.server().counters().cut()).isEqualTo(1);
        }
    }

    @Test
    void p11kitClient_thatNeverInitializes_isCutAfterTheHandshakeTime() throws IOException {
        SteppedClock clock = new SteppedClock();
        try (OpenDoor door = new OpenDoor(folder, DoorLimits.defaults(), clock);
                RpcClient silent = RpcClient.connect(door.path(), 0)) {
            assertThat(silent.call(3, "", _ -> {}).error()).isEqualTo(Ckr.CRYPTOKI_NOT_INITIALIZED);
            clock.step(door.limits().handshake().plus(TICK));
            OpenDoor.await(() -> door.server().counters().connections() == 0);
        }
    }

    @Test
    void client_thatStopsInAFrame_isCutAndOneThatRestsIsNot() throws IOException {
        SteppedClock clock = new SteppedClock();
        try (OpenDoor door = new OpenDoor(folder, DoorLimits.defaults(), clock);
                WireClient slow = WireClient.begin(door.path());
                WireClient resting = WireClient.begin(door.path())) {
            byte[] frame = WireClient.frame(1, 0, Call.PING.number(), _ -> {});
            slow.send(Arrays.copyOf(frame, 5));
            assertThat(ping(resting)).isEqualTo(Ckr.OK);
            OpenDoor.await(() -> {
                clock.step(door.limits().frameTime());
                return door.server().counters().cut() == 1;
            });
            assertThat(slow.readToEnd()).isEmpty();
            assertThat(ping(resting)).isEqualTo(Ckr.OK);
        }
    }

    @Test
    void call_thatTakesLong_isNotCutThoughItsFrameCameInPieces() throws IOException {
        SteppedClock clock = new SteppedClock();
        Patience patience = new Patience(clock);
        Receiver receiver =
                new Receiver(
                        new InMemoryPipe(new byte[20_000]),
                        patience,
                        Duration.ofSeconds(30),
                        new Memory(1 << 20).new Share());
        receiver.opened();
        receiver.awaitFrame();
        receiver.need(20_000);
        clock.step(Duration.ofSeconds(31));
        assertThat(patience.isOver(clock.millis())).isTrue();
        receiver.frameIsWhole();
        assertThat(patience.isOver(clock.millis())).isFalse();
    }

    @Test
    void p11kitClient_thatFinalizesAndTakesNoAnswers_isCut() throws IOException {
        SteppedClock clock = new SteppedClock();
        try (OpenDoor door = new OpenDoor(folder, DoorLimits.defaults(), clock);
                RpcClient client = RpcClient.begin(door.path(), 0)) {
            assertThat(client.call(2, "", _ -> {}).call()).isEqualTo(2);
            client.flood();
            OpenDoor.await(() -> {
                clock.step(door.limits().frameTime());
                return door.server().counters().connections() == 0;
            });
            assertThat(door.server().counters().cut()).isEqualTo(1);
        }
    }

    @Test
    void client_thatTakesNoAnswers_isCut() throws IOException {
        SteppedClock clock = new SteppedClock();
        try (OpenDoor door = new OpenDoor(folder, DoorLimits.defaults(), clock);
                WireClient deaf = WireClient.begin(door.path())) {
            byte[] frame =
                    WireClient.frame(
                            1, 0, Call.GENERATE_RANDOM.number(), out -> out.u64(7).u32(1 << 20));
            for (int i = 0; i < 4; i++) {
                deaf.send(frame);
            }
            OpenDoor.await(() -> {
                clock.step(door.limits().frameTime());
                return door.server().counters().connections() == 0;
            });
            assertThat(door.server().counters().cut()).isEqualTo(1);
        }
    }

    @Test
    void frame_tooLongBeforeALogin_isRefusedAndTakenAfterwards() throws IOException {
        DoorLimits limits = DoorLimits.defaults().withFrame(64 * 1024, 1 << 20);
        try (OpenDoor door = new OpenDoor(folder, limits, InstantSource.system());
                WireClient client = WireClient.begin(door.path())) {
            WireClient.Answer refused = client.call(Call.DIGEST_UPDATE, digest(100_000));
            assertThat(refused.returnValue()).isEqualTo(Ckr.ARGUMENTS_BAD);
            assertThat(refused.request()).isEqualTo(1);
            assertThat(refused.message()).contains("before a login");
            login(client);
            assertThat(client.call(Call.DIGEST_UPDATE, digest(100_000)).returnValue())
                    .isEqualTo(Ckr.OK);
            assertThat(client.call(Call.DIGEST_UPDATE, digest(2 << 20)).returnValue())
                    .isEqualTo(Ckr.ARGUMENTS_BAD);
        }
    }

    @Test
    void frame_whoseEndIsOutOfSight_isRefusedAndTheConnectionCloses() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient client = WireClient.begin(door.path())) {
            client.send(new WireWriter().u32(0xffffffffL).u64(5).u32(0).u16(3).toBytes());
            WireClient.Answer answer = client.readAnswer();
            assertThat(answer.request()).isEqualTo(5);
            assertThat(answer.returnValue()).isEqualTo(Ckr.ARGUMENTS_BAD);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void frames_largerThanAllMemory_areRefusedAndSmallOnesGoOn() throws IOException {
        DoorLimits limits = DoorLimits.defaults().withMemory(200 * 1024);
        try (OpenDoor door = new OpenDoor(folder, limits, InstantSource.system());
                WireClient client = WireClient.begin(door.path())) {
            WireClient.Answer refused = client.call(Call.DIGEST_UPDATE, digest(900_000));
            assertThat(refused.returnValue()).isEqualTo(Ckr.DEVICE_MEMORY);
            assertThat(refused.request()).isEqualTo(1);
            assertThat(ping(client)).isEqualTo(Ckr.OK);
            assertThat(client.call(Call.DIGEST_UPDATE, digest(5000)).returnValue())
                    .isEqualTo(Ckr.OK);
        }
    }

    @Test
    void answer_longerThanAFrame_isRefused() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient client = WireClient.begin(door.path())) {
            for (int count : new int[] {16, 64}) {
                List<Long> megabytes = Collections.nCopies(count, 0x80000001L);
                WireClient.Answer answer =
                        client.call(
                                Call.GET_ATTRIBUTE_VALUE,
                                out -> out.u64(7).u64(9).numbers(megabytes));
                assertThat(answer.returnValue()).isEqualTo(Ckr.DEVICE_MEMORY);
                assertThat(answer.message()).contains("ask for less");
            }
            List<Long> fitting = Collections.nCopies(15, 0x80000001L);
            assertThat(
                            client.call(
                                            Call.GET_ATTRIBUTE_VALUE,
                                            out -> out.u64(7).u64(9).numbers(fitting))
                                    .returnValue())
                    .isEqualTo(Ckr.OK);
            assertThat(ping(client)).isEqualTo(Ckr.OK);
        }
    }

    @Test
    void batch_overTheLimit_isRefused() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient client = WireClient.begin(door.path())) {
            WireClient.Answer answer =
                    client.call(
                            Call.SIGN_BATCH,
                            out -> {
                                out.u64(7).mechanism(Mechanism.of(Ckm.ECDSA)).u64(9).u32(5000);
                                for (int i = 0; i < 5000; i++) {
                                    out.bytes(new byte[1]);
                                }
                            });
            assertThat(answer.returnValue()).isEqualTo(Ckr.ARGUMENTS_BAD);
        }
    }

    @Test
    void request_laterThanItsDeadline_isNotRun() throws IOException {
        SteppedClock clock = new SteppedClock();
        InMemoryPipe pipe = new InMemoryPipe(new byte[100]);
        Line line =
                new Line(
                        pipe,
                        new Patience(clock),
                        DoorLimits.defaults(),
                        new Memory(1 << 20),
                        new DoorCounters());
        line.receiver().awaitFrame();
        clock.step(Duration.ofMillis(99));
        assertThat(line.isLate(100)).isFalse();
        assertThat(line.isLate(0)).isFalse();
        clock.step(Duration.ofMillis(1));
        assertThat(line.isLate(100)).isTrue();
        assertThat(line.isLate(0)).isFalse();
    }

    @Test
    void stranger_whoSpeaksSomethingElse_isClosed() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient stranger = WireClient.connect(door.path())) {
            stranger.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            OpenDoor.await(() -> door.server().counters().connections() == 0);
        }
    }

    @Test
    void complaints_manyInAMinute_areLeftOutUntilTheNext() {
        SteppedClock clock = new SteppedClock();
        Complaints complaints = new Complaints(clock);
        for (int i = 0; i < Complaints.IN_A_MINUTE; i++) {
            assertThat(complaints.mayBeSaid()).isTrue();
        }
        assertThat(complaints.mayBeSaid()).isFalse();
        clock.step(Duration.ofMinutes(1));
        assertThat(complaints.mayBeSaid()).isTrue();
    }

    @Test
    void secrets_ofATemplate_areOverwrittenAndTheRestIsNot() {
        byte[] value = {1, 2, 3};
        byte[] label = {4, 5, 6};
        byte[] prime = {7};
        Secrets.wipe(
                List.of(
                        Attribute.number(0, 3),
                        Attribute.bytes(0x11, value),
                        Attribute.bytes(3, label),
                        Attribute.bytes(0x124, prime)));
        assertThat(value).containsOnly(0);
        assertThat(prime).containsOnly(0);
        assertThat(label).containsExactly(4, 5, 6);
        byte[] certificate = {1};
        Secrets.wipe(List.of(Attribute.number(0, 1), Attribute.bytes(0x11, certificate)));
        assertThat(certificate).containsExactly(1);
    }

    @Test
    void receiver_afterAFrame_holdsNothingOfIt() throws IOException {
        byte[] pin = new byte[300];
        Arrays.fill(pin, (byte) 0x5a);
        InMemoryPipe pipe = new InMemoryPipe(pin);
        Memory memory = new Memory(1 << 20);
        Receiver receiver =
                new Receiver(
                        pipe,
                        new Patience(new SteppedClock()),
                        Duration.ofSeconds(30),
                        memory.new Share());
        receiver.awaitFrame();
        receiver.need(300);
        receiver.consume(300);
        assertThat(receiver.array()).containsOnly(0);
    }
}
