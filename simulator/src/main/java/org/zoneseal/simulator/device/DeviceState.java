package org.zoneseal.simulator.device;

import java.util.Locale;

/** What a device does at the moment. */
public enum DeviceState {
    /** Everything. */
    OPERATIONAL,
    /** Administration only: no PKCS#11 logins, no key use. */
    MAINTENANCE,
    /** What rests on the disk is not what was written: no key use until an administrator resets. */
    ALARM;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
