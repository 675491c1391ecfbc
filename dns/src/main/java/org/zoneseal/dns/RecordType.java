package org.zoneseal.dns;

/**
 * The numbers of the record types that code decides by (IANA "Resource Record (RR) TYPEs").
 *
 * <p>A type is its number: the set is open (RFC 3597), and types stand in packed arrays and wire
 * buffers. Every registered type has its mnemonic in the registry's table.
 */
public final class RecordType {

    public static final int A = 1;
    public static final int NS = 2;
    public static final int CNAME = 5;
    public static final int SOA = 6;
    public static final int PTR = 12;
    public static final int MX = 15;
    public static final int TXT = 16;
    public static final int AAAA = 28;
    public static final int DNAME = 39;
    public static final int OPT = 41;
    public static final int DS = 43;
    public static final int RRSIG = 46;
    public static final int NSEC = 47;
    public static final int DNSKEY = 48;
    public static final int NSEC3 = 50;
    public static final int NSEC3PARAM = 51;
    public static final int CDS = 59;
    public static final int CDNSKEY = 60;
    public static final int CSYNC = 62;
    public static final int ZONEMD = 63;

    private RecordType() {}
}
