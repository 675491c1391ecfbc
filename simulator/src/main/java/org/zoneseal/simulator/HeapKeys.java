package org.zoneseal.simulator;

/** Whether schemes may be used whose private keys stand on the Java heap while they work. */
public enum HeapKeys {
    /** Ed448 and ML-DSA-44 are refused. */
    REFUSED,
    /** They are allowed: a core or heap dump of the process then holds such keys. */
    ALLOWED
}
