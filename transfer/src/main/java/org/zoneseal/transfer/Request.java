package org.zoneseal.transfer;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Edns;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;

/**
 * A message that asks for a transfer or tells of one, taken apart.
 *
 * @param question the name asked about, case as asked
 * @param serial of the SOA record that came along: the client's version in an IXFR (RFC 1995 §3),
 *     the primary's in a NOTIFY (RFC 1996 §3.7)
 * @param ednsVersion -1 if there was no OPT record
 * @param payload bytes that the client takes by UDP
 * @param asksForExpiry whether an EXPIRE option was there (RFC 7314)
 */
record Request(
        int id,
        int flags,
        Name question,
        int type,
        int recordClass,
        OptionalLong serial,
        int ednsVersion,
        int payload,
        boolean asksForExpiry) {

    private static final int SOA_NUMBERS = 20;

    boolean hasEdns() {
        return ednsVersion >= 0;
    }

    /**
     * Reads one.
     *
     * @param soaSection where a SOA record may be: the authority of an IXFR, the answer of a NOTIFY
     * @throws MalformedMessageException if it has not exactly one question, has something in its
     *     sections that does not belong there, or is broken
     */
    static Request read(MessageReader reader, Section soaSection) {
        if (reader.count(Section.QUESTION) != 1 || !reader.next()) {
            throw new MalformedMessageException("a request has one question");
        }
        Name question = reader.name();
        int type = reader.type();
        int recordClass = reader.recordClass();
        Edns edns = new Edns();
        edns.clear();
        byte @Nullable [] soa = null;
        while (reader.next()) {
            if (reader.section() == Section.ADDITIONAL) {
                readAdditional(reader, edns);
            } else if (reader.section() != soaSection || soa != null) {
                throw new MalformedMessageException(
                        "a record of section " + reader.section() + " that does not belong there");
            } else {
                soa = soaOf(reader, question);
            }
        }
        reader.requireEnd();
        return new Request(
                reader.id(),
                reader.flags(),
                question,
                type,
                recordClass,
                soa == null ? OptionalLong.empty() : OptionalLong.of(serialOf(soa)),
                edns.isPresent() ? edns.version() : -1,
                edns.payload(),
                edns.isPresent() && edns.findOption(EdnsOption.EXPIRE));
    }

    /**
     * Reads the question alone, of a message that is refused whatever else it says.
     *
     * @throws MalformedMessageException if it has not exactly one question
     */
    static Request questionOf(MessageReader reader) {
        if (reader.count(Section.QUESTION) != 1 || !reader.next()) {
            throw new MalformedMessageException("a request has one question");
        }
        return new Request(
                reader.id(),
                reader.flags(),
                reader.name(),
                reader.type(),
                reader.recordClass(),
                OptionalLong.empty(),
                -1,
                Edns.MIN_PAYLOAD,
                false);
    }

    private static void readAdditional(MessageReader reader, Edns edns) {
        if (reader.type() == RecordType.OPT) {
            if (edns.isPresent()) {
                throw new MalformedMessageException("there are two OPT records");
            }
            edns.wrap(reader);
        }
    }

    private static byte[] soaOf(MessageReader reader, Name question) {
        if (reader.type() != RecordType.SOA
                || reader.recordClass() != RecordClass.IN
                || !reader.name().equals(question)) {
            throw new MalformedMessageException("a record that is not the SOA of " + question);
        }
        byte[] rdata = new byte[reader.rdataLength() + 2 * Name.MAX_WIRE_LENGTH + 2];
        return Arrays.copyOf(rdata, reader.rdata(rdata, 0));
    }

    private static long serialOf(byte[] soa) {
        int at = soa.length - SOA_NUMBERS;
        return (soa[at] & 0xffL) << 24
                | (soa[at + 1] & 0xff) << 16
                | (soa[at + 2] & 0xff) << 8
                | soa[at + 3] & 0xff;
    }
}
