package org.zoneseal.app.serve;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;

/**
 * Where queries are taken: an address, and over what.
 *
 * @param transports UDP and TCP as a rule
 */
record ListenAddress(Set<Over> transports, InetSocketAddress address) {

    private static final int DNS_PORT = 53;
    private static final int TLS_PORT = 853;

    /** What a listener listens for. */
    enum Over {
        UDP,
        TCP,
        TLS
    }

    /**
     * An address, with {@code udp:}, {@code tcp:} or {@code tls:} in front if it is not for both
     * UDP and TCP.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ListenAddress parse(String text) {
        for (Over over : Over.values()) {
            String prefix = over.name().toLowerCase(Locale.ROOT) + ":";
            if (text.startsWith(prefix)) {
                int port = over == Over.TLS ? TLS_PORT : DNS_PORT;
                return new ListenAddress(
                        Set.of(over), AddressText.withPort(text.substring(prefix.length()), port));
            }
        }
        return new ListenAddress(Set.of(Over.UDP, Over.TCP), AddressText.withPort(text, DNS_PORT));
    }

    /** Whether both would bind the same socket. */
    boolean collidesWith(ListenAddress other) {
        boolean isSameSocket = address.equals(other.address) && address.getPort() != 0;
        return isSameSocket && (shares(other, Over.UDP) || isStream() && other.isStream());
    }

    private boolean shares(ListenAddress other, Over over) {
        return transports.contains(over) && other.transports.contains(over);
    }

    private boolean isStream() {
        return transports.contains(Over.TCP) || transports.contains(Over.TLS);
    }

    @Override
    public String toString() {
        String over =
                transports.size() > 1
                        ? ""
                        : transports.iterator().next().name().toLowerCase(Locale.ROOT) + ":";
        return over + AddressText.of(address);
    }
}
