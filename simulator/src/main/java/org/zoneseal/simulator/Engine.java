package org.zoneseal.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.PublicHalf;
import org.zoneseal.hsm.SignatureScheme;

/**
 * The software HSM without a door: keys, what is done with them, and nothing about who asks.
 *
 * <p>Whoever is in front of it (today {@link EmbeddedHsm} in the same process) decides who may call
 * what. Every change is durable before it can be seen; a new key has signed and been verified
 * before it is stored. Changes of the store take their turn, key generation and signing do not:
 * lanes work side by side without a common lock.
 */
final class Engine implements AutoCloseable {

    private static final int MAX_LABEL_LENGTH = 1024;
    private static final byte[] PROBE =
            "zoneseal: do these two halves belong together?".getBytes(StandardCharsets.US_ASCII);

    private final Schemes schemes;
    private final KeyStore store;

    /** By object id, in the order of birth. */
    private final Map<String, EmbeddedKey> keys = new LinkedHashMap<>();

    private boolean closed;

    private Engine(Schemes schemes, KeyStore store) {
        this.schemes = schemes;
        this.store = store;
    }

    /** An engine over an open store; closing it closes the store. */
    static Engine over(KeyStore store, Schemes schemes) {
        Engine engine = new Engine(schemes, store);
        boolean loaded = false;
        try {
            for (StoredKey stored : store.load()) {
                engine.keys.put(stored.place().fileName(), EmbeddedKey.of(stored));
            }
            loaded = true;
            return engine;
        } finally {
            if (!loaded) {
                engine.close();
            }
        }
    }

    byte[] storeId() {
        return store.storeId();
    }

    Schemes schemes() {
        return schemes;
    }

    synchronized List<EmbeddedKey> keys() {
        checkOpen();
        return new ArrayList<>(keys.values());
    }

    /** All keys with this id. */
    List<EmbeddedKey> find(KeyId id) {
        return keys().stream().filter(key -> key.id().equals(id)).toList();
    }

    EmbeddedKey generate(KeyRequest request) {
        checkRequest(request);
        try (NewKey key = scheme(request.scheme()).generate(request.rsaBits())) {
            return add(request, key);
        } catch (GeneralSecurityException e) {
            throw failed("cannot generate a key for " + request.scheme(), e);
        }
    }

    EmbeddedKey importKey(KeyRequest request, PrivateMaterial material) {
        checkRequest(request);
        if (material.scheme() != request.scheme()) {
            throw new HsmException(
                    HsmException.Kind.KEY_MISMATCH,
                    "a key for "
                            + material.scheme()
                            + " cannot be imported as "
                            + request.scheme());
        }
        try (NewKey key = scheme(request.scheme()).take(material)) {
            return add(request, key);
        } catch (GeneralSecurityException e) {
            throw failed("cannot import a key for " + request.scheme(), e);
        }
    }

    synchronized EmbeddedKey relabel(EmbeddedKey key, String label) {
        EmbeddedKey current = current(key);
        checkLabel(label);
        EmbeddedKey relabelled = current.with(store.relabel(current.stored(), label));
        keys.put(relabelled.stored().place().fileName(), relabelled);
        return relabelled;
    }

    synchronized void destroy(EmbeddedKey key) {
        EmbeddedKey current = current(key);
        store.withdraw(current.stored());
        keys.remove(current.stored().place().fileName());
        current.uses().end();
        store.erase(current.stored());
    }

    Lane openLane() {
        checkOpen();
        return new EmbeddedLane(this);
    }

    /** Makes a working key for one lane; it ends with {@link EmbeddedKey.Uses}. */
    WorkingKey load(EmbeddedKey key) {
        try {
            WorkingKey working = load(key.stored(), scheme(key.publicHalf().scheme()));
            if (!key.uses().add(working)) {
                working.destroy();
                throw missing(key);
            }
            return working;
        } catch (GeneralSecurityException e) {
            throw failed("cannot load the key " + key, e);
        }
    }

