package org.zoneseal.answer;

/**
 * What is known of a query beside its bytes; mutable, reused by one lane from query to query.
 *
 * <p>An address is 4 or 16 bytes in an array of 16; an IPv4 client of an IPv6 socket counts as
 * IPv4.
 */
public final class RequestFacts {

    private static final long NANOS_PER_TENTH = 100_000_000;

    /** What the option's two bytes can say. */
    private static final int MOST_TENTHS = 0xffff;

    Transport transport = Transport.UDP;
    final byte[] address = new byte[16];
    int addressLength = 4;
    int port;
    long nowSeconds;

    /** In tenths of a second; 0 if nothing is told. */
    int keepAlive;

    /** Begins a query. */
    public RequestFacts begin(Transport by, long secondsSince1970) {
        transport = by;
        nowSeconds = secondsSince1970;
        keepAlive = 0;
        return this;
    }

    /**
     * For how long the connection may lie idle after this query, as things are: told to clients who
     * ask (RFC 7828 §3.3.2).
     */
    public RequestFacts keptFor(long nanoseconds) {
        keepAlive = Math.clamp(nanoseconds / NANOS_PER_TENTH, 1, MOST_TENTHS);
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
