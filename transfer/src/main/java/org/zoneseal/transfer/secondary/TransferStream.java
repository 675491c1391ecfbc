package org.zoneseal.transfer.secondary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.MalformedMessageException;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.SourcePosition;
import org.zoneseal.dns.WireNames;
import org.zoneseal.transfer.secondary.Failure.Kind;
import org.zoneseal.transfer.secondary.TransferOutcome.Volume;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneDelta;

/**
 * Reads the messages that answer an AXFR (RFC 5936 §2.2) or an IXFR (RFC 1995 §4), and refuses what
 * is none. Mutable, for one transfer; knows no socket and no clock.
 *
 * <p>The first record is the SOA of the version that comes. What the second one is decides: another
 * SOA, with the serial that we hold, begins differences; anything else is the whole zone, also in
 * an answer to an IXFR. Differences go SOA, removals, SOA, additions; each begins with the serial
 * that the one before it ended with, serials only grow (RFC 1982), and what ends with the serial of
 * the first record is the last. Then the first record once more, and nothing behind it.
 *
 * <p>A first SOA that is not newer than what we hold ends the transfer at once: that is what a
 * server answers that has nothing newer (RFC 1995 §2), and one that has gone back is not followed.
 *
 * <p>Nothing here touches the zone held. What comes is gathered aside, within the limits, and is
 * handed over when its end has come. It is measured as it is kept, and not only as it comes:
 * eighteen bytes of pointers can stand for a record of five hundred.
 */
final class TransferStream {

    private static final int ROOM = 1024;

    /** What is kept of a record, an owner and a difference beside their own bytes, at the most. */
    private static final int RECORD_BYTES = 8;

    private static final int OWNER_BYTES = 37;
    private static final int DIFFERENCE_BYTES = 2048;

    private enum Phase {
        FIRST,
        SECOND,
        WHOLE,
        REMOVING,
        ADDING,
        DONE
    }

    private final Name apex;
    private final byte[] apexWire;
    private final TransferQuestion question;
    private final IncomingLimits limits;
    private final MessageReader reader = new MessageReader();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private final byte[] rdata = new byte[MessageReader.MAX_LENGTH + ROOM];
    private final SourcePosition position;
    private Phase phase = Phase.FIRST;
    private byte[] firstSoa = new byte[0];
    private long firstTtl;
    private long serial;
    private long reached;
    private @Nullable ZoneBuilder removing;
    private ZoneBuilder adding;
    private final List<ZoneDelta> deltas = new ArrayList<>();
    private long messages;
    private long records;
    private long bytes;
    private long size;
    private long sizeTaken;
    private final byte[] lastOwner = new byte[Name.MAX_WIRE_LENGTH];
    private int lastOwnerLength;
    private final TransferMemory.Share memory;

    TransferStream(TransferQuestion question, IncomingLimits limits, TransferMemory.Share memory) {
        this.memory = memory;
        this.question = question;
        this.apex = question.apex();
        this.apexWire = apex.toWire();
        this.limits = limits;
        this.adding = new ZoneBuilder(apex);
        this.position = new SourcePosition("transfer of " + apex, 0);
    }

