package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;

/** What clients do that mean no good, or know no better; others are served all the while. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileClientsTest {

    private static final byte[] P256 = {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};

    @TempDir static Path folder;
    private static ZonesealHsm hsm;

    private final SecureRandom random = new SecureRandom();

    @BeforeAll
    static void start() {
        hsm = ZonesealHsm.start(folder.resolve("hsm"));
        hsm.makeSlot(1, "patient", false);
    }

    @AfterAll
    static void stop() {
        if (hsm != null) {
            hsm.close();
        }
    }

    /** An honest client that is logged in and has a key to sign with. */
    private final class Honest implements AutoCloseable {

        private final HsmClient client;
        private final RemoteSlot slot;
        private final long key;

        Honest(ZonesealHsm hsm) {
            client = hsm.connect();
            slot = RemoteSlot.ofLabel(client, "patient", random);
            slot.login(ZonesealHsm.PIN.getBytes(StandardCharsets.US_ASCII));
            key =
                    slot.inAnchor(session ->
                            session.generateKeyPair(
                                            Mechanism.of(Ckm.EC_KEY_PAIR_GEN),
                                            Template.any().bytes(Cka.EC_PARAMS, P256),
                                            Template.any().flag(Cka.SIGN, true),
                                            slot.newRequest())
                                    .privateKey());
        }

        void sign() {
            byte[] signature =
                    slot.inSession(
                            session -> session.sign(Mechanism.of(Ckm.ECDSA), key, new byte[32]));
            assertThat(signature).hasSize(64);
        }

        @Override
        public void close() {
            slot.close();
            client.close();
        }
    }

    @Test
    void thousandConnections_atOnce_leaveTheOthersServed() throws IOException {
        List<RawClient> all = new ArrayList<>();
        try (Honest honest = new Honest(hsm)) {
            int open = 0;
            for (int i = 0; i < 1_000; i++) {
                RawClient client = new RawClient(hsm.socket());
                all.add(client);
                open += client.open() ? 1 : 0;
                if (i % 100 == 0) {
                    honest.sign();
                }
            }
            assertThat(open).isEqualTo(1_000);
            for (RawClient client : all) {
                client.send(ping());
            }
            for (RawClient client : all) {
                assertThat(client.answer()).isEqualTo(0);
            }
            honest.sign();
        } finally {
            for (RawClient client : all) {
                client.close();
            }
        }
        try (Honest next = new Honest(hsm)) {
            next.sign();
        }
    }

    private static byte[] ping() {
        return Frames.request(1, Call.PING, writer -> {});
    }

    @Test
    void slowClients_thatNeverFinish_holdNobodyUp() throws IOException {
        List<RawClient> all = new ArrayList<>();
        try (Honest honest = new Honest(hsm)) {
            byte[] opening = RawClient.opening();
            for (int i = 0; i < 100; i++) {
                RawClient client = new RawClient(hsm.socket());
                all.add(client);
                if (i % 2 == 0) {
                    client.send(Arrays.copyOf(opening, 1 + i % opening.length));
                } else {
                    client.open();
                    client.send(Arrays.copyOf(ping(), 1 + i % 20));
                }
            }
            for (int i = 0; i < 100; i++) {
                honest.sign();
            }
        } finally {
            for (RawClient client : all) {
                client.close();
            }
        }
    }

    private void garbage(int rounds, long seed) throws IOException {
        Garbage garbage = new Garbage(new Random(seed));
        try (Honest honest = new Honest(hsm)) {
            for (int round = 0; round < rounds; round++) {
                try (RawClient client = new RawClient(hsm.socket())) {
                    garbage.sendTo(client);
                }
                if (round % 50 == 0) {
                    honest.sign();
                }
            }
            honest.sign();
        }
        try (Honest next = new Honest(hsm)) {
            next.sign();
        }
    }

    @Test
    void garbage_atTheSocket_harmsNobody() throws IOException {
        garbage(1_000, 1);
    }

    @Test
    @Tag("long")
    void garbage_forLong_harmsNobody() throws IOException {
        garbage(200_000, System.nanoTime());
    }

    /** A daemon of its own: who has guessed is made to wait, and all tests are the same user. */
    @Test
    void wrongPins_atSpeed_neverOpenAndLeaveOpenSessionsAlone() {
        try (ZonesealHsm guessed = ZonesealHsm.start(folder.resolve("guessed"))) {
            guessed.makeSlot(1, "patient", false);
            guessed.makeSlot(2, "guessed", false);
            guess(guessed);
        }
    }

    private void guess(ZonesealHsm guessed) {
        try (Honest honest = new Honest(guessed);
                HsmClient guesser = guessed.connect()) {
            long slot = RemoteSlot.ofLabel(guesser, "guessed", random).description().slot();
            long session = guesser.call(Call.OPEN_SESSION, writer -> writer.u64(slot).u64(6)).u64();
            Set<Long> answers = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                byte[] pin = ("wrong-" + i).getBytes(StandardCharsets.US_ASCII);
                answers.add(refusal(guesser, session, pin));
                if (i % 100 == 0) {
                    honest.sign();
                }
            }
            assertThat(answers)
                    .contains(Ckr.PIN_INCORRECT)
                    .isSubsetOf(Ckr.PIN_INCORRECT, Ckr.PIN_LOCKED, Ckr.FUNCTION_REJECTED)
                    .hasSizeGreaterThan(1);
            byte[] right = ZonesealHsm.PIN.getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> login(guesser, session, right))
                    .as("whoever has guessed so often has to wait")
                    .isInstanceOf(HsmClientException.class);
            honest.sign();
        }
    }

    private static long refusal(HsmClient client, long session, byte[] pin) {
        try {
            login(client, session, pin);
            return Ckr.OK;
        } catch (HsmClientException e) {
            return e.returnValue();
        }
    }

    private static void login(HsmClient client, long session, byte[] pin) {
        client.call(Call.LOGIN, writer -> writer.u64(session).u64(Cku.USER).bytes(pin));
    }
}
