/** The one program: commands, configuration, wiring. */
@NullMarked
package org.zoneseal.app;

import org.jspecify.annotations.NullMarked;
