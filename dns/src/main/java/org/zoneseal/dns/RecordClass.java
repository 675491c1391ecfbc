package org.zoneseal.dns;

/** The numbers of the record classes (IANA "DNS CLASSes", RFC 6895 §3.2). */
public final class RecordClass {

    /** The Internet: the class of every zone here. */
    public static final int IN = 1;

    public static final int CH = 3;
    public static final int HS = 4;

    /** No class, in updates (RFC 2136 §2.4). */
    public static final int NONE = 254;

    /** Any class, in questions. */
    public static final int ANY = 255;

    private RecordClass() {}
}
