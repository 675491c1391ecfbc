package org.zoneseal.jce;

import java.util.Arrays;

/** What the JDK's encoding of a public key (RFC 5280, section 4.1) says of its curve. */
final class SubjectPublicKeyInfo {

    private static final int OBJECT_IDENTIFIER = 0x06;

    private SubjectPublicKeyInfo() {}

    /**
     * The object identifier of the curve: the last one in the algorithm's SEQUENCE, which is the
     * second of two for a Weierstrass curve and the only one for an Edwards curve.
     */
    static byte[] curve(byte[] info) {
        int algorithm = afterHead(info, 0);
        int at = algorithm + 2;
        int end = at + info[algorithm + 1];
        int next = at + 2 + info[at + 1];
        int last = next < end && info[next] == OBJECT_IDENTIFIER ? next : at;
        return Arrays.copyOfRange(info, last, last + 2 + info[last + 1]);
    }

    private static int afterHead(byte[] info, int at) {
        int length = info[at + 1] & 0xff;
        return at + 2 + (length > 0x80 ? length - 0x80 : 0);
    }
}
