package org.zoneseal.hsm;

/**
 * What a new key shall be.
 *
 * @param scheme how it will sign
 * @param rsaBits modulus length for RSA, ignored by others
 * @param id its identifier; must be free in the token
 * @param label its label; may be set again with {@link Token#relabel} once the key tag is known
 */
public record KeyRequest(SignatureScheme scheme, int rsaBits, KeyId id, String label) {}
