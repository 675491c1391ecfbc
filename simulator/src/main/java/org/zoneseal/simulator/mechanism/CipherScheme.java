package org.zoneseal.simulator.mechanism;

/** A way to encrypt: a mechanism whose parameter has been read. Immutable. */
public sealed interface CipherScheme permits AesCipherScheme, RsaCipherScheme {}
