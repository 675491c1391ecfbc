package org.zoneseal.signer;

import java.util.List;
import org.zoneseal.dnssec.Rrsig;
import org.zoneseal.dnssec.SignedData;
import org.zoneseal.hsm.Lane;
import org.zoneseal.zones.PageWriter;
import org.zoneseal.zones.RdataCursor;
import org.zoneseal.zones.RrsetCursor;

/**
 * Makes the signatures over one RRset after the other. Mutable, for one thread; it allocates
 * nothing per signature.
 */
final class RrsetSigner {

    private static final int MAX_PREFIX = Rrsig.FIXED + 255;

    private final SigningTimes times;
    private final byte[] signer;
    private final Lanes lanes;
    private final SignedData data = new SignedData();
    private final byte[] rrsig = new byte[MAX_PREFIX + Lane.MAX_SIGNATURE_LENGTH];
    private long made;

    RrsetSigner(SigningTimes times, byte[] apexWire, Lanes lanes) {
        this.times = times;
        this.signer = apexWire;
        this.lanes = lanes;
    }

    /** Signatures made. */
    long made() {
        return made;
    }

    /** Signs an RRset that lies in a page, into the RRset that is open. */
    void sign(SigningKey key, byte[] owner, int ownerLength, RrsetCursor rrset, PageWriter out) {
        int prefix = begin(key, owner, ownerLength, rrset.type(), rrset.ttl());
        RdataCursor rdatas = rrset.rdatas();
        while (rdatas.next()) {
            data.add(rdatas.bytes(), rdatas.offset(), rdatas.length());
        }
        finish(key, prefix, out);
    }

    /** Signs an RRset of one record that was just made, into the RRset that is open. */
    void sign(
            SigningKey key,
            byte[] owner,
            int ownerLength,
            int type,
            long ttl,
            byte[] rdata,
            int rdataLength,
            PageWriter out) {
        int prefix = begin(key, owner, ownerLength, type, ttl);
        data.add(rdata, 0, rdataLength);
        finish(key, prefix, out);
    }

    /** The same for several records, in canonical order. */
    void sign(
            SigningKey key,
            byte[] owner,
            int ownerLength,
            int type,
            long ttl,
            List<byte[]> rdatas,
            PageWriter out) {
        int prefix = begin(key, owner, ownerLength, type, ttl);
        rdatas.forEach(rdata -> data.add(rdata, 0, rdata.length));
        finish(key, prefix, out);
    }

    private int begin(SigningKey key, byte[] owner, int ownerLength, int type, long ttl) {
        long expiration =
                SigningKey.isKeyType(type)
                        ? times.dnskeyExpiration()
                        : times.expiration(owner, 0, ownerLength, type);
        int prefix =
                Rrsig.writePrefix(
                        rrsig,
                        0,
                        type,
                        key.algorithm(),
                        Rrsig.labelsOf(owner, 0),
                        ttl,
                        expiration,
                        times.inception(),
                        key.keyTag(),
                        signer);
        data.begin(rrsig, 0, prefix, owner, 0, ownerLength);
        return prefix;
    }

    private void finish(SigningKey key, int prefix, PageWriter out) {
        int length =
                lanes.of(key.token())
                        .sign(key.handle(), data.bytes(), 0, data.length(), rrsig, prefix);
        out.signature(rrsig, 0, prefix + length);
        made++;
    }
}
