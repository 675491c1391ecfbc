/** The software HSM: the engine that keeps keys and signs inside. */
@NullMarked
package org.zoneseal.simulator;

import org.jspecify.annotations.NullMarked;
