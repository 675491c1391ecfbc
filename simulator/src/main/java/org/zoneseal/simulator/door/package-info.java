/** How programs come in: sockets, the two codecs, applications and limits. */
@NullMarked
package org.zoneseal.simulator.door;

import org.jspecify.annotations.NullMarked;
