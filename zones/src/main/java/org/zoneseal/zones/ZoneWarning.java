package org.zoneseal.zones;

import org.zoneseal.dns.Name;

/**
 * Something in the input that was put right on the way in.
 *
 * @param kind what it was
 * @param owner whose records
 * @param type their type
 */
public record ZoneWarning(Kind kind, Name owner, int type) {

    /** What is put right. */
    public enum Kind {
        /** The same record twice: one is kept (RFC 2181 §5). */
        DUPLICATE_RECORD("the same record more than once; one is kept (RFC 2181 §5)"),
        /** The records of one RRset have different TTLs: the lowest is taken (RFC 2181 §5.2). */
        TTL_MISMATCH("different TTLs in one RRset; the lowest is taken (RFC 2181 §5.2)");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
