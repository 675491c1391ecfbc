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

    /** Forget what is stored of it, and begin anew (§5.4 and, for another catalog, §4.3.1). */
    record Reset(Name catalog, CatalogMember member) implements CatalogChange {
        @Override
        public Name zone() {
            return member.zone();
        }
    }

    /** Serve it in another way, as its groups are others now. */
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
