/** PKCS#11 as the device does it: applications, sessions, objects, operations. */
@NullMarked
package org.zoneseal.simulator.token;

import org.jspecify.annotations.NullMarked;
