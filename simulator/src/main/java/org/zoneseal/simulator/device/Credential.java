package org.zoneseal.simulator.device;

import org.zoneseal.simulator.Argon2;

/** What a user proves to be somebody with. */
sealed interface Credential {

    /** The word for it in lists. */
    String kind();

    /** A password or PIN, as Argon2id made of it (RFC 9106). */
    record Password(Argon2 cost, byte[] salt, byte[] hash) implements Credential {
        @Override
        public String kind() {
            return "password";
        }

        @Override
        public String toString() {
            return "Password[hidden]";
        }
    }

    /** A key file; here is its public half, an Ed25519 key of 32 bytes (RFC 8032). */
    record PublicKey(byte[] ed25519) implements Credential {
        @Override
        public String kind() {
            return "key";
        }

        @Override
        public String toString() {
            return "PublicKey";
        }
    }
}
