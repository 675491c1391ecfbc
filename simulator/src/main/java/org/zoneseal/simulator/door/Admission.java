package org.zoneseal.simulator.door;

import java.util.Set;

/** Which users of this host may come in; nobody named lets everybody. */
record Admission(Set<String> users, Set<String> groups) {

    static Admission of(Listener.Unix settings) {
        return new Admission(settings.users(), settings.groups());
    }

    boolean lets(String user, String group) {
        return users.isEmpty() && groups.isEmpty()
                || users.contains(user)
                || groups.contains(group);
    }
}
