package org.zoneseal.transfer.secondary;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.tsig.TsigKey;

/**
 * A server that a zone is taken from, and how it is spoken to.
 *
 * @param address where it is
 * @param key signs what is asked and what is answered; null for nothing
 * @param tls how it is known behind TLS 1.3 (RFC 9103); null for plain UDP and TCP
 */
public record Primary(InetSocketAddress address, @Nullable TsigKey key, @Nullable TlsIdentity tls) {

    /** One that is spoken to in the clear, without signatures. */
    public static Primary plain(InetSocketAddress address) {
        return new Primary(address, null, null);
    }

    public Primary withKey(TsigKey other) {
        return new Primary(address, other, tls);
    }

    public Primary withTls(TlsIdentity other) {
        return new Primary(address, key, other);
    }

    /** {@code 192.0.2.1@53}, with {@code tls} or the key's name behind it. */
    @Override
    public String toString() {
        return address.getAddress().getHostAddress()
                + "@"
                + address.getPort()
                + (tls == null ? "" : " tls")
                + (key == null ? "" : " key " + key.name());
    }
}
