package org.zoneseal.signer;

import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dnssec.Nsec3Hash;
import org.zoneseal.dnssec.TypeBitmap;
import org.zoneseal.zones.PackedPages;
import org.zoneseal.zones.PageWriter;

/** Writes and signs stretches of the NSEC3 chain. Mutable, for one thread. */
final class Nsec3Signer {

    private static final int LABEL = 32;

    private final SigningContext context;
    private final Nsec3Chain chain;
    private final RrsetSigner signer;
    private final SignatureReuse reuse;
    private final PageWriter out = new PageWriter();
    private final byte[] owner = new byte[Name.MAX_WIRE_LENGTH + LABEL + 1];
    private final int ownerLength;
    private final byte[] key = new byte[LABEL + 1];
    private final byte[] rdata = new byte[5 + 255 + 1 + Nsec3Hash.LENGTH + TypeBitmap.MAX_LENGTH];

    Nsec3Signer(SigningContext context, Nsec3Chain chain, Lanes lanes) {
        this.context = context;
        this.chain = chain;
        this.signer = new RrsetSigner(context.times(), context.apexWire(), lanes);
        this.reuse = context.nsec3Reuse();
        byte[] apex = context.apexWire();
        if (apex.length + LABEL + 1 > Name.MAX_WIRE_LENGTH) {
            throw new SigningException("the zone's name leaves no room for NSEC3 owner names");
        }
        owner[0] = LABEL;
        System.arraycopy(apex, 0, owner, LABEL + 1, apex.length);
        ownerLength = apex.length + LABEL + 1;
    }

    PackedPages sign(int from, int to) {
        reuse.restart();
        for (int i = from; i < to; i++) {
            sign(i);
        }
        return out.finish();
    }

    private void sign(int index) {
        chain.label(index, owner, 1);
        System.arraycopy(owner, 1, key, 0, LABEL);
        int length = chain.rdata(index, rdata);
        long ttl = context.denialTtl();
        reuse.moveTo(key, 0, key.length);
        out.beginNode(key, 0, key.length, owner, 0, 0);
        out.beginRrset(RecordType.NSEC3, ttl);
        out.rdata(rdata, 0, length);
        for (SigningKey by : context.dataKeys()) {
            if (!reuse.take(by, owner, ownerLength, RecordType.NSEC3, ttl, rdata, length, out)) {
                signer.sign(by, owner, ownerLength, RecordType.NSEC3, ttl, rdata, length, out);
            }
        }
        out.endRrset();
        out.endNode();
    }

    long made() {
        return signer.made();
    }

    long reused() {
        return reuse.reused();
    }
}
