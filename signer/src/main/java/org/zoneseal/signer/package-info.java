/** What to sign now, signed through the HSM, assembled into a zone version. */
@NullMarked
package org.zoneseal.signer;

import org.jspecify.annotations.NullMarked;
