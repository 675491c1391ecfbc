package org.zoneseal.simulator.token;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.HeapKeys;
import org.zoneseal.simulator.KeyMemory;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.SlotAccess;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.mechanism.EdwardsKind;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.MlDsaKind;

/** What all applications of a device share. */
record Environment(
        Vault vault,
        SlotAccess access,
        SlotObjects tokenObjects,
        WorkingKeys workingKeys,
        Mechanisms mechanisms,
        TokenSettings settings,
        SigningCrew crew,
        AllSessions allSessions,
        SecureRandom random,
        InstantSource clock) {

    /** Refuses kinds of keys that are off. */
    void checkHeap(KeyPairKind kind) {
        boolean alwaysOnHeap = kind == EdwardsKind.ED448 || kind instanceof MlDsaKind;
        if (alwaysOnHeap
                && kind.memory() == KeyMemory.HEAP
                && settings.heapKeys() == HeapKeys.REFUSED) {
            throw new CryptokiException(
                    Ckr.MECHANISM_INVALID,
                    "this key would stand on the Java heap while it is used; the device's"
                            + " configuration does not allow that");
        }
    }
}
