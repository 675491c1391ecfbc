package org.zoneseal.transfer.catalog;

import org.zoneseal.dns.Name;

/** What a catalog's new version means for the zones that are served. */
public sealed interface CatalogChange {

    /** The member zone. */
    Name zone();

    /** Serve it from now on. */
    record Add(Name catalog, CatalogMember member) implements CatalogChange {
        @Override
        public Name zone() {
            return member.zone();
        }
    }

    /** Serve it no longer, and forget what is stored of it (RFC 9432 §5.3). */
    record Remove(Name catalog, Name zone) implements CatalogChange {}

    /**
     * Forget what is stored of it, and begin anew: listed at another node (§5.4), or taken over by
     * another catalog with another unique label (§4.3.1).
     */
    record Reset(Name catalog, CatalogMember member) implements CatalogChange {
        @Override
        public Name zone() {
            return member.zone();
        }
    }

    /** Keep what is stored, and serve it in another way: its groups or its catalog are others. */
    record Regroup(Name catalog, CatalogMember member) implements CatalogChange {
        @Override
        public Name zone() {
            return member.zone();
        }
    }

    /** Nothing is done: the name is taken (§5.2). */
    record Clash(Name catalog, CatalogMember member, String reason) implements CatalogChange {
        @Override
        public Name zone() {
            return member.zone();
        }
    }
}
