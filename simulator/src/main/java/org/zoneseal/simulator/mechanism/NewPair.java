package org.zoneseal.simulator.mechanism;

/**
 * A key pair between its birth and its first write; closing wipes the secret.
 *
 * @param secret the private key in stored form
 * @param publicInfo the SubjectPublicKeyInfo
 */
public record NewPair(byte[] secret, byte[] publicInfo) implements AutoCloseable {

    @Override
    public void close() {
        Bytes.wipe(secret);
    }

    @Override
    public String toString() {
        return "NewPair[hidden]";
    }
}
