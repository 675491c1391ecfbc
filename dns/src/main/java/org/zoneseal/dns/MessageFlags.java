package org.zoneseal.dns;

/** The bits of the second 16-bit word of a header (RFC 1035 §4.1.1, RFC 4035 §3). */
public final class MessageFlags {

    /** QR: this is a response. */
    public static final int RESPONSE = 0x8000;

    /** AA: the answer is the zone's own. */
    public static final int AUTHORITATIVE = 0x0400;

    /** TC: something that belongs into the message did not fit. */
    public static final int TRUNCATED = 0x0200;

    /** RD. */
    public static final int RECURSION_DESIRED = 0x0100;

    /** RA. */
    public static final int RECURSION_AVAILABLE = 0x0080;

    /** AD (RFC 4035 §3.2.3). */
    public static final int AUTHENTIC_DATA = 0x0020;

    /** CD (RFC 4035 §3.2.2). */
    public static final int CHECKING_DISABLED = 0x0010;

    static final int OPCODE_SHIFT = 11;
    static final int OPCODE_MASK = 0xf;
    static final int RESPONSE_CODE_MASK = 0xf;

    private MessageFlags() {}

    /** The flags word of an opcode, to be joined with other bits. */
    public static int opcode(int opcode) {
        return (opcode & OPCODE_MASK) << OPCODE_SHIFT;
    }
}
