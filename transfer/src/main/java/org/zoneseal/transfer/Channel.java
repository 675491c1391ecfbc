package org.zoneseal.transfer;

/** How a message came, and how its answer goes back. */
public enum Channel {
    UDP,
    TCP,
    /** TLS as any client of DNS over TLS has it (RFC 7858). */
    TLS,
    /** TLS 1.3 with the application protocol {@code dot}: what RFC 9103 §9.1 and §7 ask for. */
    XOT;

    public boolean isStream() {
        return this != UDP;
    }

    public boolean isEncrypted() {
        return this == TLS || this == XOT;
    }

    /**
     * What a TLS session is.
     *
     * @param protocol as {@code SSLSession.getProtocol} names it
     * @param applicationProtocol as {@code SSLEngine.getApplicationProtocol} names it; may be empty
     */
    public static Channel ofTls(String protocol, String applicationProtocol) {
        return protocol.equals("TLSv1.3") && applicationProtocol.equals("dot") ? XOT : TLS;
    }
}
