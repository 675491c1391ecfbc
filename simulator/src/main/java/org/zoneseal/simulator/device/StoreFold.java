package org.zoneseal.simulator.device;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.zoneseal.cryptoki.wire.MalformedWireException;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;
import org.zoneseal.storage.StorageException;

/**
 * The entries of a store's log as bytes, and how far they go. Mutable, for one thread at a time.
 *
 * <pre>
 * sequence 8 | the audit log's sequence at that time 8 | sealed records
 * </pre>
 *
 * <p>An entry is one change, all of whose records take effect together. The seal binds them to both
 * sequences. A hash runs over all entries of all logs of this store, so a log that a rewriting
 * begins is chained to the one it replaced.
 */
final class StoreFold {

    private static final String PURPOSE = "record";
    private static final int HEAD_LENGTH = Long.BYTES * 2;

    private final RecordSeal seal;
    private final Contents contents;
    private volatile long sequence;
    private volatile long durable;
    private final AtomicLong records = new AtomicLong();
    private volatile long auditSeen;
    private byte[] hash = new byte[32];

    StoreFold(RecordSeal seal, Contents contents) {
        this.seal = seal;
        this.contents = contents;
    }

    /** Number of the last entry. */
    long sequence() {
        return sequence;
    }

    /** Number of the last entry that is durable. */
    long durable() {
        return durable;
    }

    /** How many records were written and read so far, in this log and those before it. */
    long records() {
        return records.get();
    }

    /** All that was counted so far is durable. */
    void allDurable() {
        durable = sequence;
    }

    void durable(long upTo) {
        durable = upTo;
    }

    /** Goes on behind a number that others know of. */
    void skipTo(long number) {
        sequence = Math.max(sequence, number);
    }

    /** The highest number of an audit entry that any store entry knows of. */
    long auditSeen() {
        return auditSeen;
    }

    byte[] hash() {
        return hash.clone();
    }

    /** How far it goes at some time. */
    record Mark(long sequence, long auditSeen, byte[] hash) {}

    Mark mark() {
        return new Mark(sequence, auditSeen, hash.clone());
    }

    /** Forgets entries that were counted since then and are in no log. */
    void backTo(Mark mark) {
        sequence = mark.sequence();
        auditSeen = mark.auditSeen();
        hash = mark.hash();
    }

    /** The bytes of the next entry. */
    ByteBuffer entry(List<StoreRecord> change, long auditSequence) {
        WireWriter plain = new WireWriter();
        change.forEach(record -> StoreRecordV1.write(plain, record));
        byte[] content = plain.toBytes();
        byte[] head = new WireWriter().u64(sequence + 1).u64(auditSequence).toBytes();
        try {
            byte[] sealed = seal.close(PURPOSE, head, content);
            return ByteBuffer.allocate(head.length + sealed.length).put(head).put(sealed).flip();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is in every Java runtime", e);
        } finally {
            plain.clear();
            Arrays.fill(content, (byte) 0);
        }
    }

    /** Counts an entry that is in the log. */
    void passed(ByteBuffer entry) {
        sequence = entry.getLong(0);
        auditSeen = Math.max(auditSeen, entry.getLong(Long.BYTES));
        MessageDigest digest = sha256();
        digest.update(hash);
        digest.update(entry.duplicate().rewind());
        hash = digest.digest();
    }

    /** Takes an entry out of the log, and adds it up. */
    void read(ByteBuffer entry) {
        byte[] all = new byte[entry.remaining()];
        entry.get(all);
        if (all.length < HEAD_LENGTH) {
            throw damaged();
        }
        byte[] head = Arrays.copyOf(all, HEAD_LENGTH);
        byte[] content = open(head, Arrays.copyOfRange(all, HEAD_LENGTH, all.length));
        try {
            List<StoreRecord> change = StoreRecordV1.readAll(new WireReader(content));
            if (change.getFirst() instanceof StoreRecord.Generation first) {
                hash = first.before();
            }
            passed(ByteBuffer.wrap(all));
            apply(change);
        } catch (MalformedWireException | IllegalArgumentException e) {
            throw damaged();
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    void apply(List<StoreRecord> change) {
        records.addAndGet(change.size());
        change.forEach(contents::apply);
    }

    private byte[] open(byte[] head, byte[] sealed) {
        try {
            return seal.open(PURPOSE, head, sealed, new byte[0]);
        } catch (GeneralSecurityException e) {
            throw damaged();
        }
    }

    private static StorageException damaged() {
        return new StorageException(
                StorageException.Kind.DAMAGED,
                "an entry of the store's log is not what this version of Zoneseal writes");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every Java runtime", e);
        }
    }
}
