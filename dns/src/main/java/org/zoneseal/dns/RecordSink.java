package org.zoneseal.dns;

/** Receives records one by one, in the order of their source. */
@FunctionalInterface
public interface RecordSink {

    /**
     * Takes one record. The arrays and the position are reused after the call returns.
     *
     * @param owner holds the owner in uncompressed wire form, case as given
     * @param rdata holds the record data in wire form, names uncompressed and case as given; it has
     *     been checked against the type's shape
     */
    void record(
            byte[] owner,
            int ownerOffset,
            int ownerLength,
            int type,
            int recordClass,
            long ttl,
            byte[] rdata,
            int rdataOffset,
            int rdataLength,
            SourcePosition position);
}
