/** Messages signed with a shared secret (TSIG, RFC 8945). */
@NullMarked
package org.zoneseal.dns.tsig;

import org.jspecify.annotations.NullMarked;
