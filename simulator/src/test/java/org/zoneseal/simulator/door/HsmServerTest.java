package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.Value;
import org.zoneseal.simulator.device.Peer;

/** The door's life: opening, applications over several connections, stopping, its socket file. */
class HsmServerTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    @TempDir Path folder;

    private static HsmServer server(HsmApplications source, Listener.Unix listener) {
        return new HsmServer(
                source,
                List.of(listener),
                DoorLimits.defaults(),
                InstantSource.system(),
                new SecureRandom());
    }

    @Test
    void opening_ofANewApplication_tellsLimitsAndWhoItIs() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient client = WireClient.connect(door.path())) {
            WireClient.Opening opening = client.open(0, new byte[16], new byte[32], "a \"b\"\n");
            assertThat(opening.returnValue()).isEqualTo(Ckr.OK);
            assertThat(opening.longestFrame()).isEqualTo(16 << 20);
            assertThat(opening.longestBatch()).isEqualTo(4096);
            assertThat(opening.id()).isNotEqualTo(new byte[16]);
            Peer peer = door.notebooks().last().peer();
            assertThat(peer.transport()).isEqualTo("unix");
            assertThat(peer.identity())
                    .matches("uid=\\d+\\(" + System.getProperty("user.name") + "\\)");
            assertThat(peer.program()).isEqualTo("a ?b??");
            byte[] instance = client.call(Call.PING, _ -> {}).payload().bytes();
            assertThat(instance).isEqualTo(opening.instance());
        }
    }

    @Test
    void secondConnection_attached_sharesTheApplication() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient first = WireClient.connect(door.path());
                WireClient second = WireClient.connect(door.path())) {
            WireClient.Opening opening = first.open(0, new byte[16], new byte[32], "x");
            assertThat(second.open(1, opening.id(), opening.secret(), "x").returnValue())
                    .isEqualTo(Ckr.OK);
            second.call(Call.LOGOUT, out -> out.u64(7));
            assertThat(door.notebooks().count()).isEqualTo(1);
            assertThat(door.notebooks().last().cryptoki().lastNote()).isEqualTo("logout 7");
        }
    }

    @Test
    void application_endedByOneConnection_isGoneForTheOther() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient first = WireClient.connect(door.path());
                WireClient second = WireClient.connect(door.path())) {
            WireClient.Opening opening = first.open(0, new byte[16], new byte[32], "x");
            second.open(1, opening.id(), opening.secret(), "x");
            assertThat(first.call(Call.END_APPLICATION, _ -> {}).returnValue()).isEqualTo(Ckr.OK);
            assertThat(first.readToEnd()).isEmpty();
            assertThat(second.call(Call.PING, _ -> {}).returnValue()).isEqualTo(Ckr.DEVICE_REMOVED);
            assertThat(door.notebooks().last().cryptoki().ended()).isEqualTo(1);
        }
    }

    @Test
    void attach_afterARestart_isToldThatTheApplicationIsGone() throws IOException {
        WireClient.Opening before;
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient client = WireClient.connect(door.path())) {
            before = client.open(0, new byte[16], new byte[32], "x");
        }
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient client = WireClient.connect(door.path())) {
            WireClient.Opening after = client.open(1, before.id(), before.secret(), "x");
            assertThat(after.returnValue()).isEqualTo(Ckr.DEVICE_REMOVED);
            assertThat(after.message()).isNotEmpty();
            assertThat(after.instance()).isNotEqualTo(before.instance());
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void opening_ofAnotherVersion_isAnsweredWithOurs() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient client = WireClient.connect(door.path())) {
            byte[] opening = WireClient.opening(0, new byte[16], new byte[32], "x").toBytes();
            opening[5] = 2;
            client.send(opening);
            WireClient.Opening answer = client.readOpening();
            assertThat(answer.returnValue()).isEqualTo(Ckr.FUNCTION_NOT_SUPPORTED);
            assertThat(answer.message()).contains("version 2");
        }
    }

    @Test
    void connection_lostAndApplicationLeft_isEndedByTheTimer() throws IOException {
        SteppedClock clock = new SteppedClock();
        try (OpenDoor door = new OpenDoor(folder, DoorLimits.defaults(), clock)) {
            WireClient.begin(door.path()).close();
            OpenDoor.await(() -> door.server().counters().connections() == 0);
            assertThat(door.server().counters().applications()).isEqualTo(1);
            clock.step(door.limits().grace());
            OpenDoor.await(() -> door.notebooks().last().cryptoki().ended() == 1);
        }
    }

    @Test
    void user_notOnTheList_isTurnedAway() throws IOException, InterruptedException {
        Path path = folder.resolve("s");
        HsmServer server =
                server(
                        new Notebooks(),
                        Listener.Unix.at(path).allowing(Set.of("nobody-at-all"), Set.of()));
        server.start(() -> {});
        try (WireClient client = WireClient.connect(path)) {
            assertThat(client.readToEnd()).isEmpty();
            OpenDoor.await(() -> server.counters().refused() == 1);
        } finally {
            assertThat(server.stop(BOUND)).isTrue();
        }
    }

    @Test
    void admission_ofNamedUsersAndGroups_letsOnlyThoseIn() {
        Admission admission = new Admission(Set.of("knot"), Set.of("hsm"));
        assertThat(admission.lets("knot", "knot")).isTrue();
        assertThat(admission.lets("bind", "hsm")).isTrue();
        assertThat(admission.lets("bind", "bind")).isFalse();
        assertThat(new Admission(Set.of(), Set.of()).lets("bind", "bind")).isTrue();
    }

    @Test
    void p11kit_switchedOff_isNotSpoken() throws IOException, InterruptedException {
        Path path = folder.resolve("s");
        HsmServer server = server(new Notebooks(), Listener.Unix.at(path).withoutP11kit());
        server.start(() -> {});
        try (RpcClient client = RpcClient.connect(path, 0)) {
            assertThat(client.version()).isEqualTo(-1);
        } finally {
            server.stop(BOUND);
        }
    }

    @Test
    void stop_withClientsThatHang_endsWithinItsBound() throws IOException, InterruptedException {
        OpenDoor door = OpenDoor.in(folder);
        try (WireClient idle = WireClient.begin(door.path());
                WireClient halfway = WireClient.begin(door.path());
                WireClient deaf = WireClient.begin(door.path());
                WireClient silent = WireClient.connect(door.path())) {
            halfway.send(new byte[] {0, 0, 0});
            byte[] frame =
                    WireClient.frame(
                            1, 0, Call.GENERATE_RANDOM.number(), out -> out.u64(7).u32(1 << 20));
            deaf.send(frame);
            deaf.send(frame);
            idle.call(Call.PING, _ -> {});
            assertThat(silent).isNotNull();
            assertThat(door.server().stop(Duration.ofSeconds(2))).isTrue();
            assertThat(door.notebooks().last().cryptoki().ended()).isEqualTo(1);
            assertThat(door.server().counters().applications()).isZero();
            assertThat(door.path()).doesNotExist();
        }
    }

    @Test
    void stop_withACallUnderWay_letsItsAnswerOut() throws IOException, InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Path path = folder.resolve("s");
        HsmServer server = server(new SlowSource(begun, go), Listener.Unix.at(path));
        server.start(() -> {});
        try (WireClient client = WireClient.begin(path)) {
            client.send(
                    WireClient.frame(
                            1,
                            0,
                            Call.COMMAND.number(),
                            out -> out.text("slow").value(new Value.Fields().map())));
            begun.await();
            AtomicBoolean stopped = new AtomicBoolean();
            Thread stopper =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    stopped.set(server.stop(BOUND));
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            OpenDoor.await(() -> !Files.exists(path));
            go.countDown();
            assertThat(client.readAnswer().returnValue()).isEqualTo(Ckr.OK);
            stopper.join();
            assertThat(stopped).isTrue();
        }
    }

    @Test
    void socketFile_whileServing_hasItsMode() throws IOException, InterruptedException {
        Path path = folder.resolve("s");
        HsmServer server =
                server(
                        new Notebooks(),
                        Listener.Unix.at(path)
                                .withMode(PosixFilePermissions.fromString("rw-rw-rw-")));
        server.start(() -> {});
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw-rw-");
            assertThat(folder).isDirectoryNotContaining("glob:**.zs*");
        } finally {
            server.stop(BOUND);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void socketFile_ofADeadDaemon_isReplaced() throws IOException {
        Path path = folder.resolve("hsm.socket");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (OpenDoor door = OpenDoor.in(folder);
                WireClient client = WireClient.begin(door.path())) {
            assertThat(client.call(Call.PING, _ -> {}).returnValue()).isEqualTo(Ckr.OK);
        }
    }

    @Test
    void socketFile_ofADaemonThatLives_isLeftAlone() throws IOException {
        try (OpenDoor door = OpenDoor.in(folder)) {
            assertThatIOException()
                    .isThrownBy(() -> OpenDoor.in(folder))
                    .withMessageContaining("another process listens");
            try (WireClient client = WireClient.begin(door.path())) {
                assertThat(client.call(Call.PING, _ -> {}).returnValue()).isEqualTo(Ckr.OK);
            }
        }
    }

    @Test
    void file_thatIsNoSocket_isNeverReplaced() throws IOException {
        Path path = Files.writeString(folder.resolve("hsm.socket"), "precious");
        assertThatIOException()
                .isThrownBy(() -> OpenDoor.in(folder))
                .withMessageContaining("no socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void path_tooLongForASocket_isRefusedWithItsLength() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(100)));
        assertThatIOException()
                .isThrownBy(() -> OpenDoor.in(deep))
                .withMessageContaining("choose a shorter one");
        assertThat(deep).isEmptyDirectory();
    }

    /** Applications whose native session waits for a signal. */
    private record SlowSource(CountDownLatch begun, CountDownLatch go) implements HsmApplications {

        @Override
        public HsmApplication begin(Peer peer) {
            return new HsmApplication(new NotebookCryptoki(), new WaitingSession(peer, begun, go));
        }
    }
}
