package org.zoneseal.simulator.device;

import java.util.Locale;

/**
 * A slot and its token: a group of keys with a security officer and a user of its own.
 *
 * @param open whether C_InitToken may initialize it without an administrator
 * @param developer whether the default policy is relaxed
 * @param keepsActivation whether activations of its keys outlive a restart
 * @param serial 16 characters
 */
record Slot(
        int number,
        String label,
        boolean initialized,
        boolean open,
        boolean developer,
        boolean keepsActivation,
        String serial) {

    static final int MAX_NUMBER = 9999;
    static final int MAX_LABEL = 32;

    String officer() {
        return String.format(Locale.ROOT, "SO_%04d", number);
    }

    String user() {
        return String.format(Locale.ROOT, "USR_%04d", number);
    }

    /** Whether a name is one of a slot's two users. */
    static boolean isUserName(String name) {
        return name.matches("(SO|USR)_\\d{4}");
    }

    /** The same slot on another device. */
    Slot on(String newSerial) {
        return new Slot(number, label, initialized, open, developer, keepsActivation, newSerial);
    }

    Slot initialized(String newLabel) {
        return new Slot(number, newLabel, true, open, developer, keepsActivation, serial);
    }
}
