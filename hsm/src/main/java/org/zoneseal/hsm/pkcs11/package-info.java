/**
 * Any HSM that has a PKCS#11 module, reached through java.lang.foreign.
 *
 * <p>The way in is {@link org.zoneseal.hsm.pkcs11.Pkcs11Module#load}.
 */
@NullMarked
package org.zoneseal.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
