package org.zoneseal.dns;

/** How a message's writer shares the ends of names (RFC 1035 §4.1.4). */
public enum NameCompression {
    /** Every name is written in full. */
    NONE,
    /** Names are shared that are the same to the letter: for transfers (RFC 5936 §3.4). */
    SAME_CASE,
    /** Names are shared whatever their case (RFC 4343 §4.1): for answers. */
    ANY_CASE
}
