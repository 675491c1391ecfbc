package org.zoneseal.server;

import java.util.List;
import org.zoneseal.transfer.AddressPrefix;

/** The proxies whose header counts, found by the bytes of an address; immutable. */
final class ProxySources {

    private final byte[][] addresses;
    private final int[] lengths;

    ProxySources(List<AddressPrefix> prefixes) {
        addresses = new byte[prefixes.size()][];
        lengths = new int[prefixes.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = prefixes.get(i).address().getAddress();
            lengths[i] = prefixes.get(i).length();
        }
    }

    /** Whether an address of 4 or 16 bytes is a proxy's. */
    boolean contain(byte[] address, int length) {
        for (int i = 0; i < addresses.length; i++) {
            if (addresses[i].length == length && matches(addresses[i], lengths[i], address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] prefix, int bits, byte[] address) {
        int whole = bits >> 3;
        for (int i = 0; i < whole; i++) {
            if (prefix[i] != address[i]) {
                return false;
            }
        }
        int rest = bits & 7;
        return rest == 0 || ((prefix[whole] ^ address[whole]) & 0xff00 >> rest & 0xff) == 0;
    }
}
