package org.zoneseal.simulator.door;

/**
 * What all connections of a door share.
 *
 * @param instance changes with each start of the daemon
 * @param complaints log lines that clients can cause
 */
record Hall(
        ApplicationTable applications, DoorLimits limits, byte[] instance, Complaints complaints) {}
