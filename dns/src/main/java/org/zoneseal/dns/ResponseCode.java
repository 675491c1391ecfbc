package org.zoneseal.dns;

/**
 * How a question was answered (IANA "DNS RCODEs", RFC 6895 §2.3).
 *
 * <p>Four bits are in the header, eight more in the OPT record (RFC 6891 §6.1.3), sixteen in TSIG
 * and TKEY.
 */
public final class ResponseCode {

    public static final int NOERROR = 0;
    public static final int FORMERR = 1;
    public static final int SERVFAIL = 2;
    public static final int NXDOMAIN = 3;
    public static final int NOTIMP = 4;
    public static final int REFUSED = 5;

    /** A name exists that should not (RFC 2136), or a DNAME made one too long (RFC 6672). */
    public static final int YXDOMAIN = 6;

    /** RFC 2136. */
    public static final int YXRRSET = 7;

    /** RFC 2136. */
    public static final int NXRRSET = 8;

    /** Not authoritative (RFC 2136), or not authorised (RFC 8945). */
    public static final int NOTAUTH = 9;

    /** RFC 2136. */
    public static final int NOTZONE = 10;

    /** RFC 8490. */
    public static final int DSOTYPENI = 11;

    /** In an OPT record: the EDNS version is not known (RFC 6891). See {@link #BADSIG}. */
    public static final int BADVERS = 16;

    /** RFC 8945. */
    public static final int BADKEY = 17;

    /** RFC 8945. */
    public static final int BADTIME = 18;

    /** RFC 2930. */
    public static final int BADMODE = 19;

    /** RFC 2930. */
    public static final int BADNAME = 20;

    /** RFC 2930. */
    public static final int BADALG = 21;

    /** RFC 8945. */
    public static final int BADTRUNC = 22;

    /** RFC 7873. */
    public static final int BADCOOKIE = 23;

    /** In a TSIG record, the same number as {@link #BADVERS} (RFC 8945). */
    public static final int BADSIG = 16;

    private ResponseCode() {}

    /** The mnemonic, or {@code RCODEnn} for what is not assigned; 16 is taken as BADVERS. */
    public static String name(int code) {
        return switch (code) {
            case NOERROR -> "NOERROR";
            case FORMERR -> "FORMERR";
            case SERVFAIL -> "SERVFAIL";
            case NXDOMAIN -> "NXDOMAIN";
            case NOTIMP -> "NOTIMP";
            case REFUSED -> "REFUSED";
            case YXDOMAIN -> "YXDOMAIN";
            case YXRRSET -> "YXRRSET";
            case NXRRSET -> "NXRRSET";
            case NOTAUTH -> "NOTAUTH";
            case NOTZONE -> "NOTZONE";
            case DSOTYPENI -> "DSOTYPENI";
            case BADVERS -> "BADVERS";
            case BADKEY -> "BADKEY";
            case BADTIME -> "BADTIME";
            case BADMODE -> "BADMODE";
            case BADNAME -> "BADNAME";
            case BADALG -> "BADALG";
            case BADTRUNC -> "BADTRUNC";
            case BADCOOKIE -> "BADCOOKIE";
            default -> "RCODE" + code;
        };
    }
}
