/** {@code zoneseal run}: zones served as a configuration file says. */
@NullMarked
package org.zoneseal.app.serve;

import org.jspecify.annotations.NullMarked;
