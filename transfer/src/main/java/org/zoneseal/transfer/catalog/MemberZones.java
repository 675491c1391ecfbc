package org.zoneseal.transfer.catalog;

import java.util.List;
import org.zoneseal.dns.Name;

/** Whoever serves the zones that catalogs list. */
public interface MemberZones {

    /** Whether a zone is configured by other means than a catalog: catalogs do not touch it. */
    boolean isConfigured(Name zone);

    /**
     * Carries out what has changed, in one go; clashes are there to be told of.
     *
     * @param changes of different zones each
     */
    void apply(Name catalog, List<CatalogChange> changes);

    /** Tells that a catalog is not followed; its members stay as they are. */
    void broken(Name catalog, String reason);
}
