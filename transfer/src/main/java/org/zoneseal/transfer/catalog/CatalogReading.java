package org.zoneseal.transfer.catalog;

import java.util.Map;
import org.zoneseal.dns.Name;

/** What a version of a catalog zone says. */
public sealed interface CatalogReading {

    /** Which zones to serve, by their names. */
    record Members(Map<Name, CatalogMember> byZone) implements CatalogReading {
        public Members {
            byZone = Map.copyOf(byZone);
        }
    }

    /** It is no catalog, or a broken one, and must not be followed (RFC 9432 §5.1). */
    record Broken(String reason) implements CatalogReading {}
}
