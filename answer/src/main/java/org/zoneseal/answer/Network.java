package org.zoneseal.answer;

import java.net.InetAddress;

/**
 * Addresses that begin alike; the two families are strangers to each other.
 *
 * @param bits of the address that count
 */
public record Network(InetAddress address, int bits) {

    /**
     * @throws IllegalArgumentException if the family's addresses have fewer bits
     */
    public Network {
        int length = 8 * address.getAddress().length;
        if (bits < 0 || bits > length) {
            throw new IllegalArgumentException(
                    "a network of " + bits + " bits; " + address + " has " + length);
        }
    }
}
