package org.zoneseal.answer;

import java.nio.charset.StandardCharsets;

/**
 * What a server tells of itself to those who ask: nothing, unless it is configured.
 *
 * <p>Two ways: the NSID option (RFC 5001), and TXT records of class CH by the names {@code
 * id.server}, {@code hostname.bind}, {@code version.server} and {@code version.bind} (RFC 4892).
 */
public final class ServerIdentity {

    /** Tells nothing. */
    public static final ServerIdentity NONE = new ServerIdentity("", "");

    /** Longest identity in bytes: with every other option it fits into 512 bytes. */
    public static final int MAX_LENGTH = 64;

    private final byte[] name;
    private final byte[] version;

    private ServerIdentity(String name, String version) {
        this.name = checked(name);
        this.version = checked(version);
    }

    /**
     * An identity.
     *
     * @param name which of many servers this is; empty to keep it
     * @param version the program and its version; empty to keep it
     * @throws IllegalArgumentException if one has more than 64 bytes in UTF-8
     */
    public static ServerIdentity of(String name, String version) {
        return new ServerIdentity(name, version);
    }

    private static byte[] checked(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a server's identity has at most " + MAX_LENGTH + " bytes: " + text);
        }
        return utf8;
    }

    /** What NSID and {@code id.server} say; empty for nothing. */
    byte[] name() {
        return name;
    }

    /** What {@code version.server} says; empty for nothing. */
    byte[] version() {
        return version;
    }
}
