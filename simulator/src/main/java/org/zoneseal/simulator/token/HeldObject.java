package org.zoneseal.simulator.token;

import org.jspecify.annotations.Nullable;
import org.zoneseal.simulator.device.KeyUse;
import org.zoneseal.simulator.device.Peer;
import org.zoneseal.simulator.device.SlotAccess;

/** An object as one application holds it: its handle, and its right to use it. */
final class HeldObject {

    private final TokenObject object;
    private volatile @Nullable KeyUse use;

    HeldObject(TokenObject object) {
        this.object = object;
    }

    TokenObject object() {
        return object;
    }

    /** The right to use the key, asked for once. */
    KeyUse use(SlotAccess access, Peer peer) {
        KeyUse known = use;
        if (known == null) {
            known = access.use(object.stored(), peer);
            use = known;
        }
        return known;
    }
}
