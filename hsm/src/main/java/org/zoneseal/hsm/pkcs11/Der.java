package org.zoneseal.hsm.pkcs11;

import java.util.Arrays;

/** The few DER forms that PKCS#11 attributes come in. */
final class Der {

    private static final int OCTET_STRING = 0x04;

    private Der() {}

    /** {@code content} as a DER OCTET STRING of less than 64 KiB. */
    static byte[] octetString(byte[] content) {
        byte[] header = header(content.length);
        byte[] out = Arrays.copyOf(header, header.length + content.length);
        System.arraycopy(content, 0, out, header.length, content.length);
        return out;
    }

    private static byte[] header(int length) {
        if (length < 0x80) {
            return new byte[] {OCTET_STRING, (byte) length};
        }
        if (length < 0x100) {
            return new byte[] {OCTET_STRING, (byte) 0x81, (byte) length};
        }
        return new byte[] {OCTET_STRING, (byte) 0x82, (byte) (length >> 8), (byte) length};
    }

    /**
     * The content of {@code bytes} if they are one whole OCTET STRING around exactly {@code length}
     * bytes, else {@code bytes} as they are: tokens disagree on whether a point is wrapped.
     */
    static byte[] unwrapped(byte[] bytes, int length) {
        if (bytes.length == length) {
            return bytes;
        }
        byte[] header = header(length);
        boolean wrapped =
                bytes.length == header.length + length
                        && Arrays.equals(bytes, 0, header.length, header, 0, header.length);
        return wrapped ? Arrays.copyOfRange(bytes, header.length, bytes.length) : bytes;
    }
}
