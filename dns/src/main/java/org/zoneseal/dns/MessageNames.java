package org.zoneseal.dns;

/**
 * Names as they stand in a message, where a pointer may take the place of a name's end (RFC 1035
 * §4.1.4).
 *
 * <p>A pointer leads to an <em>earlier</em> place: before the first byte of the run of labels that
 * it ends, and behind the header. Every hop so gets closer to the header, which no loop can do; and
 * a name takes no more hops than it can have labels, which bounds what a hostile message costs.
 */
public final class MessageNames {

    /** A name of 255 bytes has at most 127 labels, each of which could sit behind a pointer. */
    static final int MAX_HOPS = 127;

    static final int POINTER = 0xc0;
    static final int MAX_POINTER = 0x3fff;

    private MessageNames() {}

    /**
     * The offset behind the name at {@code at}: behind its root label or its first pointer, which
     * is not followed.
     *
     * @param end where the message ends
     * @throws MalformedMessageException if the name is cut short or too long
     */
    public static int skip(byte[] message, int at, int end) {
        int next = at;
        while (next < end) {
            int label = message[next] & 0xff;
            if (label == 0) {
                return next + 1;
            }
            if (label >= POINTER) {
                return inside(next + 2, end);
            }
            next += checkedLabel(label) + 1;
            if (next - at >= Name.MAX_WIRE_LENGTH) {
                throw new MalformedMessageException("a name is longer than 255 bytes");
            }
        }
        throw cutShort();
    }

    /**
     * Writes the name at {@code at} in uncompressed wire form, its case kept.
     *
     * @param start where the message starts: pointers count from here
     * @param end where the message ends
     * @param out has 255 bytes left
     * @return the length of the wire form
     * @throws MalformedMessageException if the name is cut short, too long, or has a pointer that
     *     does not lead back
     */
    public static int expand(
            byte[] message, int start, int end, int at, byte[] out, int outOffset) {
        int from = at;
        int runStart = at;
        int to = outOffset;
        int hops = 0;
        while (from < end) {
            int label = message[from] & 0xff;
            if (label >= POINTER) {
                from = target(message, start, end, from, runStart);
                runStart = from;
                if (++hops > MAX_HOPS) {
                    throw new MalformedMessageException(
                            "a name takes more than " + MAX_HOPS + " compression pointers");
                }
                continue;
            }
            int labelEnd = inside(from + checkedLabel(label) + 1, end);
            if (to - outOffset + label + 1 + (label == 0 ? 0 : 1) > Name.MAX_WIRE_LENGTH) {
                throw new MalformedMessageException("a name is longer than 255 bytes");
            }
            System.arraycopy(message, from, out, to, label + 1);
            to += label + 1;
            if (label == 0) {
                return to - outOffset;
            }
            from = labelEnd;
        }
        throw cutShort();
    }

    private static int target(byte[] message, int start, int end, int at, int runStart) {
        inside(at + 2, end);
        int target = start + ((message[at] & 0x3f) << 8 | message[at + 1] & 0xff);
        if (target < start + MessageReader.HEADER_LENGTH || target >= runStart) {
            throw new MalformedMessageException(
                    "the compression pointer at byte "
                            + (at - start)
                            + " does not lead back to an earlier name");
        }
        return target;
    }

    private static int checkedLabel(int label) {
        if (label > Name.MAX_LABEL_LENGTH) {
            throw new MalformedMessageException(
                    "a label type of 0x" + Integer.toHexString(label & 0xc0) + " is not known");
        }
        return label;
    }

    private static int inside(int at, int end) {
        if (at > end) {
            throw cutShort();
        }
        return at;
    }

    private static MalformedMessageException cutShort() {
        return new MalformedMessageException("the message ends inside a name");
    }
}
