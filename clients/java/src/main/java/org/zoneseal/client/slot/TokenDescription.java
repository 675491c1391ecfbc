package org.zoneseal.client.slot;

import org.zoneseal.client.HsmClient;
import org.zoneseal.cryptoki.wire.Call;

/**
 * What the token in a slot says of itself (CK_TOKEN_INFO, the part that clients need).
 *
 * @param flags CKF_ of the token
 */
public record TokenDescription(
        long slot, String label, String manufacturer, String model, String serial, long flags) {

    static TokenDescription of(HsmClient client, long slot) {
        return RemoteSession.read(
                client.call(Call.GET_TOKEN_INFO, w -> w.u64(slot)),
                reader ->
                        new TokenDescription(
                                slot,
                                reader.text().strip(),
                                reader.text().strip(),
                                reader.text().strip(),
                                reader.text().strip(),
                                reader.u64()));
    }
}
