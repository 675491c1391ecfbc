/** Zones to and from other servers: AXFR, IXFR, NOTIFY, and who may. */
@NullMarked
package org.zoneseal.transfer;

import org.jspecify.annotations.NullMarked;
