/** The query engine: (zones, query bytes, transport facts) to answer bytes. */
@NullMarked
package org.zoneseal.answer;

import org.jspecify.annotations.NullMarked;
