/** Catalog zones (RFC 9432): zones that list the zones to serve. */
@NullMarked
package org.zoneseal.transfer.catalog;

import org.jspecify.annotations.NullMarked;
