package org.zoneseal.simulator.device;

/**
 * Where an object lives.
 *
 * @param id 16 random bytes in lower-case hex, never used again: the object's CKA_UNIQUE_ID
 * @param version how often it was written, from 1
 */
public record ObjectPlace(String id, long version) {}
