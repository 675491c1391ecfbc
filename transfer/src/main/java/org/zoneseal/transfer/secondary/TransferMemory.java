package org.zoneseal.transfer.secondary;

/**
 * The memory that all incoming transfers together may fill before they are zones. Mutable, for many
 * threads; nobody waits.
 *
 * <p>How much comes is not known before it has come, so a transfer takes as it grows, and the one
 * that finds no room fails and is tried again later. One that is alone is bounded by its own limit
 * only, or a zone of more than this could never be had.
 */
final class TransferMemory {

    private final long most;
    private long taken;

    TransferMemory(long most) {
        this.most = most;
    }

    /** A third of what this process may use: packing what has come takes as much again. */
    static TransferMemory ofProcess() {
        return new TransferMemory(Runtime.getRuntime().maxMemory() / 3);
    }

    /** For one transfer at a time. */
    Share share() {
        return new Share();
    }

    private synchronized boolean take(long bytes, long before) {
        if (taken + bytes > most && taken > before) {
            return false;
        }
        taken += bytes;
        return true;
    }

    private synchronized void give(long bytes) {
        taken -= bytes;
    }

    /** What one transfer has taken. Mutable, for one thread. */
    final class Share {

        private long held;

        /**
         * Takes more.
         *
         * @throws RefusedTransferException if others have it
         */
        void take(long bytes) {
            if (!TransferMemory.this.take(bytes, held)) {
                throw new RefusedTransferException(
                        Failure.Kind.NO_ROOM,
                        "other transfers fill the memory that there is for transfers");
            }
            held += bytes;
        }

        /** Gives some of it back. */
        void give(long bytes) {
            TransferMemory.this.give(bytes);
            held -= bytes;
        }

        /** Gives all of it back. */
        void release() {
            give(held);
        }
    }
}
