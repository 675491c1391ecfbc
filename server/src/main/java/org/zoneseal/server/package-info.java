/** Listeners and lanes: UDP, TCP and TLS. */
@NullMarked
package org.zoneseal.server;

import org.jspecify.annotations.NullMarked;
