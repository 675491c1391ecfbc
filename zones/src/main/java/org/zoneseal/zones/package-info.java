/** Immutable zone versions, packed, in canonical order, and the differences between two. */
@NullMarked
package org.zoneseal.zones;

import org.jspecify.annotations.NullMarked;
