package org.zoneseal.hsm.pkcs11;

/**
 * One of the ways in which tokens want a key on a curve to be written.
 *
 * @param curve CKA_EC_PARAMS: an object identifier, or the curve's name
 * @param isPointWrapped whether CKA_EC_POINT is a DER OCTET STRING around the point
 */
record KeyForm(byte[] curve, boolean isPointWrapped) {

    /** For keys that are on no curve. */
    static final KeyForm NONE = new KeyForm(new byte[0], true);
}
