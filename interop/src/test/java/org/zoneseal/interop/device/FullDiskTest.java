package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zoneseal.client.HsmClient;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteSlot;
import org.zoneseal.client.slot.Template;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckm;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.interop.Peer;

/** A daemon that cannot write any more: it says so, loses nothing, and goes on with room. */
class FullDiskTest {

    private static final byte[] P256 = {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
    private static final int KILOBYTES = 256;
    private static final int MORE_THAN_FIT = 2_000;

    @TempDir Path folder;

    private final SecureRandom random = new SecureRandom();

    private interface Work<T> {
        T in(RemoteSlot slot);
    }

    private <T> T loggedIn(ZonesealHsm hsm, Work<T> work) {
        try (HsmClient client = hsm.connect();
                RemoteSlot slot = RemoteSlot.ofLabel(client, "full", random)) {
            slot.login(ZonesealHsm.PIN.getBytes(StandardCharsets.US_ASCII));
            return work.in(slot);
        }
    }

    private static long generate(RemoteSlot slot, String label) {
        Template publicHalf =
                Template.any()
                        .bytes(Cka.EC_PARAMS, P256)
                        .flag(Cka.TOKEN, true)
                        .text(Cka.LABEL, label);
        Template privateHalf =
                Template.any().flag(Cka.TOKEN, true).flag(Cka.SIGN, true).text(Cka.LABEL, label);
        return slot.inSession(session ->
                session.generateKeyPair(
                                Mechanism.of(Ckm.EC_KEY_PAIR_GEN),
                                publicHalf,
                                privateHalf,
                                slot.newRequest())
                        .privateKey());
    }

    private static int sign(RemoteSlot slot, long key) {
        return slot.inSession(
                session -> session.sign(Mechanism.of(Ckm.ECDSA), key, new byte[32]).length);
    }

    /** Makes keys until one is refused; the labels of those that were confirmed. */
    private static List<String> fill(RemoteSlot slot) {
        List<String> confirmed = new ArrayList<>();
        try {
            while (confirmed.size() < MORE_THAN_FIT) {
                String label = "key-" + confirmed.size();
                generate(slot, label);
                confirmed.add(label);
            }
        } catch (HsmClientException e) {
            assertThat(e.returnValueName())
                    .isIn("CKR_DEVICE_MEMORY", "CKR_DEVICE_ERROR", "CKR_FUNCTION_FAILED");
            assertThat(e.getMessage()).isNotBlank();
        }
        return confirmed;
    }

    @Test
    void fullDisk_refusesNewKeys_andKeepsEveryConfirmedOne() throws IOException {
        ZonesealHsm hsm = ZonesealHsm.start(folder.resolve("hsm"));
        try (hsm) {
            hsm.makeSlot(1, "full", false);
            long first = loggedIn(hsm, slot -> generate(slot, "first"));
            assertThat(first).isPositive();
            hsm.close();
            hsm.restart(Peer.zonesealDaemon().withFilesUpTo(KILOBYTES));
            List<String> confirmed = loggedIn(hsm, FullDiskTest::fill);
            assertThat(confirmed).hasSizeBetween(1, MORE_THAN_FIT - 1);
            hsm.kill();
            hsm.restart();
            loggedIn(
                    hsm,
                    slot -> {
                        for (String label : confirmed) {
                            long key = find(slot, label);
                            assertThat(sign(slot, key)).as(label).isEqualTo(64);
                        }
                        assertThat(sign(slot, generate(slot, "after"))).isEqualTo(64);
                        return true;
                    });
        }
    }

    private static long find(RemoteSlot slot, String label) {
        Template template = Template.of(Cko.PRIVATE_KEY).text(Cka.LABEL, label);
        List<Long> found = slot.inSession(session -> session.find(template));
        assertThat(found).as(label).hasSize(1);
        return found.getFirst();
    }
}
