package org.zoneseal.transfer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/**
 * Writes the records of zone versions into the messages of one transfer, straight from their pages;
 * mutable, reused from transfer to transfer, for one thread.
 *
 * <p>A message is closed when it has grown past the 16 KiB that pointers reach (RFC 1035 §4.1.4):
 * names behind that could point and not be pointed at, so a longer message has more bytes for the
 * same records, and a shorter one says the frequent names more often. Messages lie one after the
 * other, each behind its length, until there are enough for one write.
 *
 * <p>By UDP there is one message, and {@link #end} is the only thing that sends.
 */
final class TransferWriter {

    /** Where a message is long enough: all of it can be pointed at. */
    static final int MESSAGE_BYTES = TransferNames.POINTER_END;

    /** Bytes that are sent in one go, about. */
    static final int BATCH_BYTES = 128 * 1024;

    private static final int PREFIX = 2;
    private static final int FIXED = 10;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] buffer = new byte[BATCH_BYTES + PREFIX + MessageReader.MAX_LENGTH];
    private final TransferNames names = new TransferNames();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private int ownerLength;

    /** What to point at for the owner; -1 if it must be written. */
    private int ownerTarget;

    private @Nullable TransferAnswer answer;
    private int start;
    private int soft;
    private int hard;
    private int at;
    private int records;
    private long recordsInAll;

    /** Begins the first message, which has the question. */
    void begin(TransferAnswer to) {
        answer = to;
        recordsInAll = 0;
        at = 0;
        beginMessage(to);
        names.write(to.question(), 0, to.question().length, buffer, start, at);
        at = to.writeQuestion(buffer, at);
    }

    private void beginMessage(TransferAnswer to) {
        start = at + PREFIX;
        hard = start + to.maxLength() - to.reserved();
        soft = Math.min(hard, start + MESSAGE_BYTES);
        at = start + MessageReader.HEADER_LENGTH;
        records = 0;
        ownerTarget = -1;
        names.clear();
    }

    /** A version's SOA record, without its signatures: it stands between other things. */
    void soa(ZoneVersion version) {
        NodeCursor cursor = version.nodeCursor();
        cursor.next();
        RrsetCursor rrsets = cursor.rrsets();
        rrsets.find(RecordType.SOA);
        enter(cursor);
        RdataCursor soa = rrsets.rdatas();
        soa.next();
        record(
                fixed(RecordType.SOA, rrsets.ttl()),
                RdataShape.TWO_NAMES,
                soa.bytes(),
                soa.offset(),
                soa.length());
    }

    /** All records but the SOA. */
    void allButSoa(ZoneVersion version) {
        NodeCursor cursor = version.allNodes();
        while (cursor.next()) {
            enter(cursor);
            RrsetCursor rrsets = cursor.rrsets();
            while (rrsets.next()) {
                rrset(rrsets);
            }
        }
    }

    private void enter(NodeCursor cursor) {
        ownerLength = cursor.owner(owner, 0);
        ownerTarget = -1;
    }

    private void rrset(RrsetCursor rrsets) {
        int type = rrsets.type();
        if (type != RecordType.SOA) {
            records(rrsets.rdatas(), fixed(type, rrsets.ttl()), RdataShape.of(type));
        }
        if (rrsets.signatureCount() > 0) {
            long fixed = fixed(RecordType.RRSIG, rrsets.signatureTtl());
            records(rrsets.signatures(), fixed, RdataShape.OPAQUE);
        }
    }

    private void records(RdataCursor rdatas, long fixed, RdataShape shape) {
        while (rdatas.next()) {
            record(fixed, shape, rdatas.bytes(), rdatas.offset(), rdatas.length());
        }
    }

    private static long fixed(int type, long ttl) {
        return (long) type << 48 | (long) RecordClass.IN << 32 | ttl;
    }

    private void record(long fixed, RdataShape shape, byte[] rdata, int offset, int length) {
        int most = ownerLength + FIXED + length;
        if (at >= soft || at + most > hard) {
            nextMessage(most);
        }
        if (ownerTarget >= 0) {
            at = TransferNames.point(buffer, at, ownerTarget);
        } else {
            at = names.write(owner, 0, ownerLength, buffer, start, at);
            ownerTarget = names.offsetOfLast();
        }
        LONG.set(buffer, at, fixed);
        int body = at + FIXED;
        int behind = rdata(shape, rdata, offset, length, body);
        SHORT.set(buffer, at + 8, (short) (behind - body));
        at = behind;
        records++;
    }

    private int rdata(RdataShape shape, byte[] rdata, int offset, int length, int to) {
        return switch (shape) {
            case OPAQUE -> copy(rdata, offset, length, to);
            case NAME -> names.write(rdata, offset, length, buffer, start, to);
            case MX -> {
                copy(rdata, offset, 2, to);
                yield names.write(rdata, offset + 2, length - 2, buffer, start, to + 2);
            }
            case TWO_NAMES -> twoNames(rdata, offset, length, to);
            case NEXT_OWNER -> {
                int name = Name.wireLength(rdata, offset, offset + length);
                names.note(rdata, offset, name, to - start);
                yield copy(rdata, offset, length, to);
            }
        };
    }

    private int copy(byte[] from, int offset, int length, int to) {
        System.arraycopy(from, offset, buffer, to, length);
        return to + length;
    }

    private int twoNames(byte[] rdata, int offset, int length, int to) {
        int first = Name.wireLength(rdata, offset, offset + length);
        int second = Name.wireLength(rdata, offset + first, offset + length);
        int behind = names.write(rdata, offset, first, buffer, start, to);
        behind = names.write(rdata, offset + first, second, buffer, start, behind);
        int both = first + second;
        return copy(rdata, offset + both, length - both, behind);
    }

    /** Closes the message and begins one that such a record fits into. */
    private void nextMessage(int most) {
        TransferAnswer to = open();
        if (!to.isStream()) {
            throw DoesNotFitException.intoDatagram();
        }
        if (records == 0 || most > to.maxLength() - to.reserved() - MessageReader.HEADER_LENGTH) {
            throw DoesNotFitException.intoAnyMessage();
        }
        closeMessage(to);
        if (at >= BATCH_BYTES) {
            to.send(buffer, at);
            at = 0;
        }
        beginMessage(to);
    }

    private void closeMessage(TransferAnswer to) {
        recordsInAll += records;
        at = to.close(buffer, start, at, records);
        SHORT.set(buffer, start - PREFIX, (short) (at - start));
    }

    /** Closes the last message and sends what is still to be sent. */
    void end() {
        TransferAnswer to = open();
        closeMessage(to);
        to.send(buffer, at);
        answer = null;
    }

    /** Records written since {@link #begin}; those of the message at hand are not counted. */
    long records() {
        return recordsInAll;
    }

    private TransferAnswer open() {
        if (answer == null) {
            throw new IllegalStateException("no transfer was begun");
        }
        return answer;
    }
}
