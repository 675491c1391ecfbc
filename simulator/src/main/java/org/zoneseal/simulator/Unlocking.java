package org.zoneseal.simulator;

import java.util.Arrays;

/** The bytes that open a store, read from where {@link StoreSecret} says; wiped when closed. */
sealed interface Unlocking extends AutoCloseable {

    @Override
    void close();

    /** Somebody's passphrase; its owner wipes it. */
    record Passphrase(byte[] bytes) implements Unlocking {
        @Override
        public void close() {}

        @Override
        public String toString() {
            return "Passphrase[hidden]";
        }
    }

    /** This machine's secret. */
    record DeviceSecret(byte[] bytes) implements Unlocking {
        @Override
        public void close() {
            Arrays.fill(bytes, (byte) 0);
        }

        @Override
        public String toString() {
            return "DeviceSecret[hidden]";
        }
    }
}
