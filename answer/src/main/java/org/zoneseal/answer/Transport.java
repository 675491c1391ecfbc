package org.zoneseal.answer;

/** How a query came. */
public enum Transport {
    UDP,
    TCP,
    TLS;

    /** Whether messages come over a connection: no truncation, and the address is no lie. */
    public boolean isStream() {
        return this != UDP;
    }
}
