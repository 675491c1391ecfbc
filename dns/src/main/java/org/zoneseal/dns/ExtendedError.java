package org.zoneseal.dns;

/** Why an answer is what it is (IANA "Extended DNS Error Codes", RFC 8914 §5.2). */
public final class ExtendedError {

    public static final int OTHER = 0;
    public static final int UNSUPPORTED_DNSKEY_ALGORITHM = 1;
    public static final int UNSUPPORTED_DS_DIGEST_TYPE = 2;
    public static final int STALE_ANSWER = 3;
    public static final int FORGED_ANSWER = 4;
    public static final int DNSSEC_INDETERMINATE = 5;
    public static final int DNSSEC_BOGUS = 6;
    public static final int SIGNATURE_EXPIRED = 7;
    public static final int SIGNATURE_NOT_YET_VALID = 8;
    public static final int DNSKEY_MISSING = 9;
    public static final int RRSIGS_MISSING = 10;
    public static final int NO_ZONE_KEY_BIT_SET = 11;
    public static final int NSEC_MISSING = 12;
    public static final int CACHED_ERROR = 13;
    public static final int NOT_READY = 14;
    public static final int BLOCKED = 15;
    public static final int CENSORED = 16;
    public static final int FILTERED = 17;
    public static final int PROHIBITED = 18;
    public static final int STALE_NXDOMAIN_ANSWER = 19;
    public static final int NOT_AUTHORITATIVE = 20;
    public static final int NOT_SUPPORTED = 21;
    public static final int NO_REACHABLE_AUTHORITY = 22;
    public static final int NETWORK_ERROR = 23;
    public static final int INVALID_DATA = 24;
    public static final int SIGNATURE_EXPIRED_BEFORE_VALID = 25;

    /** RFC 9250. */
    public static final int TOO_EARLY = 26;

    /** RFC 9276. */
    public static final int UNSUPPORTED_NSEC3_ITERATIONS = 27;

    public static final int UNABLE_TO_CONFORM_TO_POLICY = 28;
    public static final int SYNTHESIZED = 29;

    /** RFC 9824. */
    public static final int INVALID_QUERY_TYPE = 30;

    private ExtendedError() {}

    /** The purpose as registered, or {@code EDEnn} for what is not assigned. */
    public static String name(int code) {
        return switch (code) {
            case OTHER -> "Other Error";
            case UNSUPPORTED_DNSKEY_ALGORITHM -> "Unsupported DNSKEY Algorithm";
            case UNSUPPORTED_DS_DIGEST_TYPE -> "Unsupported DS Digest Type";
            case STALE_ANSWER -> "Stale Answer";
            case FORGED_ANSWER -> "Forged Answer";
            case DNSSEC_INDETERMINATE -> "DNSSEC Indeterminate";
            case DNSSEC_BOGUS -> "DNSSEC Bogus";
            case SIGNATURE_EXPIRED -> "Signature Expired";
            case SIGNATURE_NOT_YET_VALID -> "Signature Not Yet Valid";
            case DNSKEY_MISSING -> "DNSKEY Missing";
            case RRSIGS_MISSING -> "RRSIGs Missing";
            case NO_ZONE_KEY_BIT_SET -> "No Zone Key Bit Set";
            case NSEC_MISSING -> "NSEC Missing";
            case CACHED_ERROR -> "Cached Error";
            case NOT_READY -> "Not Ready";
            case BLOCKED -> "Blocked";
            case CENSORED -> "Censored";
            case FILTERED -> "Filtered";
            case PROHIBITED -> "Prohibited";
            case STALE_NXDOMAIN_ANSWER -> "Stale NXDOMAIN Answer";
            case NOT_AUTHORITATIVE -> "Not Authoritative";
            case NOT_SUPPORTED -> "Not Supported";
            case NO_REACHABLE_AUTHORITY -> "No Reachable Authority";
            case NETWORK_ERROR -> "Network Error";
            case INVALID_DATA -> "Invalid Data";
            case SIGNATURE_EXPIRED_BEFORE_VALID -> "Signature Expired before Valid";
            case TOO_EARLY -> "Too Early";
            case UNSUPPORTED_NSEC3_ITERATIONS -> "Unsupported NSEC3 Iterations Value";
            case UNABLE_TO_CONFORM_TO_POLICY -> "Unable to conform to policy";
            case SYNTHESIZED -> "Synthesized";
            case INVALID_QUERY_TYPE -> "Invalid Query Type";
            default -> "EDE" + code;
        };
    }
}
