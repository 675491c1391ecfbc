package org.zoneseal.simulator.token;

import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.simulator.device.CryptokiException;
import org.zoneseal.simulator.device.StoredObject;
import org.zoneseal.simulator.device.Vault;
import org.zoneseal.simulator.mechanism.KeyPairKind;
import org.zoneseal.simulator.mechanism.PrivateWorker;

/**
 * Loads private keys, and bounds how many stay loaded.
 *
 * <p>Each key has a {@link WorkerShelf}. Which key gives way is decided as a clock does it (Corbató
 * 1968): a shelf that was used since the hand last passed is spared once. Signing sets a flag and
 * takes no lock; only loading a key does.
 */
final class WorkingKeys {

    private final Vault vault;
    private final int most;

    /** Shelves with loaded keys, some of them several times. */
    private final Deque<WorkerShelf> clock = new ArrayDeque<>();

    private int loaded;

    WorkingKeys(Vault vault, int most) {
        this.vault = vault;
        this.most = most;
    }

    /** Loads a key once more, for {@code shelf}. */
    PrivateWorker load(StoredObject object, KeyPairKind kind, WorkerShelf shelf) {
        byte[] secret = vault.open(object, kind.loadPrefix());
        try {
            PrivateWorker worker = kind.load(secret);
            count(shelf);
            return worker;
        } catch (GeneralSecurityException e) {
            throw new CryptokiException(
                    Ckr.DEVICE_ERROR, "the key cannot be loaded: " + e.getMessage());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Some workers were closed. */
    synchronized void closed(int count) {
        loaded -= count;
    }

    /** How many are loaded at the moment. */
    synchronized int loaded() {
        return loaded;
    }

    private synchronized void count(WorkerShelf shelf) {
        if (clock.size() > 2 * most) {
            clock.removeIf(WorkerShelf::ended);
        }
        loaded++;
        if (loaded > most && !clock.isEmpty()) {
            evict(victim());
        }
        clock.addLast(shelf);
    }

    private void evict(WorkerShelf victim) {
        if (victim.closeOne()) {
            loaded--;
        } else if (!victim.ended()) {
            clock.addLast(victim);
        }
    }

    private WorkerShelf victim() {
        for (int tries = clock.size(); tries > 0; tries--) {
            WorkerShelf shelf = clock.removeFirst();
            if (!shelf.spare()) {
                return shelf;
            }
            clock.addLast(shelf);
        }
        return clock.removeFirst();
    }
}
