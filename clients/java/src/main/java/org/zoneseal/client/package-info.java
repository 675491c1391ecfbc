/** The software HSM's client: the wire from the other side, and the native API on it. */
@NullMarked
package org.zoneseal.client;

import org.jspecify.annotations.NullMarked;
