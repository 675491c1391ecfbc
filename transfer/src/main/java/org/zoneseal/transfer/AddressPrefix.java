package org.zoneseal.transfer;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Addresses that begin alike, such as {@code 192.0.2.0/24} or {@code 2001:db8::1}.
 *
 * @param address with the bits behind the prefix cleared
 * @param length bits that count
 */
public record AddressPrefix(InetAddress address, int length) {

    /**
     * @throws IllegalArgumentException if the length is not one of the address's family, or bits
     *     behind it are set: one of the two is then a mistake
     */
    public AddressPrefix {
        byte[] bytes = address.getAddress();
        if (length < 0 || length > bytes.length * 8) {
            throw new IllegalArgumentException(
                    "a prefix of "
                            + length
                            + " bits; "
                            + address.getHostAddress()
                            + " has "
                            + bytes.length * 8);
        }
        for (int bit = length; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] & 0x80 >> bit % 8) != 0) {
                throw new IllegalArgumentException(
                        address.getHostAddress() + " has bits set behind its first " + length);
            }
        }
    }

    /**
     * Reads an address, or an address, a slash and a number of bits.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static AddressPrefix parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return of(address);
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}")) {
            throw new IllegalArgumentException(
                    "the length of the prefix " + text + " is no number");
        }
        return new AddressPrefix(address, Integer.parseInt(bits));
    }

    // 10.1 is an address too for Java, and a mistake for everybody else.
    private static InetAddress address(String text) {
        if (text.indexOf(':') < 0 && !text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw new IllegalArgumentException(text + " is no address");
        }
        return InetAddress.ofLiteral(text);
    }

    /** One address alone. */
    public static AddressPrefix of(InetAddress address) {
        return new AddressPrefix(withoutScope(address), address.getAddress().length * 8);
    }

    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Whether an address is one of these. The two families never match each other. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = length / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != theirs[i]) {
                return false;
            }
        }
        int rest = length % 8;
        return rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xff00 >> rest & 0xff) == 0;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }
}
