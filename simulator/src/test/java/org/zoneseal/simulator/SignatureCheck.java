package org.zoneseal.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.Lane;

/** Signs with a token and verifies with the platform's own providers. */
final class SignatureCheck {

    static final byte[] DATA = "what is signed".getBytes(StandardCharsets.US_ASCII);

    private static final Schemes PLATFORM = Schemes.platform(HeapKeys.ALLOWED);

    private SignatureCheck() {}

    static byte[] sign(Lane lane, KeyHandle key) {
        byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
        int length = lane.sign(key, DATA, 0, DATA.length, signature, 0);
        return Arrays.copyOf(signature, length);
    }

    static boolean verifies(EmbeddedHsm hsm, KeyHandle key) throws Exception {
        try (Lane lane = hsm.openLane()) {
            return verifies(key, sign(lane, key));
        }
    }

    static boolean verifies(KeyHandle key, byte[] signature) throws Exception {
        return PLATFORM.of(key.publicHalf().scheme()).verify(key.publicHalf(), DATA, signature);
    }
}
