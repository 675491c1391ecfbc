/** Tests against real peers: BIND, Knot, ldns, SoftHSM. */
@NullMarked
package org.zoneseal.interop;

import org.jspecify.annotations.NullMarked;
