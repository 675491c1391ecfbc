/**
 * What is done with keys, whoever asks: kinds of keys, working keys, signature schemes, ciphers.
 */
@NullMarked
package org.zoneseal.simulator.mechanism;

import org.jspecify.annotations.NullMarked;
