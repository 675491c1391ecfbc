/**
 * The JCE provider: keys of the software HSM behind the JDK's own interfaces.
 *
 * <p>{@link org.zoneseal.jce.ZonesealProvider} is where it begins.
 */
@NullMarked
package org.zoneseal.jce;

import org.jspecify.annotations.NullMarked;
