package org.zoneseal.jce;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.zoneseal.client.slot.RemoteObject;

/** A secret key that stays in the HSM. */
final class HsmSecretKey implements SecretKey {

    private final transient RemoteObject object;
    private final String algorithm;

    HsmSecretKey(RemoteObject object, String algorithm) {
        this.object = object;
        this.algorithm = algorithm;
    }

    RemoteObject object() {
        return object;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    /** Null: it never leaves the HSM. */
    @Override
    public @Nullable String getFormat() {
        return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HsmSecretKey key && key.object.equals(object);
    }

    @Override
    public int hashCode() {
        return object.hashCode();
    }

    @Override
    public String toString() {
        return algorithm + " key " + object.uniqueId() + " in the HSM";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a key in an HSM cannot be serialized");
    }
}
