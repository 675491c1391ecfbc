package org.zoneseal.jce;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.PublicKeys;
import org.zoneseal.client.slot.RemoteObject;

/**
 * A private key that stays in the HSM: it says what it is, and has no bytes.
 *
 * <p>It implements what the JDK looks at to learn a key's size and curve. The class is what delayed
 * provider selection goes by: a signature that is started with such a key comes to us.
 */
abstract sealed class HsmPrivateKey implements PrivateKey {

    private final transient RemoteObject object;
    private final transient PublicKey publicKey;
    private final String algorithm;

    private HsmPrivateKey(RemoteObject object, PublicKey publicKey, String algorithm) {
        this.object = object;
        this.publicKey = publicKey;
        this.algorithm = algorithm;
    }

    static HsmPrivateKey of(RemoteObject object, PublicKey publicKey) {
        if (publicKey instanceof RSAPublicKey rsa) {
            return new Rsa(object, rsa);
        }
        if (publicKey instanceof ECPublicKey ec) {
            return new Ec(object, ec);
        }
        if (publicKey instanceof EdECPublicKey edwards) {
            return new Edwards(object, edwards);
        }
        return new MlDsa(object, publicKey);
    }

    final RemoteObject object() {
        return object;
    }

    final PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public final String getAlgorithm() {
        return algorithm;
    }

    /** Null: it never leaves the HSM. */
    @Override
    public final @Nullable String getFormat() {
        return null;
    }

    @Override
    public final byte @Nullable [] getEncoded() {
        return null;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof HsmPrivateKey key && key.object.equals(object);
    }

    @Override
    public final int hashCode() {
        return object.hashCode();
    }

    @Override
    public final String toString() {
        return algorithm + " private key " + object.uniqueId() + " in the HSM";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a key in an HSM cannot be serialized");
    }

    static final class Rsa extends HsmPrivateKey implements RSAKey {

        private final transient BigInteger modulus;

        private Rsa(RemoteObject object, RSAPublicKey publicKey) {
            super(object, publicKey, "RSA");
            this.modulus = publicKey.getModulus();
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }

        @Override
        public @Nullable AlgorithmParameterSpec getParams() {
            return null;
        }
    }

    static final class Ec extends HsmPrivateKey implements ECKey {

        private final transient ECParameterSpec parameters;

        private Ec(RemoteObject object, ECPublicKey publicKey) {
            super(object, publicKey, "EC");
            this.parameters = publicKey.getParams();
        }

        @Override
        public ECParameterSpec getParams() {
            return parameters;
        }

        /** How many bytes r and s have, and at most as many of the hash are signed. */
        int orderLength() {
            return (parameters.getOrder().bitLength() + 7) / 8;
        }
    }

    static final class Edwards extends HsmPrivateKey implements EdECPrivateKey {

        private final transient NamedParameterSpec parameters;

        private Edwards(RemoteObject object, EdECPublicKey publicKey) {
            super(object, publicKey, "EdDSA");
            this.parameters = publicKey.getParams();
        }

        @Override
        public NamedParameterSpec getParams() {
            return parameters;
        }

        @Override
        public Optional<byte[]> getBytes() {
            return Optional.empty();
        }
    }

    static final class MlDsa extends HsmPrivateKey {

        private final transient NamedParameterSpec parameters;

        private MlDsa(RemoteObject object, PublicKey publicKey) {
            super(object, publicKey, "ML-DSA");
            this.parameters = new NamedParameterSpec(PublicKeys.algorithm(publicKey.getEncoded()));
        }

        /** Where a JDK that knows the algorithm looks (AsymmetricKey, which Java 17 has not). */
        public AlgorithmParameterSpec getParams() {
            return parameters;
        }

        String parameterSet() {
            return parameters.getName();
        }
    }
}
