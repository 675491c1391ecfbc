/**
 * How the software HSM and its clients speak: frames, values, call numbers (docs/design/wire.md).
 */
@NullMarked
package org.zoneseal.cryptoki.wire;

import org.jspecify.annotations.NullMarked;
