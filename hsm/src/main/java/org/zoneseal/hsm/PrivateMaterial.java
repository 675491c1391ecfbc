package org.zoneseal.hsm;

import java.util.Arrays;

/**
 * A private key on its way <em>into</em> a token, from a file that already has it in the clear.
 *
 * <p>There is no way out of a token in this form. The bytes are wiped by {@link #close}.
 */
public sealed interface PrivateMaterial extends AutoCloseable {

    SignatureScheme scheme();

    /** Overwrites the secret bytes. */
    @Override
    void close();

    /** RSA numbers as unsigned big-endian bytes. */
    record Rsa(
            SignatureScheme scheme,
            byte[] modulus,
            byte[] publicExponent,
            byte[] privateExponent,
            byte[] prime1,
            byte[] prime2,
            byte[] exponent1,
            byte[] exponent2,
            byte[] coefficient)
            implements PrivateMaterial {

        @Override
        public void close() {
            for (byte[] part :
                    new byte[][] {
                        privateExponent, prime1, prime2, exponent1, exponent2, coefficient
                    }) {
                Arrays.fill(part, (byte) 0);
            }
        }

        @Override
        public String toString() {
            return "Rsa[" + scheme + "]";
        }
    }

    /**
     * An ECDSA scalar, an EdDSA secret key (RFC 8032) or an ML-DSA seed, big-endian or as
     * specified, at full length.
     */
    record Raw(SignatureScheme scheme, byte[] secret, byte[] publicDnskeyForm)
            implements PrivateMaterial {

        @Override
        public void close() {
            Arrays.fill(secret, (byte) 0);
        }

        @Override
        public String toString() {
            return "Raw[" + scheme + "]";
        }
    }
}
