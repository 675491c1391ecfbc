/** Measurements: workloads, inner loops, peers side by side. */
@NullMarked
package org.zoneseal.bench;

import org.jspecify.annotations.NullMarked;
