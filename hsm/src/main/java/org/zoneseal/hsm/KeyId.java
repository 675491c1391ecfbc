package org.zoneseal.hsm;

import java.util.Arrays;
import java.util.HexFormat;

/** The identifier of a key inside a token (CKA_ID): 1 to 64 bytes, unique within it. */
public record KeyId(byte[] bytes) {

    public KeyId {
        if (bytes.length == 0 || bytes.length > 64) {
            throw new IllegalArgumentException("a key id has 1 to 64 bytes, not " + bytes.length);
        }
        bytes = bytes.clone();
    }

    public static KeyId ofHex(String hex) {
        return new KeyId(HexFormat.of().parseHex(hex));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyId id && Arrays.equals(id.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Lower-case hex. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
