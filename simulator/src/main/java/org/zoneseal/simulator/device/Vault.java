package org.zoneseal.simulator.device;

import java.util.List;
import org.zoneseal.cryptoki.Attribute;

/**
 * Where token objects rest; every change is durable when it returns. Safe for several threads.
 *
 * <p>Secrets go in as arrays that the caller wipes, and come out only through {@link #open}.
 */
public interface Vault {

    /** All objects of a slot, in the order of their birth. */
    List<StoredObject> objects(int slot);

    /**
     * Stores new objects together: all of them or none (both halves of a key pair).
     *
     * @throws CryptokiException CKR_DEVICE_MEMORY, CKR_TOKEN_WRITE_PROTECTED, CKR_DEVICE_ERROR
     */
    List<StoredObject> add(int slot, List<NewObject> objects);

    /**
     * Writes an object again with other attributes and the same secret.
     *
     * @throws CryptokiException CKR_FUNCTION_FAILED if {@code object} is not the last version:
     *     somebody else wrote in between, look again
     */
    StoredObject rewrite(StoredObject object, List<Attribute> attributes);

    /** Destroys an object for good. */
    void destroy(StoredObject object);

    /** Seals an object that lives only as long as this process: a session object. */
    StoredObject sealTransient(int slot, NewObject object);

    /**
     * Decrypts the secret of an object behind {@code prefix}, in one array that the caller wipes.
     */
    byte[] open(StoredObject object, byte[] prefix);

    /**
     * Tells {@code watcher} of every change of token objects from now on, whoever makes it
     * (PKCS#11, a command, a restore), before the change returns to its maker and in the order of
     * the changes.
     */
    void watch(Watcher watcher);

    /** Hears of changes; returns quickly and calls nothing of the vault that changes it. */
    interface Watcher {

        /** An object is new, or was written again: {@code object} is what counts from now on. */
        void stored(StoredObject object);

        /** An object is gone for good. */
        void destroyed(StoredObject object);
    }

    /**
     * What an object is made of.
     *
     * @param secret wiped by the caller; empty if there is none
     */
    record NewObject(List<Attribute> attributes, byte[] secret) {}
}
