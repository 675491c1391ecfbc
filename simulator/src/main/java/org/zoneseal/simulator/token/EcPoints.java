package org.zoneseal.simulator.token;

import java.util.Arrays;
import org.zoneseal.simulator.Der;

/** CKA_EC_POINT in its two forms: in a DER OCTET STRING as the standard says, and bare. */
final class EcPoints {

    private EcPoints() {}

    static byte[] wrapped(byte[] point) {
        byte[] wrapped = new byte[Der.sizeOf(point.length)];
        int at = Der.header(wrapped, 0, Der.OCTET_STRING, point.length);
        System.arraycopy(point, 0, wrapped, at, point.length);
        return wrapped;
    }

    /** The point; as it is if it is not wrapped. */
    static byte[] bare(byte[] point) {
        for (int header = 2; header <= 3; header++) {
            if (point.length > header
                    && Arrays.equals(
                            wrapped(Arrays.copyOfRange(point, header, point.length)), point)) {
                return Arrays.copyOfRange(point, header, point.length);
            }
        }
        return point;
    }
}
