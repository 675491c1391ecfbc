package org.zoneseal.app;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ZoneFileWriter;
import org.zoneseal.zones.NodeCursor;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;
import org.zoneseal.zones.ZoneVersion;

/** Writes a zone version as a zone file: canonical order, the SOA first, signatures after data. */
final class ZoneText {

    private final ZoneFileWriter out;
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH];
    private long records;

    private ZoneText(ZoneFileWriter out) {
        this.out = out;
    }

    /** Writes all records; the channel stays open. */
    static long write(ZoneVersion version, WritableByteChannel channel) throws IOException {
        ZoneFileWriter writer = new ZoneFileWriter(channel);
        ZoneText text = new ZoneText(writer);
        NodeCursor nodes = version.allNodes();
        while (nodes.next()) {
            text.node(nodes);
        }
        writer.flush();
        return text.records;
    }

    private void node(NodeCursor node) throws IOException {
        node.owner(owner, 0);
        RrsetCursor rrsets = node.rrsets();
        if (node.isApex() && rrsets.find(RecordType.SOA)) {
            rrset(rrsets);
            rrsets.rewind();
        }
        while (rrsets.next()) {
            if (!node.isApex() || rrsets.type() != RecordType.SOA) {
                rrset(rrsets);
            }
        }
    }

    private void rrset(RrsetCursor rrset) throws IOException {
        records(rrset.type(), rrset.ttl(), rrset.rdatas());
        records(RecordType.RRSIG, rrset.signatureTtl(), rrset.signatures());
    }

    private void records(int type, long ttl, RdataCursor rdatas) throws IOException {
        while (rdatas.next()) {
            out.record(owner, 0, type, ttl, rdatas.bytes(), rdatas.offset(), rdatas.length());
            records++;
        }
    }
}
