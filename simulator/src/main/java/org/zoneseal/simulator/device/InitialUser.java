package org.zoneseal.simulator.device;

/** A user that a new device begins with. */
public sealed interface InitialUser {

    String name();

    Permissions permissions();

    /** With a password, lent: its owner wipes it. */
    record WithPassword(String name, Permissions permissions, byte[] password)
            implements InitialUser {
        @Override
        public String toString() {
            return name;
        }
    }

    /** With a key file; here is its public half, Ed25519, bare or as SubjectPublicKeyInfo. */
    record WithKey(String name, Permissions permissions, byte[] publicKey) implements InitialUser {
        @Override
        public String toString() {
            return name;
        }
    }
}