    /**
     * Takes the next message, its signature checked and taken off.
     *
     * @return whether more must follow
     * @throws RefusedTransferException if this is no transfer, or too much of one
     */
    boolean take(byte[] message, int offset, int length) {
        messages++;
        bytes += length;
        if (bytes > byteLimit()) {
            throw tooMuch("more than " + byteLimit() + " bytes");
        }
        if (messages > limits.messages()) {
            throw tooMuch("more than " + limits.messages() + " messages");
        }
        try {
            reader.wrap(message, offset, length);
            checkHeader();
            readRecords();
        } catch (MalformedMessageException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        memory.take(size - sizeTaken);
        sizeTaken = size;
        return phase != Phase.DONE;
    }

    /** Whether the end has come. */
    boolean isDone() {
        return phase == Phase.DONE;
    }

    /** Serial of what comes; empty before it has begun to. */
    OptionalLong serial() {
        return phase == Phase.FIRST ? OptionalLong.empty() : OptionalLong.of(serial);
    }

    /** What came, once {@link #take} has returned false. */
    TransferOutcome outcome(int tasks) {
        if (phase != Phase.DONE) {
            throw new IllegalStateException("the transfer of " + apex + " is not at its end");
        }
        Volume volume = new Volume(messages, records, bytes);
        if (!deltas.isEmpty()) {
            return new TransferOutcome.Changes(deltas, volume);
        }
        if (question.isHeldOrOlder(serial)) {
            return new TransferOutcome.UpToDate(serial);
        }
        return new TransferOutcome.Whole(adding.build(tasks), volume);
    }

    private long byteLimit() {
        boolean changes = phase == Phase.REMOVING || phase == Phase.ADDING;
        return changes ? Math.min(limits.bytes(), question.changeBytes()) : limits.bytes();
    }

    private void checkHeader() {
        if (!reader.has(MessageFlags.RESPONSE) || reader.opcode() != Opcode.QUERY) {
            throw malformed("a message that is no answer to a query");
        }
        if (reader.id() != question.id()) {
            throw malformed("a message with the id " + reader.id() + ", not " + question.id());
        }
        int code = reader.responseCode();
        if (code != ResponseCode.NOERROR) {
            throw new RefusedTransferException(
                    Kind.ANSWERED_NO,
                    "the primary answers " + ResponseCode.name(code) + " to " + question);
        }
        if (reader.has(MessageFlags.TRUNCATED)) {
            throw malformed("a truncated message");
        }
        int questions = reader.count(Section.QUESTION);
        if (questions > 1 || questions == 0 && messages == 1) {
            throw malformed("a message with " + questions + " questions");
        }
        if (reader.count(Section.AUTHORITY) > 0) {
            throw malformed("a message with records in its authority section");
        }
        if (reader.count(Section.ANSWER) == 0) {
            throw malformed("a message without records in its answer section");
        }
    }

    private void readRecords() {
        while (reader.next()) {
            switch (reader.section()) {
                case QUESTION -> checkQuestion();
                case ANSWER -> record();
                case AUTHORITY, ADDITIONAL -> checkAdditional();
            }
        }
        reader.requireEnd();
    }

    private void checkQuestion() {
        int length = reader.name(owner, 0);
        if (reader.type() != question.type()
                || reader.recordClass() != RecordClass.IN
                || !isApex(length)) {
            throw malformed(
                    "an answer to another question: "
                            + reader.name()
                            + " "
                            + RecordTypes.name(reader.type()));
        }
    }

    /** RFC 5936 §2.2.5: other than OPT, TSIG or SIG(0) nothing is there, and what is counts not. */
    private void checkAdditional() {
        reader.name(owner, 0);
    }

    private void record() {
        int ownerLength = reader.name(owner, 0);
        int type = reader.type();
        if (phase == Phase.DONE) {
            throw malformed("a record behind the last one, of type " + RecordTypes.name(type));
        }
        if (++records > limits.records()) {
            throw tooMuch("more than " + limits.records() + " records");
        }
        if (reader.recordClass() != RecordClass.IN) {
            throw refused("a record of class " + reader.recordClass());
        }
        if (RecordTypes.isMeta(type)) {
            throw refused("a record of type " + RecordTypes.name(type));
        }
        if (!isInZone(ownerLength)) {
            throw refused("a record of " + reader.name() + ", which is not in the zone");
        }
        int length = reader.rdata(rdata, 0);
        if (length > limits.recordBytes()) {
            throw tooMuch("a record with " + length + " bytes of data");
        }
        grow(ownerLength, length);
        if (type == RecordType.SOA) {
            if (!isApex(ownerLength)) {
                throw refused("a SOA record of " + reader.name());
            }
            soa(length);
        } else {
            data(ownerLength, type, length);
        }
    }

    /** RFC 1035 §4.1.4 lets a few bytes stand for long names: what counts is what is kept. */
    private void grow(int ownerLength, int length) {
        size += RECORD_BYTES + length;
        if (!Arrays.equals(owner, 0, ownerLength, lastOwner, 0, lastOwnerLength)) {
            size += OWNER_BYTES + ownerLength;
            System.arraycopy(owner, 0, lastOwner, 0, ownerLength);
            lastOwnerLength = ownerLength;
        }
        if (size > limits.bytes()) {
            throw tooMuch("more than " + limits.bytes() + " bytes with all names in full");
        }
    }

    private void soa(int length) {
        long found = serialOf(rdata, length);
        switch (phase) {
            case FIRST -> first(length, found);
            case SECOND -> second(length, found);
            case WHOLE -> {
                if (!isFirstAgain(length)) {
                    throw malformed(
                            "the transfer begins with serial "
                                    + serial
                                    + " and ends with "
                                    + found);
                }
                phase = Phase.DONE;
            }
            case REMOVING -> beginAdditions(length, found);
            case ADDING -> endDifference(length, found);
            case DONE -> throw new IllegalStateException("a record behind the last one");
        }
    }

    private void first(int length, long found) {
        firstSoa = Arrays.copyOf(rdata, length);
        firstTtl = reader.ttl();
        serial = found;
        phase = question.isHeldOrOlder(found) ? Phase.DONE : Phase.SECOND;
    }

    private void second(int length, long found) {
        if (isFirstAgain(length)) {
            add(adding, apexWire, apexWire.length, RecordType.SOA, firstTtl, firstSoa.length);
            phase = Phase.DONE;
        } else if (question.type() != RecordType.IXFR) {
            throw malformed("a second SOA record, of another serial, in an AXFR");
        } else if (found != question.heldSerial()) {
            throw new RefusedTransferException(
                    Kind.DOES_NOT_FIT,
                    "differences from serial " + found + "; we hold " + question.heldSerial());
        } else {
            reached = found;
            beginDifference(length);
        }
    }

    private void beginDifference(int length) {
        if (deltas.size() >= limits.differences()) {
            throw tooMuch("more than " + limits.differences() + " differences");
        }
        size += DIFFERENCE_BYTES;
        removing = new ZoneBuilder(apex);
        add(removing, apexWire, apexWire.length, RecordType.SOA, reader.ttl(), length);
        phase = Phase.REMOVING;
        if (bytes > byteLimit()) {
            throw tooMuch("differences of more than " + byteLimit() + " bytes");
        }
    }

    private void beginAdditions(int length, long found) {
        if (!Serials.isNewer(found, reached)) {
            throw malformed("differences that lead from serial " + reached + " to " + found);
        }
        if (Serials.isNewer(found, serial)) {
            throw malformed("differences that lead to serial " + found + ", beyond " + serial);
        }
        reached = found;
        adding = new ZoneBuilder(apex);
        add(adding, apexWire, apexWire.length, RecordType.SOA, reader.ttl(), length);
        phase = Phase.ADDING;
    }

    private void endDifference(int length, long found) {
        if (removing == null) {
            throw new IllegalStateException("additions before removals");
        }
        deltas.add(ZoneDelta.of(removing.build(1), adding.build(1)));
        adding = new ZoneBuilder(apex);
        if (found != reached) {
            throw malformed("differences up to serial " + reached + " go on from " + found);
        }
        if (reached != serial) {
            beginDifference(length);
        } else if (isFirstAgain(length)) {
            phase = Phase.DONE;
        } else {
            throw malformed("the last SOA record is not the first one once more");
        }
    }

    private void data(int ownerLength, int type, int length) {
        switch (phase) {
            case FIRST ->
                    throw malformed(
                            "a transfer that begins with a record of type "
                                    + RecordTypes.name(type));
            case SECOND -> {
                beginWhole();
                reader.rdata(rdata, 0);
                add(adding, owner, ownerLength, type, reader.ttl(), length);
            }
            case WHOLE, ADDING -> add(adding, owner, ownerLength, type, reader.ttl(), length);
            case REMOVING -> {
                if (removing != null) {
                    add(removing, owner, ownerLength, type, reader.ttl(), length);
                }
            }
            case DONE -> throw new IllegalStateException("a record behind the last one");
        }
    }

    private void beginWhole() {
        System.arraycopy(firstSoa, 0, rdata, 0, firstSoa.length);
        add(adding, apexWire, apexWire.length, RecordType.SOA, firstTtl, firstSoa.length);
        phase = Phase.WHOLE;
    }

    private void add(
            ZoneBuilder builder, byte[] name, int nameLength, int type, long ttl, int length) {
        builder.record(name, 0, nameLength, type, RecordClass.IN, ttl, rdata, 0, length, position);
    }

    /** To the letter but for the case of names: compression may have changed it. */
    private boolean isFirstAgain(int length) {
        return length == firstSoa.length
                && serialOf(rdata, length) == serial
                && WireNames.equalsIgnoreCase(rdata, 0, firstSoa, 0, length);
    }

    private boolean isApex(int ownerLength) {
        return ownerLength == apexWire.length && isInZone(ownerLength);
    }

    private boolean isInZone(int ownerLength) {
        return ownerLength >= apexWire.length && Name.fromWire(owner, 0).isAtOrBelow(apex);
    }

    /** RFC 1035 §3.3.13: five numbers end the data, the serial is the first of them. */
    static long serialOf(byte[] soa, int length) {
        int at = length - 20;
        return (soa[at] & 0xffL) << 24
                | (soa[at + 1] & 0xff) << 16
                | (soa[at + 2] & 0xff) << 8
                | soa[at + 3] & 0xff;
    }

    private RefusedTransferException malformed(String what) {
        return new RefusedTransferException(Kind.MALFORMED, what);
    }

    private RefusedTransferException refused(String what) {
        return new RefusedTransferException(Kind.MALFORMED, what + " is refused");
    }

    private RefusedTransferException tooMuch(String what) {
        return new RefusedTransferException(Kind.TOO_MUCH, what);
    }
}
