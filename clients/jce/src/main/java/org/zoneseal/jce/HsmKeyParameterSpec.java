package org.zoneseal.jce;

import java.security.spec.AlgorithmParameterSpec;

/**
 * Asks for a key that stays in the HSM under a name, in place of one that ends with the program.
 *
 * <p>Its name is the alias under which the key store finds it. Keys generated without it are
 * session objects until {@code KeyStore.setKeyEntry} keeps them.
 *
 * @param label the name
 * @param parameters what the algorithm needs: a curve, an RSA modulus length, an ML-DSA set
 */
public record HsmKeyParameterSpec(String label, AlgorithmParameterSpec parameters)
        implements AlgorithmParameterSpec {

    public HsmKeyParameterSpec {
        if (label.isEmpty()) {
            throw new IllegalArgumentException("a key that stays needs a name");
        }
    }
}
