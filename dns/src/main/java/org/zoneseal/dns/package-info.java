/** The language all other parts speak: names, records, messages, zone files. */
@NullMarked
package org.zoneseal.dns;

import org.jspecify.annotations.NullMarked;
