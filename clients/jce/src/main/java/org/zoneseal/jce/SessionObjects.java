package org.zoneseal.jce;

import java.lang.ref.Cleaner;
import java.util.List;
import org.zoneseal.client.HsmClientException;
import org.zoneseal.client.slot.RemoteObject;

/** Destroys keys that nobody kept in the HSM, once the program has dropped its last reference. */
final class SessionObjects {

    private static final Cleaner CLEANER = Cleaner.create();

    private SessionObjects() {}

    /**
     * Lets objects end with a key.
     *
     * @param key must not be reachable from the objects
     */
    static void endWith(Object key, List<RemoteObject> objects) {
        CLEANER.register(key, () -> objects.forEach(SessionObjects::destroy));
    }

    @SuppressWarnings("EmptyCatch")
    private static void destroy(RemoteObject object) {
        try {
            var request = object.slot().newRequest();
            object.slot()
                    .inSession(session -> {
                        session.destroy(object.handle(session), request);
                        return true;
                    });
        } catch (HsmClientException e) {
            // It went with its session.
        }
    }
}
