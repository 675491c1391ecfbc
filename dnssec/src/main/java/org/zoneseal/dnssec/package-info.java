/** DNSSEC for one record set at a time: canonical form, algorithms, signatures, denial, digests. */
@NullMarked
package org.zoneseal.dnssec;

import org.jspecify.annotations.NullMarked;