    /** Ends all working keys, forgets the store key and gives the folder back. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            keys.values().forEach(key -> key.uses().end());
            keys.clear();
            store.close();
        }
    }

    static HsmException missing(KeyHandle key) {
        return new HsmException(
                HsmException.Kind.KEY_MISSING, "the key " + key + " is not in the embedded HSM");
    }

    static HsmException failed(String what, GeneralSecurityException e) {
        HsmException.Kind kind =
                switch (e) {
                    case NoSuchAlgorithmException _ -> HsmException.Kind.MECHANISM_MISSING;
                    case InvalidKeyException _ -> HsmException.Kind.KEY_MISMATCH;
                    default -> HsmException.Kind.DEVICE;
                };
        return new HsmException(kind, "embedded HSM: " + what + ": " + e.getMessage(), e);
    }

    private EmbeddedKey add(KeyRequest request, NewKey key) throws GeneralSecurityException {
        checkHalves(key);
        return store(request, key);
    }

    private synchronized EmbeddedKey store(KeyRequest request, NewKey key) {
        checkRequest(request);
        EmbeddedKey added = EmbeddedKey.of(store.add(request.id(), request.label(), key));
        keys.put(added.stored().place().fileName(), added);
        return added;
    }

    private WorkingKey load(StoredKey stored, Scheme scheme) throws GeneralSecurityException {
        byte[] secret;
        synchronized (this) {
            checkOpen();
            secret = store.secret(stored, scheme.loadPrefix());
        }
        try {
            return scheme.load(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Signs with the private half and verifies with the public one. */
    private void checkHalves(NewKey key) throws GeneralSecurityException {
        Scheme scheme = scheme(key.publicHalf().scheme());
        byte[] prefix = scheme.loadPrefix();
        byte[] prefixed = Arrays.copyOf(prefix, prefix.length + key.secret().length);
        System.arraycopy(key.secret(), 0, prefixed, prefix.length, key.secret().length);
        byte[] signature = new byte[Lane.MAX_SIGNATURE_LENGTH];
        try {
            WorkingKey working = scheme.load(prefixed);
            int length;
            try {
                length = working.sign(PROBE, 0, PROBE.length, signature, 0);
            } finally {
                working.destroy();
            }
            if (!verifies(scheme, key.publicHalf(), Arrays.copyOf(signature, length))) {
                throw new InvalidKeyException(
                        "the private key and the public key do not belong together");
            }
        } finally {
            Arrays.fill(prefixed, (byte) 0);
        }
    }

    private static boolean verifies(Scheme scheme, PublicHalf key, byte[] signature)
            throws InvalidKeyException {
        try {
            return scheme.verify(key, PROBE, signature);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("the public key is not valid: " + e.getMessage(), e);
        }
    }

    private Scheme scheme(SignatureScheme scheme) throws NoSuchAlgorithmException {
        return schemes.of(scheme);
    }

    private EmbeddedKey current(EmbeddedKey key) {
        checkOpen();
        EmbeddedKey current = keys.get(key.stored().place().fileName());
        if (current == null || current.uses() != key.uses()) {
            throw missing(key);
        }
        return current;
    }

    private synchronized void checkRequest(KeyRequest request) {
        checkOpen();
        checkLabel(request.label());
        for (EmbeddedKey key : keys.values()) {
            if (key.id().equals(request.id())) {
                throw new HsmException(
                        HsmException.Kind.OTHER,
                        "the embedded HSM has a key with the id "
                                + request.id()
                                + " already: "
                                + key.label());
            }
        }
    }

    private static void checkLabel(String label) {
        if (label.getBytes(StandardCharsets.UTF_8).length > MAX_LABEL_LENGTH) {
            throw new HsmException(
                    HsmException.Kind.OTHER,
                    "a key label has at most " + MAX_LABEL_LENGTH + " bytes");
        }
    }

    private synchronized void checkOpen() {
        if (closed) {
            throw new HsmException(HsmException.Kind.DEVICE, "the embedded HSM is closed");
        }
    }
}
