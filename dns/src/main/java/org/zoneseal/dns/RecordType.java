package org.zoneseal.dns;

/**
 * The numbers of the record types (IANA "Resource Record (RR) TYPEs").
 *
 * <p>A type is its number: the set is open (RFC 3597), and types stand in packed arrays and wire
 * buffers. {@link RecordTypes} has their mnemonics, from the same registry.
 */
public final class RecordType {

    public static final int A = 1;
    public static final int NS = 2;
    public static final int MD = 3;
    public static final int MF = 4;
    public static final int CNAME = 5;
    public static final int SOA = 6;
    public static final int MB = 7;
    public static final int MG = 8;
    public static final int MR = 9;
    public static final int NULL = 10;
    public static final int WKS = 11;
    public static final int PTR = 12;
    public static final int HINFO = 13;
    public static final int MINFO = 14;
    public static final int MX = 15;
    public static final int TXT = 16;
    public static final int RP = 17;
    public static final int AFSDB = 18;
    public static final int X25 = 19;
    public static final int ISDN = 20;
    public static final int RT = 21;
    public static final int NSAP = 22;
    public static final int NSAP_PTR = 23;
    public static final int SIG = 24;
    public static final int KEY = 25;
    public static final int PX = 26;
    public static final int GPOS = 27;
    public static final int AAAA = 28;
    public static final int LOC = 29;
    public static final int NXT = 30;
    public static final int EID = 31;
    public static final int NIMLOC = 32;
    public static final int SRV = 33;
    public static final int ATMA = 34;
    public static final int NAPTR = 35;
    public static final int KX = 36;
    public static final int CERT = 37;
    public static final int A6 = 38;
    public static final int DNAME = 39;
    public static final int SINK = 40;
    public static final int OPT = 41;
    public static final int APL = 42;
    public static final int DS = 43;
    public static final int SSHFP = 44;
    public static final int IPSECKEY = 45;
    public static final int RRSIG = 46;
    public static final int NSEC = 47;
    public static final int DNSKEY = 48;
    public static final int DHCID = 49;
    public static final int NSEC3 = 50;
    public static final int NSEC3PARAM = 51;
    public static final int TLSA = 52;
    public static final int SMIMEA = 53;
    public static final int HIP = 55;
    public static final int NINFO = 56;
    public static final int RKEY = 57;
    public static final int TALINK = 58;
    public static final int CDS = 59;
    public static final int CDNSKEY = 60;
    public static final int OPENPGPKEY = 61;
    public static final int CSYNC = 62;
    public static final int ZONEMD = 63;
    public static final int SVCB = 64;
    public static final int HTTPS = 65;
    public static final int DSYNC = 66;
    public static final int HHIT = 67;
    public static final int BRID = 68;
    public static final int SPF = 99;
    public static final int UINFO = 100;
    public static final int UID = 101;
    public static final int GID = 102;
    public static final int UNSPEC = 103;
    public static final int NID = 104;
    public static final int L32 = 105;
    public static final int L64 = 106;
    public static final int LP = 107;
    public static final int EUI48 = 108;
    public static final int EUI64 = 109;
    public static final int NXNAME = 128;
    public static final int TKEY = 249;
    public static final int TSIG = 250;
    public static final int IXFR = 251;
    public static final int AXFR = 252;
    public static final int MAILB = 253;
    public static final int MAILA = 254;
    public static final int ANY = 255;
    public static final int URI = 256;
    public static final int CAA = 257;
    public static final int AVC = 258;
    public static final int DOA = 259;
    public static final int AMTRELAY = 260;
    public static final int RESINFO = 261;
    public static final int WALLET = 262;
    public static final int CLA = 263;
    public static final int IPN = 264;
    public static final int TA = 32768;
    public static final int DLV = 32769;

    private RecordType() {}
}
