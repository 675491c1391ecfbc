package org.zoneseal.simulator;

/** Where a working private key is while the embedded HSM uses it. */
public enum KeyMemory {
    /** In native memory, freed when the lane or the key goes. */
    NATIVE,
    /** On the Java heap, where the garbage collector may copy it before it is wiped. */
    HEAP
}
