package org.zoneseal.simulator.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.zoneseal.cryptoki.wire.WireReader;
import org.zoneseal.cryptoki.wire.WireWriter;

/**
 * One entry of the audit log.
 *
 * @param before the hash of the entry before it
 * @param storeSequence how far the store's log was
 */
record AuditEntry(
        long sequence, Instant time, AuditEvent event, long storeSequence, byte[] before) {

    static final int HASH_LENGTH = 32;

    /** The bytes that are stored, and that the hash is taken of. */
    byte[] toBytes() {
        WireWriter out =
                new WireWriter()
                        .u64(sequence)
                        .u64(time.toEpochMilli())
                        .u64(storeSequence)
                        .raw(before)
                        .text(event.event())
                        .text(event.peer().transport())
                        .text(event.peer().identity())
                        .text(event.peer().program())
                        .text(event.subject())
                        .text(event.detail())
                        .u32(event.actors().size());
        event.actors().forEach(out::text);
        return out.toBytes();
    }

    static AuditEntry of(byte[] content) {
        WireReader in = new WireReader(content);
        long sequence = in.u64();
        Instant time = Instant.ofEpochMilli(in.u64());
        long storeSequence = in.u64();
        byte[] before = in.raw(HASH_LENGTH);
        String event = in.text();
        Peer peer = new Peer(in.text(), in.text(), in.text());
        String subject = in.text();
        String detail = in.text();
        List<String> actors = new ArrayList<>();
        for (long left = in.u32(); left > 0; left--) {
            actors.add(in.text());
        }
        in.end();
        return new AuditEntry(
                sequence,
                time,
                new AuditEvent(event, actors, peer, subject, detail),
                storeSequence,
                before);
    }
}
