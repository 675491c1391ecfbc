/** {@code zoneseal hsm …}: any HSM tried out and measured, the software HSM served and run. */
@NullMarked
package org.zoneseal.app.hsm;

import org.jspecify.annotations.NullMarked;
