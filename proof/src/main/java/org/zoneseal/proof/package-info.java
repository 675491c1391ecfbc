/** The independent verifier: is this zone what its keys say it is? */
@NullMarked
package org.zoneseal.proof;

import org.jspecify.annotations.NullMarked;
