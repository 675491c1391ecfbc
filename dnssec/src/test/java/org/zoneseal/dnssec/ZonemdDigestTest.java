package org.zoneseal.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

class ZonemdDigestTest {

    private final ZonemdDigest digest = new ZonemdDigest(ZonemdDigest.SHA384);

    /** RFC 8976 Appendix A.1. */
    @Test
    void digest_ofSimpleZone_isThatOfTheRfc() {
        byte[] soa =
                Rdata.of()
                        .name("ns1.example.")
                        .name("Admin.example.")
                        .u32(2018031900)
                        .u32(1800)
                        .u32(900)
                        .u32(604800)
                        .u32(86400)
                        .bytes();
        add("EXAMPLE.", 86400, RecordType.NS, Rdata.of().name("ns1.example.").bytes());
        add("example.", 86400, RecordType.NS, Rdata.of().name("ns2.example.").bytes());
        add("example.", 86400, RecordType.SOA, soa);
        add("ns1.example.", 3600, RecordType.A, Rdata.of().u8(203, 0, 113, 63).bytes());
        add(
                "ns2.example.",
                3600,
                RecordType.AAAA,
                Rdata.of().hex("20010db8000000000000000000000063").bytes());
        assertThat(digest.finish())
                .isEqualTo(
                        Rdata.of()
                                .hex("c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3")
                                .hex("a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c")
                                .bytes());
    }

    private void add(String owner, long ttl, int type, byte[] rdata) {
        byte[] name = Name.parse(owner).toWire();
        digest.add(name, 0, name.length, type, ttl, rdata, 0, rdata.length);
    }
}
