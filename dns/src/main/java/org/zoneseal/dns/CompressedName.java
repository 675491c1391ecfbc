package org.zoneseal.dns;

/** Names in a message, where a pointer may stand for a name's tail (RFC 1035 §4.1.4). */
final class CompressedName {

    private CompressedName() {}

    /**
     * Writes the uncompressed form. Each pointer must point before the place where the labels that
     * led to it began, so there is no loop.
     *
     * @return its length
     */
    static int expand(byte[] message, int at, int end, byte[] out, int outOffset) {
        int from = at;
        int start = at;
        int limit = end;
        int put = outOffset;
        while (from < limit) {
            int label = message[from] & 0xff;
            if (label >= 0xc0) {
                if (from + 1 >= limit) {
                    break;
                }
                int target = (label & 0x3f) << 8 | message[from + 1] & 0xff;
                if (target >= start) {
                    throw new InvalidRdataException("a compression pointer does not lead back");
                }
                limit = start;
                start = target;
                from = target;
                continue;
            }
            if (label > Name.MAX_LABEL_LENGTH || from + 1 + label > limit) {
                throw new InvalidRdataException("a name has a label that is no label");
            }
            if (put + label + 1 - outOffset > Name.MAX_WIRE_LENGTH) {
                throw new InvalidRdataException("a name is longer than 255 bytes");
            }
            System.arraycopy(message, from, out, put, label + 1);
            put += label + 1;
            from += label + 1;
            if (label == 0) {
                return put - outOffset;
            }
        }
        throw new InvalidRdataException("a name is cut short");
    }

    /** The offset behind a name that {@link #expand} accepts. */
    static int skip(byte[] message, int at, int end) {
        int from = at;
        while (from < end) {
            int label = message[from] & 0xff;
            if (label >= 0xc0) {
                return from + 2;
            }
            from += label + 1;
            if (label == 0) {
                return from;
            }
        }
        throw new InvalidRdataException("a name is cut short");
    }
}
