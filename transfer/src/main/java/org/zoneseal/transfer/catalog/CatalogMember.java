package org.zoneseal.transfer.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.zoneseal.dns.Name;

/**
 * A zone that a catalog lists (RFC 9432 §4.1).
 *
 * @param zone to serve
 * @param node where in the catalog it is listed; another node for the same zone means that the zone
 *     begins anew (§5.4)
 * @param groups the values of its group property, in canonical order; case matters (§4.3.2)
 * @param newCatalog the catalog that it may go over to (§4.3.1)
 */
public record CatalogMember(Name zone, Name node, List<String> groups, Optional<Name> newCatalog) {

    public CatalogMember {
        groups = List.copyOf(groups);
    }

    /** What tells the member from others and from itself before and after (§4.1). */
    Name uniqueLabel() {
        byte[] wire = node.toWire();
        byte[] label = Arrays.copyOf(wire, wire[0] + 2);
        label[wire[0] + 1] = 0;
        return Name.fromWire(label, 0);
    }
}
