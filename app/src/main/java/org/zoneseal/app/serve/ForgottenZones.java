package org.zoneseal.app.serve;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.zoneseal.dns.Name;
import org.zoneseal.storage.StorageException;
import org.zoneseal.transfer.secondary.Secondaries;
import org.zoneseal.zones.ZoneStore;

/**
 * Parts with zones that are served no longer: nobody asks for them or announces them, and they are
 * deleted from the disk.
 */
record ForgottenZones(ZoneStore store, Announcements announcements, Secondaries secondaries) {

    private static final Logger LOG = System.getLogger(ForgottenZones.class.getName());

    void forget(Name apex) {
        announcements.forget(apex);
        secondaries.remove(apex);
        try {
            store.forget(apex);
        } catch (StorageException e) {
            // It is answered no longer, which is what was asked for. Half a change would be worse
            // than what is left on the disk: the next start forgets it as it does all strangers.
            LOG.log(Level.WARNING, "zone.not-forgotten zone=" + apex + " until the next start", e);
            return;
        }
        LOG.log(Level.INFO, "zone.removed zone=" + apex);
    }

    /**
     * What is on the disk and belongs to nobody. A catalog that has no version yet, or a broken
     * one, may still bring its members back: then all of it stays.
     */
    void forgetStrangers(Serving serving, CatalogMembers members) {
        boolean isSure =
                serving.catalogs().stream()
                        .allMatch(catalog ->
                                catalog.current() != null
                                        && members.trouble(catalog.apex()).isEmpty());
        if (!isSure) {
            return;
        }
        for (Name stored : store.stored()) {
            if (!serving.zones().containsKey(stored)) {
                forget(stored);
            }
        }
    }
}
