package org.zoneseal.client;

import java.security.Key;
import java.security.PublicKey;
import java.util.Arrays;

/** A public key of an algorithm that this JDK does not have: it has a name and bytes. */
final class OpaquePublicKey implements PublicKey {

    private static final long serialVersionUID = 1;

    private final String algorithm;
    private final byte[] info;

    OpaquePublicKey(String algorithm, byte[] info) {
        this.algorithm = algorithm;
        this.info = info.clone();
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "X.509";
    }

    @Override
    public byte[] getEncoded() {
        return info.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(key.getEncoded(), info);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(info);
    }

    @Override
    public String toString() {
        return algorithm + " public key of " + info.length + " bytes";
    }
}
