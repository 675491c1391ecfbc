package org.zoneseal.transfer;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigSession;

/** One NOTIFY as it was sent, and what an answer to it looks like (RFC 1996 §4). */
final class NotifyMessage {

    private static final int BUFFER_BYTES = 2048;

    private final int id;
    private final Name zone;
    private final byte[] bytes;
    private final @Nullable TsigSession session;

    private NotifyMessage(int id, Name zone, byte[] bytes, @Nullable TsigSession session) {
        this.id = id;
        this.zone = zone;
        this.bytes = bytes;
        this.session = session;
    }

    /**
     * Writes one.
     *
     * @param soa rdata of the new version's SOA, which goes along as a hint (RFC 1996 §3.7)
     */
    static NotifyMessage of(int id, Name zone, byte[] soa, Optional<TsigKey> key, long nowSeconds) {
        byte[] buffer = new byte[BUFFER_BYTES];
        MessageWriter writer =
                new MessageWriter()
                        .begin(
                                buffer,
                                0,
                                BUFFER_BYTES,
                                NameCompression.SAME_CASE,
                                id,
                                MessageFlags.opcode(Opcode.NOTIFY) | MessageFlags.AUTHORITATIVE);
        byte[] name = zone.toWire();
        writer.question(name, 0, RecordType.SOA, RecordClass.IN);
        writer.record(
                Section.ANSWER, name, 0, RecordType.SOA, RecordClass.IN, 0, soa, 0, soa.length);
        TsigSession session = key.map(TsigSession::asking).orElse(null);
        int length =
                session == null
                        ? writer.length()
                        : session.sign(buffer, 0, writer.length(), nowSeconds);
        return new NotifyMessage(id, zone, Arrays.copyOf(buffer, length), session);
    }

    int id() {
        return id;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** The id of a message that may be an answer; -1 for one that is none. */
    static int idOfAnswer(byte[] message, int offset, int length) {
        if (length < MessageReader.HEADER_LENGTH) {
            return -1;
        }
        MessageReader reader = new MessageReader().wrap(message, offset, length);
        return reader.has(MessageFlags.RESPONSE) && reader.opcode() == Opcode.NOTIFY
                ? reader.id()
                : -1;
    }

    /**
     * The response code of an answer to this; empty if it is not one, or not signed as it should
     * be.
     */
    Optional<Integer> responseCode(byte[] message, int offset, int length, long nowSeconds) {
        try {
            MessageReader reader = new MessageReader().wrap(message, offset, length);
            if (!asksTheSame(reader)) {
                return Optional.empty();
            }
            int code = reader.responseCode();
            if (session != null) {
                TsigCheck check = session.verify(message, offset, length, nowSeconds);
                return check.isGood() ? Optional.of(code) : Optional.empty();
            }
            return Optional.of(code);
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private boolean asksTheSame(MessageReader reader) {
        return reader.count(Section.QUESTION) == 1
                && reader.next()
                && reader.type() == RecordType.SOA
                && reader.recordClass() == RecordClass.IN
                && reader.name().equals(zone);
    }
}
