package org.zoneseal.simulator.device;

import java.util.regex.Pattern;

/** Somebody who may log in. */
record User(String name, Permissions permissions, Credential credential, SlotPattern slots) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}");

    User {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a user's name has 1 to 64 letters, digits, and _ . @ -");
        }
    }

    User with(Credential other) {
        return new User(name, permissions, other, slots);
    }

    @Override
    public String toString() {
        return name;
    }
}
