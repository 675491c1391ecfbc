/** PKCS#11 over the wire for Java: one slot, its sessions and objects; it survives restarts. */
@NullMarked
package org.zoneseal.client.slot;

import org.jspecify.annotations.NullMarked;
