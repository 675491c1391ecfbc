package org.zoneseal.dns;

/**
 * Record data as it stands in a message, where the names of old types may end in a pointer (RFC
 * 3597 §4).
 *
 * <p>Pointers are followed for the types of RFC 1035, and for the few others that old senders were
 * known to compress; for all other types, a pointer in the data is an error.
 */
final class CompressedRdata {

    private CompressedRdata() {}

    /**
     * Writes the data with its names in full.
     *
     * @param start where the message starts: pointers count from here
     * @param out has 512 bytes more than {@code length} left
     * @return its length there
     * @throws MalformedMessageException if it has not the shape of its type, or a name is broken
     */
    static int expand(
            RecordForm form,
            byte[] message,
            int start,
            int offset,
            int length,
            byte[] out,
            int outOffset) {
        try {
            if (mayBeCompressed(form.type())) {
                return expandFields(form, message, start, offset, offset + length, out, outOffset);
            }
            form.check(message, offset, length);
            System.arraycopy(message, offset, out, outOffset, length);
            return length;
        } catch (InvalidRdataException e) {
            throw new MalformedMessageException(
                    "the data of a record of type "
                            + RecordTypes.name(form.type())
                            + " is malformed: "
                            + e.getMessage());
        }
    }

    private static int expandFields(
            RecordForm form,
            byte[] message,
            int start,
            int offset,
            int end,
            byte[] out,
            int outOffset) {
        int from = offset;
        int to = outOffset;
        for (Field field : form.fields()) {
            if (field.isName()) {
                int behind = MessageNames.skip(message, from, end);
                to += MessageNames.expand(message, start, end, from, out, to);
                from = behind;
            } else {
                int behind = field.check(message, from, end);
                System.arraycopy(message, from, out, to, behind - from);
                to += behind - from;
                from = behind;
            }
        }
        if (from < end) {
            throw new InvalidRdataException("it has " + (end - from) + " bytes too many");
        }
        return to - outOffset;
    }

    private static boolean mayBeCompressed(int type) {
        return switch (type) {
            case RecordType.NS,
                    RecordType.MD,
                    RecordType.MF,
                    RecordType.CNAME,
                    RecordType.SOA,
                    RecordType.MB,
                    RecordType.MG,
                    RecordType.MR,
                    RecordType.PTR,
                    RecordType.MINFO,
                    RecordType.MX,
                    RecordType.RP,
                    RecordType.AFSDB,
                    RecordType.RT,
                    RecordType.SIG,
                    RecordType.PX,
                    RecordType.NXT,
                    RecordType.SRV,
                    RecordType.NAPTR ->
                    true;
            default -> false;
        };
    }
}
