package org.zoneseal.transfer;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many transfers go on, over all and to each address. For any number of threads. */
final class TransferSlots {

    private TransferLimits limits;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int taken;

    TransferSlots(TransferLimits limits) {
        this.limits = limits;
    }

    /** From now on there are so many; who has one keeps it. */
    synchronized void limit(TransferLimits others) {
        limits = others;
    }

    /** Takes a slot, if there is one; {@link #give} gives it back. */
    synchronized boolean take(InetAddress address) {
        int ofPeer = byAddress.getOrDefault(address, 0);
        if (taken >= limits.atOnce() || ofPeer >= limits.atOncePerPeer()) {
            return false;
        }
        taken++;
        byAddress.put(address, ofPeer + 1);
        return true;
    }

    synchronized void give(InetAddress address) {
        taken--;
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized int taken() {
        return taken;
    }
}
