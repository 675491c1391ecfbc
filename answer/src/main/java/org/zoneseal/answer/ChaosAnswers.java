package org.zoneseal.answer;

import java.util.List;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.WireNames;

/** Answers the questions of class CH that tell a server from its twins (RFC 4892). */
final class ChaosAnswers {

    private static final List<byte[]> IDENTITY = wire("id.server.", "hostname.bind.");
    private static final List<byte[]> VERSION = wire("version.server.", "version.bind.");

    /** The question is not one that is answered. */
    static final int NOTHING_TO_SAY = -1;

    private static final byte[] NOTHING = {};

    /** A record without its data, its owner a pointer. */
    private static final int FIXED = 12;

    private ChaosAnswers() {}

    private static List<byte[]> wire(String... names) {
        return List.of(names).stream().map(name -> Name.parse(name).toWire()).toList();
    }

    /**
     * Writes the one record of an answer, with AA, behind the question; TC if it does not fit.
     *
     * @return the offset behind it, or {@link #NOTHING_TO_SAY}
     */
    static int write(ServerIdentity identity, Request request, byte[] out, int start, int limit) {
        byte[] text = text(identity, request);
        if (text.length == 0) {
            return NOTHING_TO_SAY;
        }
        int flags = request.answerFlags() | MessageFlags.AUTHORITATIVE;
        int at = start + request.questionEnd();
        if (at + FIXED + 1 + text.length > limit) {
            Wire.put16(out, start + 2, flags | MessageFlags.TRUNCATED);
            return at;
        }
        at = Wire.put16(out, at, 0xc00c);
        at = Wire.put16(out, at, RecordType.TXT);
        at = Wire.put16(out, at, RecordClass.CH);
        at = Wire.put16(out, at, 0);
        at = Wire.put16(out, at, 0);
        at = Wire.put16(out, at, text.length + 1);
        out[at] = (byte) text.length;
        System.arraycopy(text, 0, out, at + 1, text.length);
        Wire.put16(out, start + 2, flags);
        Wire.put16(out, start + 6, 1);
        return at + 1 + text.length;
    }

    private static byte[] text(ServerIdentity identity, Request request) {
        if (request.type() != RecordType.TXT && request.type() != RecordType.ANY) {
            return NOTHING;
        }
        if (isOneOf(IDENTITY, request)) {
            return identity.name();
        }
        return isOneOf(VERSION, request) ? identity.version() : NOTHING;
    }

    private static boolean isOneOf(List<byte[]> names, Request request) {
        for (int i = 0; i < names.size(); i++) {
            byte[] name = names.get(i);
            if (name.length == request.nameLength()
                    && WireNames.equalsIgnoreCase(
                            name, 0, request.bytes(), request.nameOffset(), name.length)) {
                return true;
            }
        }
        return false;
    }
}
