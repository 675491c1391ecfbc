package org.zoneseal.simulator.token;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of all applications, for what concerns a slot as a whole. */
final class AllSessions {

    private final Map<Sessions, Application> applications = new ConcurrentHashMap<>();

    void add(Sessions sessions, Application application) {
        applications.put(sessions, application);
    }

    void remove(Sessions sessions) {
        applications.remove(sessions);
    }

    /** Whether any application has a session in a slot. */
    boolean anyIn(int slot) {
        return sessions().stream().anyMatch(each -> each.login(slot).sessions() > 0);
    }

    /** Closes all sessions in a slot, whosever they are. */
    void closeAll(int slot) {
        applications.forEach((sessions, application) -> {
            sessions.forgetResume(slot);
            application.closeSessions(slot);
        });
    }

    private Set<Sessions> sessions() {
        return applications.keySet();
    }
}
