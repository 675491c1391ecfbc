package org.zoneseal.simulator.device;

import org.zoneseal.simulator.Argon2;

/**
 * What may differ from device to device and is not kept in it.
 *
 * @param passwordCost what one guess of a new password or PIN costs
 * @param shareCost the same for a share of the backup key, which somebody may take home
 * @param expectedHead a head of the audit log that was exported before; empty if none is at hand
 */
public record DeviceOptions(Argon2 passwordCost, Argon2 shareCost, byte[] expectedHead) {

    /** Argon2id with 19 MiB, 2 passes, 1 lane: a tenth of a second, for logins of programs too. */
    public static final DeviceOptions DEFAULT =
            new DeviceOptions(new Argon2(19 * 1024, 2, 1), Argon2.DEFAULT, new byte[0]);

    /** The same cost for both. */
    public DeviceOptions(Argon2 cost, byte[] expectedHead) {
        this(cost, cost, expectedHead);
    }

    /** Refuses, by alarm, a folder that is older than this head. */
    public DeviceOptions expecting(byte[] head) {
        return new DeviceOptions(passwordCost, shareCost, head);
    }
}
