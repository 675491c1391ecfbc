package org.zoneseal.simulator.device;

import java.util.List;
import java.util.function.IntPredicate;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Mechanism;
import org.zoneseal.cryptoki.wire.Value;

/**
 * Keys and certificates for the native API: what the device's dispatcher hands on to the part that
 * knows objects and mechanisms ({@code token} implements it).
 */
public interface KeyService {

    /** Key references of one native session begin and end with it. */
    KeySession open(Peer peer);

    /**
     * A slot was initialized or removed by a command: whoever is logged in there is not any more,
     * and all sessions of the slot are closed. Called when that is durable.
     */
    default void slotInitialized(int slot) {}

    /** One native session. Safe for several threads. */
    interface KeySession extends AutoCloseable {

        /**
         * Runs key.list, key.find, key.generate, key.load, key.destroy or one of cert.*; the caller
         * has checked the permission.
         *
         * @param slots which slots the users who are logged in may touch
         * @throws CryptokiException as {@link NativeSession#command}
         */
        Value command(String name, Value.MapOf arguments, IntPredicate slots);

        /**
         * Stores a key pair that was an embedded HSM's: private and public object together.
         *
         * @throws CryptokiException CKR_FUNCTION_NOT_SUPPORTED where it does not know how
         */
        default void adopt(int slot, AdoptedKey key) {
            throw new CryptokiException(
                    Ckr.FUNCTION_NOT_SUPPORTED, "keys of an embedded HSM cannot be adopted");
        }

        /** As {@link NativeSession#sign}; the caller has checked the permission. */
        List<byte[]> sign(
                byte[] reference, Mechanism mechanism, List<byte[]> data, IntPredicate slots);

        @Override
        void close();
    }
}
