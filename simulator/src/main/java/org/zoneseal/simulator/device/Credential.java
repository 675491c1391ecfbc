package org.zoneseal.simulator.device;

import java.util.Arrays;
import org.zoneseal.simulator.Argon2;

/** What a user proves to be somebody with. */
sealed interface Credential {

    /** The word for it in lists. */
    String kind();

    /** Whether the same secret, made at the same time, stands behind both. */
    default boolean isSame(Credential other) {
        return switch (this) {
            case Password(Argon2 cost, byte[] salt, byte[] hash) ->
                    other instanceof Password password
                            && cost.equals(password.cost())
                            && Arrays.equals(salt, password.salt())
                            && Arrays.equals(hash, password.hash());
            case PublicKey(byte[] key) ->
                    other instanceof PublicKey(byte[] another) && Arrays.equals(key, another);
        };
    }

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
