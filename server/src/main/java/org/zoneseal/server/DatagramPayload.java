package org.zoneseal.server;

import org.zoneseal.dns.Edns;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;

/** How long a datagram in answer to a message may be. */
final class DatagramPayload {

    /** Fits everywhere without fragments (RFC 9715 §3.2). */
    private static final int MAX = 1232;

    private DatagramPayload() {}

    /** What the sender of a message takes, as far as we send. */
    static int of(byte[] message) {
        try {
            MessageReader reader = new MessageReader().wrap(message, 0, message.length);
            while (reader.next()) {
                if (reader.section() == Section.ADDITIONAL && reader.type() == RecordType.OPT) {
                    return Math.min(new Edns().wrap(reader).payload(), MAX);
                }
            }
        } catch (MalformedMessageException e) {
            return Edns.MIN_PAYLOAD;
        }
        return Edns.MIN_PAYLOAD;
    }
}
