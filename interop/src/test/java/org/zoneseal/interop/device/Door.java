package org.zoneseal.interop.device;

/** The ways to a token. */
enum Door {
    /** SoftHSM in the program's own process: the control, of which we ask no more than it does. */
    SOFTHSM,
    /** Our daemon through our library. */
    ZONESEAL,
    /** Our daemon through Debian's {@code p11-kit-client.so}. */
    P11_KIT
}
