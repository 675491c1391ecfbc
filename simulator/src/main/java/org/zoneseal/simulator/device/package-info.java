/** The device: its store, users, slots, audit log, backup and commands. */
@NullMarked
package org.zoneseal.simulator.device;

import org.jspecify.annotations.NullMarked;
