package org.zoneseal.answer;

/**
 * What is known of a query beside its bytes; mutable, reused by one lane from query to query.
 *
 * <p>An address is 4 or 16 bytes in an array of 16; an IPv4 client of an IPv6 socket counts as
 * IPv4.
 */
public final class RequestFacts {

    Transport transport = Transport.UDP;
    final byte[] address = new byte[16];
    int addressLength = 4;
    int port;
    long nowSeconds;

    /** Begins a query. */
    public RequestFacts begin(Transport by, long secondsSince1970) {
        transport = by;
        nowSeconds = secondsSince1970;
        return this;
    }

    /**
     * Who asks: behind a proxy, the client that the proxy names.
     *
     * @param length 4 or 16
     */
    public RequestFacts client(byte[] bytes, int offset, int length, int clientPort) {
        System.arraycopy(bytes, offset, address, 0, length);
        addressLength = length;
        port = clientPort;
        return this;
    }
}
