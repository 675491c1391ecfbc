package org.zoneseal.simulator.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Call;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * Spoiled requests of somebody who is logged in, to the whole HSM: each is answered with a return
 * value that says something. CKR_GENERAL_ERROR or CKR_DEVICE_ERROR would be a failure that nobody
 * had thought of.
 */
class WholeHsmHostileTest {

    private static final int ROUNDS = 150;
    private static final int LONG_ROUNDS = 20_000;

    private static final Set<Long> FAILURES = Set.of(Ckr.GENERAL_ERROR, Ckr.DEVICE_ERROR);

    /** They end or lock what the others need. */
    private static final Set<Call> LEFT_OUT =
            Set.of(
                    Call.INIT_TOKEN,
                    Call.CLOSE_SESSION,
                    Call.CLOSE_ALL_SESSIONS,
                    Call.DESTROY_OBJECT,
                    Call.LOGOUT,
                    Call.LOGIN,
                    Call.LOGIN_USER,
                    Call.RESUME,
                    Call.INIT_PIN,
                    Call.SET_PIN);

    @TempDir Path folder;

    /** Handles that work, where the good frames have stand-ins. */
    private record Handles(long session, long publicKey, long privateKey, long secretKey) {

        byte[] into(byte[] payload, Random random) {
            ByteBuffer buffer = ByteBuffer.wrap(payload.clone());
            for (int at = 0; at + Long.BYTES <= payload.length; at++) {
                long value = buffer.getLong(at);
                if (value == 7 && at == 0) {
                    buffer.putLong(at, session);
                } else if (value == 5 && at == 0) {
                    buffer.putLong(at, 0);
                } else if (value == 9 || value == 1 && at > 0) {
                    buffer.putLong(at, anyKey(random));
                }
            }
            return buffer.array();
        }

        private long anyKey(Random random) {
            return switch (random.nextInt(3)) {
                case 0 -> publicKey;
                case 1 -> privateKey;
                default -> secretKey;
            };
        }
    }

    @Test
    void requests_spoiledAtRandom_areNeverAnsweredWithAFailure() throws IOException {
        hurt(ROUNDS, new Random(20261128));
    }

    @Test
    @Tag("long")
    void requests_spoiledForLong_areNeverAnsweredWithAFailure() throws IOException {
        hurt(LONG_ROUNDS, new Random());
    }

    private void hurt(int rounds, Random random) throws IOException {
        Path socket = folder.resolve("s");
        TreeMap<String, String> failures = new TreeMap<>();
        try (SimulatorFixture hsm =
                        new SimulatorFixture(folder, List.of(Listener.Unix.at(socket)));
                WireClient client = WireClient.begin(socket)) {
            assertThat(hsm.server().addresses()).hasSize(1);
            Handles handles = handles(client);
            for (int round = 0; round < rounds; round++) {
                for (var row : WireRows.calls().toList()) {
                    Call call = (Call) row.get()[0];
                    if (!LEFT_OUT.contains(call)) {
                        byte[] payload =
                                spoiled(
                                        handles.into(WireRows.payload(row).toBytes(), random),
                                        random);
                        WireClient.Answer answer = client.call(call, out -> out.raw(payload));
                        if (FAILURES.contains(answer.returnValue())) {
                            failures.put(
                                    call + " " + answer.message(),
                                    HexFormat.of().formatHex(payload));
                        }
                    }
                }
                cancelAll(client, handles);
            }
        }
        assertThat(failures).isEmpty();
    }

    /** Every second one is as it should be, so that there is something to be in the way of. */
    private static byte[] spoiled(byte[] payload, Random random) {
        if (payload.length <= Long.BYTES || random.nextBoolean()) {
            return payload;
        }
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = Long.BYTES + random.nextInt(payload.length - Long.BYTES);
            payload[at] =
                    switch (random.nextInt(3)) {
                        case 0 -> (byte) random.nextInt(8);
                        case 1 -> (byte) (payload[at] ^ 1 << random.nextInt(8));
                        default -> (byte) random.nextInt();
                    };
        }
        return payload;
    }

    /** Whatever was begun ends, so that the next round can begin it again. */
    private static void cancelAll(WireClient client, Handles handles) throws IOException {
        client.call(Call.SESSION_CANCEL, out -> out.u64(handles.session()).u64(0xfffff));
    }

    private static Handles handles(WireClient client) throws IOException {
        long session = opened(client);
        byte[] pin = SimulatorFixture.PIN.getBytes(StandardCharsets.US_ASCII);
        client.call(Call.LOGIN, out -> out.u64(session).u64(Cku.USER).bytes(pin));
        List<Long> keys = new ArrayList<>();
        var pair =
                client.call(
                                Call.GENERATE_KEY_PAIR,
                                out ->
                                        out.u64(session)
                                                .mechanism(Mechanism.of(Ckm.EC_KEY_PAIR_GEN))
                                                .attributes(List.of(curve()))
                                                .attributes(List.of())
                                                .bytes(new byte[0]))
                        .payload();
        keys.add(pair.u64());
        keys.add(pair.u64());
        keys.add(client.call(Call.GENERATE_KEY, out -> aesKey(out, session)).payload().u64());
        return new Handles(session, keys.get(0), keys.get(1), keys.get(2));
    }

    private static long opened(WireClient client) throws IOException {
        return client.call(
                        Call.OPEN_SESSION,
                        out -> out.u64(0).u64(Ckf.SERIAL_SESSION | Ckf.RW_SESSION))
                .payload()
                .u64();
    }

    private static Attribute curve() {
        return Attribute.bytes(Cka.EC_PARAMS, HexFormat.of().parseHex("06082a8648ce3d030107"));
    }

    private static void aesKey(WireWriter out, long session) {
        out.u64(session)
                .mechanism(Mechanism.of(Ckm.AES_KEY_GEN))
                .attributes(List.of(Attribute.number(Cka.VALUE_LEN, 32)))
                .bytes(new byte[0]);
    }
}
