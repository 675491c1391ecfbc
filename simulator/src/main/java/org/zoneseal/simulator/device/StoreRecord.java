package org.zoneseal.simulator.device;

import java.time.Instant;

/** One change to what a device holds; the store's log is a row of them. */
sealed interface StoreRecord {

    /** What a small record takes, about. */
    int ROUGH_LENGTH = 200;

    /** About how many bytes it takes. */
    default long roughLength() {
        return ROUGH_LENGTH;
    }

    /** An object is there, or is there in another version. */
    record ObjectPut(long birth, StoredObject object) implements StoreRecord {
        @Override
        public long roughLength() {
            return ROUGH_LENGTH + object.roughLength();
        }
    }

    /** An object was destroyed. */
    record ObjectGone(String id) implements StoreRecord {}

    record UserPut(User user) implements StoreRecord {}

    record UserGone(String name) implements StoreRecord {}

    /** How often in a row a user's login failed. */
    record Failures(String user, int count) implements StoreRecord {}

    record SlotPut(Slot slot) implements StoreRecord {}

    /** A slot was removed, and its objects with it. */
    record SlotGone(int slot) implements StoreRecord {}

    /** No more than {@code taken} uses of a key were granted so far. */
    record UsesTaken(String id, long taken) implements StoreRecord {}

    /** Exactly {@code taken} uses of a key were granted, and none will be before a restart. */
    record UsesSettled(String id, long taken) implements StoreRecord {}

    /** A quorum activated a key, and that outlives a restart. */
    record ActivationPut(String id, Activation activation) implements StoreRecord {}

    record ActivationGone(String id) implements StoreRecord {}

    /**
     * A login of a slot's user may be resumed with a secret of this SHA-256, in hex.
     *
     * @param parent the one that it was given for; both are good until this one is used
     */
    record ResumePut(String digest, int slot, Instant until, String parent)
            implements StoreRecord {}

    record ResumeGone(String digest) implements StoreRecord {}

    record SettingPut(String name, String value) implements StoreRecord {}

    /** A secret of the device itself, sealed: its identity key, the master backup key. */
    record SecretPut(String name, byte[] sealed) implements StoreRecord {}

    /**
     * The first record of each log file: which rewriting of the store this is.
     *
     * @param before the hash that the file before this one ended with
     */
    record Generation(long number, byte[] before) implements StoreRecord {}

    /** The device was closed in good order. */
    record Closed() implements StoreRecord {}
}
