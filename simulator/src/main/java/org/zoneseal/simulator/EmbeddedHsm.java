package org.zoneseal.simulator;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.Token;
import org.zoneseal.hsm.TokenInfo;
import org.zoneseal.storage.FileLayer;

/**
 * The HSM that comes with the program: keys are made and used inside it, and rest encrypted in a
 * folder.
 *
 * <p>It is the software HSM's engine behind the same interface as any other token, in the process
 * that uses it. One process at a time has a folder open.
 */
public final class EmbeddedHsm implements Token {

    private static final int SERIAL_BYTES = 8;

    private final Engine engine;
    private final TokenInfo info;

    private EmbeddedHsm(Engine engine, Path folder) {
        this.engine = engine;
        this.info =
                new TokenInfo(
                        "embedded",
                        String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                        "Zoneseal",
                        "embedded HSM",
                        HexFormat.of().formatHex(engine.storeId(), 0, SERIAL_BYTES));
    }

    /** Whether a key store was made in this folder. */
    public static boolean exists(Path folder) {
        return KeyStore.exists(FileLayer.real(), folder);
    }

    /**
     * Makes a key store in a new or empty folder, and opens it.
     *
     * @throws HsmException of kind STORE if there is one, or the folder cannot be written
     */
    public static EmbeddedHsm create(Path folder, StoreSecret secret, HeapKeys heapKeys) {
        return create(FileLayer.real(), folder, secret, Schemes.best(heapKeys));
    }

    /**
     * Opens the key store in a folder.
     *
     * @throws HsmException of kind WRONG_PIN if the secret is not the store's, of kind STORE if the
     *     store is damaged, of a newer format, or open elsewhere
     */
    public static EmbeddedHsm open(Path folder, StoreSecret secret, HeapKeys heapKeys) {
        return open(FileLayer.real(), folder, secret, Schemes.best(heapKeys));
    }

    static EmbeddedHsm create(FileLayer files, Path folder, StoreSecret secret, Schemes schemes) {
        Seal seal = new Seal(schemes.sealing());
        return new EmbeddedHsm(
                Engine.over(KeyStore.create(files, folder, secret, seal), schemes), folder);
    }

    static EmbeddedHsm open(FileLayer files, Path folder, StoreSecret secret, Schemes schemes) {
        Seal seal = new Seal(schemes.sealing());
        return new EmbeddedHsm(
                Engine.over(KeyStore.open(files, folder, secret, seal), schemes), folder);
    }

    @Override
    public TokenInfo info() {
        return info;
    }

    @Override
    public Set<SignatureScheme> schemes() {
        return engine.schemes().offered();
    }

    /** Where the working keys of each offered scheme are while they sign. */
    public Map<SignatureScheme, KeyMemory> keyMemory() {
        return engine.schemes().memory();
    }

    @Override
    public KeyHandle generate(KeyRequest request) {
        return engine.generate(request);
    }

    @Override
    public KeyHandle importKey(KeyRequest request, PrivateMaterial material) {
        return engine.importKey(request, material);
    }

    @Override
    public KeyHandle relabel(KeyHandle key, String label) {
        return engine.relabel(own(key), label);
    }

    @Override
    public List<KeyHandle> keys() {
        return List.copyOf(engine.keys());
    }

    @Override
    public List<KeyHandle> find(KeyId id) {
        return List.copyOf(engine.find(id));
    }

    @Override
    public void destroy(KeyHandle key) {
        engine.destroy(own(key));
    }

    @Override
    public Lane openLane() {
        return engine.openLane();
    }

    @Override
    public void close() {
        engine.close();
    }

    private static EmbeddedKey own(KeyHandle key) {
        if (key instanceof EmbeddedKey embedded) {
            return embedded;
        }
        throw new HsmException(
                HsmException.Kind.KEY_MISSING,
                "the key " + key.label() + " belongs to another token");
    }
}
