/** What any HSM is to us: tokens, key handles, lanes, probes; PKCS#11 by java.lang.foreign. */
@NullMarked
package org.zoneseal.hsm;

import org.jspecify.annotations.NullMarked;
