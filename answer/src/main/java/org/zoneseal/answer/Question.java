package org.zoneseal.answer;

import org.zoneseal.dns.Name;

/** What is asked, as the engine took it from a query. Mutable, for one thread. */
final class Question {

    /** The uncompressed wire form of the name, in the case in which it was asked. */
    final byte[] name = new byte[Name.MAX_WIRE_LENGTH + 1];

    int nameLength = 1;
    int type;

    /** Whether DNSSEC records go along that were not asked for (RFC 3225). */
    boolean dnssecOk;

    /** Whether it came over TCP or TLS. */
    boolean stream;

    /** Takes another question; without DNSSEC, by UDP. */
    Question set(byte[] wire, int offset, int length, int questionType) {
        System.arraycopy(wire, offset, name, 0, length);
        nameLength = length;
        type = questionType;
        dnssecOk = false;
        stream = false;
        return this;
    }
}
