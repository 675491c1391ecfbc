package org.zoneseal.simulator.device;

/**
 * A key pair that comes from the store of an embedded HSM.
 *
 * @param pkcs8 the private key (RFC 5958), lent: it is wiped afterwards
 * @param publicKeyInfo the public key (SubjectPublicKeyInfo)
 */
public record AdoptedKey(String label, byte[] id, byte[] pkcs8, byte[] publicKeyInfo) {

    @Override
    public String toString() {
        return "AdoptedKey[" + label + "]";
    }
}
