package org.zoneseal.dns;

/** What a message is for (IANA "DNS OpCodes", RFC 6895 §2.2). */
public final class Opcode {

    public static final int QUERY = 0;

    /** Obsolete (RFC 3425). */
    public static final int IQUERY = 1;

    public static final int STATUS = 2;

    /** RFC 1996. */
    public static final int NOTIFY = 4;

    /** RFC 2136. */
    public static final int UPDATE = 5;

    /** Stateful operations (RFC 8490). */
    public static final int DSO = 6;

    private Opcode() {}

    /** The mnemonic, or {@code OPCODEnn} for what is not assigned. */
    public static String name(int code) {
        return switch (code) {
            case QUERY -> "QUERY";
            case IQUERY -> "IQUERY";
            case STATUS -> "STATUS";
            case NOTIFY -> "NOTIFY";
            case UPDATE -> "UPDATE";
            case DSO -> "DSO";
            default -> "OPCODE" + code;
        };
    }
}
