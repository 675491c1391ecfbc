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

    /** Writes an object again with other attributes and the same secret. */
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
     * What an object is made of.
     *
     * @param secret wiped by the caller; empty if there is none
     */
    record NewObject(List<Attribute> attributes, byte[] secret) {}
}
