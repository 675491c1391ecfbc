package org.zoneseal.signer;

/** How a zone proves that a name or a type is not there. */
public sealed interface Denial {

    /** Names in the clear (RFC 4034 §4). */
    record Nsec() implements Denial {}

    /**
     * Hashed names (RFC 5155), by default with no extra iterations and no salt (RFC 9276 §3.1).
     *
     * @param optOut whether delegations without DS are left out of the chain (RFC 5155 §6)
     * @param iterations extra hash iterations
     * @param salt 0 to 255 bytes
     */
    record Nsec3(boolean optOut, int iterations, byte[] salt) implements Denial {

        public Nsec3 {
            if (iterations < 0 || iterations > 65535 || salt.length > 255) {
                throw new IllegalArgumentException(
                        "NSEC3 has 0 to 65535 iterations and a salt of at most 255 bytes");
            }
            salt = salt.clone();
        }

        /** As RFC 9276 wants it. */
        public static Nsec3 plain(boolean optOut) {
            return new Nsec3(optOut, 0, new byte[0]);
        }

        @Override
        public byte[] salt() {
            return salt.clone();
        }
    }
}
