/** Zones taken from other servers: fetched, verified, kept, refreshed. */
@NullMarked
package org.zoneseal.transfer.secondary;

import org.jspecify.annotations.NullMarked;
