package org.zoneseal.simulator.device;

import java.util.List;
import org.zoneseal.cryptoki.Attribute;

/**
 * An object as the vault holds it: what may be shown in the clear, what may not sealed.
 *
 * @param slot the slot (group of keys) that it belongs to
 * @param place its identity for ever and the version of this write
 * @param attributes everything but secret values; includes the device's own (vendor) attributes
 * @param sealedSecret the secret part, encrypted and bound to place and attributes; empty if none
 */
public record StoredObject(
        int slot, ObjectPlace place, List<Attribute> attributes, byte[] sealedSecret) {

    @Override
    public String toString() {
        return "StoredObject[" + place + "]";
    }
}
