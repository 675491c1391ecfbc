package org.zoneseal.dns;

/** The options of an OPT record (IANA "DNS EDNS0 Option Codes (OPT)", RFC 6891 §6.1.2). */
public final class EdnsOption {

    /** Long-lived queries (RFC 8764). */
    public static final int LLQ = 1;

    /** RFC 9664. */
    public static final int UPDATE_LEASE = 2;

    /** RFC 5001. */
    public static final int NSID = 3;

    /** RFC 6975. */
    public static final int DAU = 5;

    /** RFC 6975. */
    public static final int DHU = 6;

    /** RFC 6975. */
    public static final int N3U = 7;

    /** RFC 7871. */
    public static final int CLIENT_SUBNET = 8;

    /** RFC 7314. */
    public static final int EXPIRE = 9;

    /** RFC 7873, RFC 9018. */
    public static final int COOKIE = 10;

    /** RFC 7828. */
    public static final int TCP_KEEPALIVE = 11;

    /** RFC 7830. */
    public static final int PADDING = 12;

    /** RFC 7901. */
    public static final int CHAIN = 13;

    /** RFC 8145. */
    public static final int KEY_TAG = 14;

    /** RFC 8914; {@link ExtendedError} has its codes. */
    public static final int EXTENDED_ERROR = 15;

    public static final int CLIENT_TAG = 16;
    public static final int SERVER_TAG = 17;

    /** RFC 9567. */
    public static final int REPORT_CHANNEL = 18;

    /** RFC 9660. */
    public static final int ZONEVERSION = 19;

    public static final int UMBRELLA_IDENT = 20292;
    public static final int DEVICE_ID = 26946;

    private EdnsOption() {}

    /** The name, or {@code OPTnn} for what is not assigned. */
    public static String name(int code) {
        return switch (code) {
            case LLQ -> "LLQ";
            case UPDATE_LEASE -> "UPDATE-LEASE";
            case NSID -> "NSID";
            case DAU -> "DAU";
            case DHU -> "DHU";
            case N3U -> "N3U";
            case CLIENT_SUBNET -> "CLIENT-SUBNET";
            case EXPIRE -> "EXPIRE";
            case COOKIE -> "COOKIE";
            case TCP_KEEPALIVE -> "TCP-KEEPALIVE";
            case PADDING -> "PADDING";
            case CHAIN -> "CHAIN";
            case KEY_TAG -> "KEY-TAG";
            case EXTENDED_ERROR -> "EDE";
            case CLIENT_TAG -> "CLIENT-TAG";
            case SERVER_TAG -> "SERVER-TAG";
            case REPORT_CHANNEL -> "REPORT-CHANNEL";
            case ZONEVERSION -> "ZONEVERSION";
            case UMBRELLA_IDENT -> "UMBRELLA-IDENT";
            case DEVICE_ID -> "DEVICE-ID";
            default -> "OPT" + code;
        };
    }
}
