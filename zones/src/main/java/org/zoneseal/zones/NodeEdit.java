package org.zoneseal.zones;

import org.jspecify.annotations.Nullable;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordForm;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.RecordTypes;

/**
 * Writes what becomes of a node when records are taken from it and others added. Mutable, for one
 * thread.
 *
 * <p>The node, what is to go and what is to come are walked side by side, RRset by RRset and record
 * by record, all three in canonical order; RRsets that nothing happens to are copied as they are.
 * Two rdatas that differ in the case of a name are one record here (RFC 4343): a primary may spell
 * a name differently in the record that it takes away.
 */
final class NodeEdit {

    /** How exact what is taken away must be. */
    enum Mode {
        /** What is taken away must be there, what is added must not (RFC 1995 §4). */
        STRICT,
        /** What is not there is passed over. */
        LENIENT,
        /** Takes away only what is the same to the last byte, TTL included, and never a SOA. */
        SAME
    }

    private static final int MAX_TEXT = 200;

    private final Mode mode;
    private final PageWriter out;
    private final RdataOrder order = new RdataOrder();
    private final RrsetCursor none = new RrsetCursor();
    private final RecordRun base = new RecordRun();
    private final RecordRun removed = new RecordRun();
    private final RecordRun added = new RecordRun();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];

    NodeEdit(Mode mode, PageWriter out) {
        this.mode = mode;
        this.out = out;
    }

    /**
     * Writes the node, unless nothing is left of it. The cursors that are not null stand on nodes
     * with one key.
     *
     * @throws ZoneException naming the record that does not fit
     */
    void write(@Nullable NodeCursor node, @Nullable NodeCursor less, @Nullable NodeCursor more) {
        NodeCursor like = node != null ? node : more != null ? more : less;
        if (like == null) {
            return;
        }
        like.owner(owner, 0);
        out.beginNodeLike(like);
        writeRrsets(
                node == null ? none : node.rrsets(),
                less == null ? none : less.rrsets(),
                more == null ? none : more.rrsets());
        out.endNodeUnlessEmpty();
    }

    private void writeRrsets(RrsetCursor node, RrsetCursor less, RrsetCursor more) {
        int old = nextType(node);
        int gone = nextType(less);
        int come = nextType(more);
        while (true) {
            int type = Math.min(old, Math.min(gone, come));
            if (type == Integer.MAX_VALUE) {
                return;
            }
            if (gone == type || come == type) {
                writeRrset(
                        type,
                        old == type ? node : none,
                        gone == type ? less : none,
                        come == type ? more : none);
            } else {
                out.copyRrset(node);
            }
            old = old == type ? nextType(node) : old;
            gone = gone == type ? nextType(less) : gone;
            come = come == type ? nextType(more) : come;
        }
    }

    private static int nextType(RrsetCursor rrsets) {
        return rrsets.next() ? rrsets.type() : Integer.MAX_VALUE;
    }

    private void writeRrset(int type, RrsetCursor node, RrsetCursor less, RrsetCursor more) {
        out.beginRrset(type, 0);
        base.reset(node.rdatas(), ttl(node));
        removed.reset(less.rdatas(), ttl(less));
        added.reset(more.rdatas(), ttl(more));
        if (mode == Mode.SAME && type == RecordType.SOA) {
            removed.stop();
        }
        long ttl = merge(type, out::rdata);
        base.reset(node.signatures(), node.signatureTtl());
        removed.reset(less.signatures(), less.signatureTtl());
        added.reset(more.signatures(), more.signatureTtl());
        long signatureTtl = merge(RecordType.RRSIG, out::signature);
        out.endRrset(ttl >= 0 ? ttl : signatureTtl, signatureTtl >= 0 ? signatureTtl : ttl);
    }

    private static long ttl(RrsetCursor rrset) {
        return rrset.count() > 0 ? rrset.ttl() : 0;
    }

    /** Writes what is left and what is new; returns its TTL, or -1 if there is nothing. */
    private long merge(int type, RdataSink sink) {
        long ttl = -1;
        while (base.isOn() || removed.isOn() || added.isOn()) {
            if (removed.isOn() && takeAway(type)) {
                continue;
            }
            int side = order(type, base, added);
            if (side == 0) {
                throw problem("is to be added and is there already", type, added);
            }
            RecordRun next = side < 0 ? base : added;
            if (ttl >= 0 && ttl != next.ttl()) {
                throw problem("does not have the TTL of its RRset", type, next);
            }
            ttl = next.ttl();
            sink.rdata(next.bytes(), next.offset(), next.length());
            next.advance();
        }
        return ttl;
    }

    /**
     * Deals with the next record to take away, unless it comes only behind the next of the node.
     */
    private boolean takeAway(int type) {
        int side = order(type, removed, base);
        if (side > 0) {
            return false;
        }
        if (mode == Mode.STRICT && (side < 0 || removed.ttl() != base.ttl())) {
            String why = side < 0 ? "is to be removed and is not there" : "has another TTL";
            throw problem(why, type, removed);
        }
        if (side == 0 && (mode != Mode.SAME || removed.isSameAs(base))) {
            base.advance();
        }
        removed.advance();
        return true;
    }

    /** Which run's record comes first; a run that is over comes last. */
    private int order(int type, RecordRun a, RecordRun b) {
        if (!a.isOn() || !b.isOn()) {
            return a.isOn() ? -1 : 1;
        }
        return order.compare(
                type, a.bytes(), a.offset(), a.length(), b.bytes(), b.offset(), b.length());
    }

    private ZoneException problem(String what, int type, RecordRun record) {
        String text = RecordForm.of(type).toText(record.copy());
        return new ZoneException(
                Name.fromWire(owner, 0)
                        + " "
                        + RecordTypes.name(type)
                        + " "
                        + (text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text)
                        + " "
                        + what);
    }

    @FunctionalInterface
    private interface RdataSink {
        void rdata(byte[] bytes, int offset, int length);
    }
}
