package org.zoneseal.simulator.token;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.ObjectPlace;
import org.zoneseal.simulator.device.StoredObject;
import org.zoneseal.simulator.device.Vault;

/** A vault without a disk: seals with AES-GCM, tells its watchers, keeps versions. */
final class MemoryVault implements Vault {

    private static final int NONCE = 12;

    private final SecureRandom random = new SecureRandom();
    private final byte[] key = random.generateSeed(32);
    private final Map<String, StoredObject> objects = new LinkedHashMap<>();
    private final List<Watcher> watchers = new ArrayList<>();

    @Override
    public synchronized List<StoredObject> objects(int slot) {
        return objects.values().stream().filter(object -> object.slot() == slot).toList();
    }

    @Override
    public synchronized List<StoredObject> add(int slot, List<NewObject> news) {
        List<StoredObject> stored = new ArrayList<>();
        for (NewObject each : news) {
            stored.add(seal(slot, each));
        }
        for (StoredObject object : stored) {
            objects.put(object.place().id(), object);
            watchers.forEach(watcher -> watcher.stored(object));
        }
        return stored;
    }

    @Override
    public synchronized StoredObject rewrite(StoredObject object, List<Attribute> attributes) {
        StoredObject last = objects.get(object.place().id());
        if (last != null && last.place().version() != object.place().version()) {
            throw new CryptokiException(Ckr.FUNCTION_FAILED, "written by another meanwhile");
        }
        StoredObject next =
                new StoredObject(
                        object.slot(),
                        new ObjectPlace(object.place().id(), object.place().version() + 1),
                        List.copyOf(attributes),
                        object.sealedSecret());
        if (last != null) {
            objects.put(next.place().id(), next);
            watchers.forEach(watcher -> watcher.stored(next));
        }
        return next;
    }

    @Override
    public synchronized void destroy(StoredObject object) {
        StoredObject gone = objects.remove(object.place().id());
        if (gone != null) {
            watchers.forEach(watcher -> watcher.destroyed(gone));
        }
    }

    @Override
    public StoredObject sealTransient(int slot, NewObject object) {
        return seal(slot, object);
    }

    @Override
    public byte[] open(StoredObject object, byte[] prefix) {
        if (object.sealedSecret().length == 0) {
            return prefix.clone();
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(128, object.sealedSecret(), 0, NONCE));
            int length = object.sealedSecret().length - NONCE - 16;
            byte[] out = java.util.Arrays.copyOf(prefix, prefix.length + length);
            cipher.doFinal(
                    object.sealedSecret(),
                    NONCE,
                    object.sealedSecret().length - NONCE,
                    out,
                    prefix.length);
            return out;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    private StoredObject seal(int slot, NewObject object) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return new StoredObject(
                slot,
                new ObjectPlace(HexFormat.of().formatHex(id), 1),
                List.copyOf(object.attributes()),
                object.secret().length == 0 ? new byte[0] : encrypt(object.secret()));
    }

    private byte[] encrypt(byte[] secret) {
        try {
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(128, nonce));
            byte[] sealed =
                    java.util.Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(secret.length));
            cipher.doFinal(secret, 0, secret.length, sealed, NONCE);
            return sealed;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
