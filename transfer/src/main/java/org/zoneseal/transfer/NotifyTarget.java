package org.zoneseal.transfer;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.zoneseal.dns.tsig.TsigKey;

/**
 * A secondary to be told of new versions.
 *
 * @param address where it listens
 * @param key what NOTIFY to it is signed with
 */
public record NotifyTarget(InetSocketAddress address, Optional<TsigKey> key) {

    public static NotifyTarget of(InetSocketAddress address) {
        return new NotifyTarget(address, Optional.empty());
    }

    public NotifyTarget signedWith(TsigKey tsigKey) {
        return new NotifyTarget(address, Optional.of(tsigKey));
    }

    @Override
    public String toString() {
        String where = address.getAddress().getHostAddress() + "@" + address.getPort();
        return where + key.map(each -> " key " + each.name()).orElse("");
    }
}
