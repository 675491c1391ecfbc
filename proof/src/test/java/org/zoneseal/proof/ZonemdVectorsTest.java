package org.zoneseal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.zoneseal.proof.ProofReport.ZonemdStatus;
import org.zoneseal.zones.ZoneVersion;

/**
 * The zones of RFC 8976 Appendix A. The digest of the scheme 241 is filled up to the 48 bytes that
 * its hash has (§2.2.4); ZONEMD records are not in the digest, so that changes none.
 */
class ZonemdVectorsTest {

    private static final String COMPLEX =
            """
            example.      86400  IN  SOA     ns1 admin 2018031900 ( 1800 900 604800 86400 )
                          86400  IN  NS      ns1
                          86400  IN  NS      ns2
                          86400  IN  ZONEMD  2018031900 1 1 (
                            a3b69bad980a3504 e1cffcb0fd6397f9 3848071c93151f55
                            2ae2f6b1711d4bd2 d8b39808226d7b9d b71e34b72077f8fe )
            ns1           3600   IN  A       203.0.113.63
            NS2           3600   IN  AAAA    2001:db8::63
            occluded.sub  7200   IN  TXT     "I'm occluded but must be digested"
            sub           7200   IN  NS      ns1
            duplicate     300    IN  TXT     "I must be digested just once"
            duplicate     300    IN  TXT     "I must be digested just once"
            foo.test.     555    IN  TXT     "out-of-zone data must be excluded"
            UPPERCASE     3600   IN  TXT     "canonicalize uppercase owner names"
            *             777    IN  PTR     dont-forget-about-wildcards
            mail          3600   IN  MX      20 MAIL1
            mail          3600   IN  MX      10 Mail2.Example.
            sortme        3600   IN  AAAA    2001:db8::5:61
            sortme        3600   IN  AAAA    2001:db8::3:62
            sortme        3600   IN  AAAA    2001:db8::4:63
            sortme        3600   IN  AAAA    2001:db8::1:65
            sortme        3600   IN  AAAA    2001:db8::2:64
            non-apex      900    IN  ZONEMD  2018031900 1 1 (
                            616c6c6f77656420 6275742069676e6f 7265642e20616c6c
                            6f77656420627574 2069676e6f726564 2e20616c6c6f7765 )
            """;

    private static final String MULTIPLE =
            """
            example.      86400  IN  SOA     ns1 admin 2018031900 ( 1800 900 604800 86400 )
            example.      86400  IN  NS      ns1.example.
            example.      86400  IN  NS      ns2.example.
            example.      86400  IN  ZONEMD  2018031900 1 1 (
                            62e6cf51b02e54b9 b5f967d547ce4313 6792901f9f88e637
                            493daaf401c92c27 9dd10f0edb1c56f8 080211f8480ee306 )
            example.      86400  IN  ZONEMD  2018031900 1 2 (
                            08cfa1115c7b948c 4163a901270395ea 226a930cd2cbcf2f
                            a9a5e6eb85f37c8a 4e114d884e66f176 eab121cb02db7d65
                            2e0cc4827e7a3204 f166b47e5613fd27 )
            example.      86400  IN  ZONEMD  2018031900 1 240 (
                            e2d523f654b9422a 96c5a8f44607bbee )
            example.      86400  IN  ZONEMD  2018031900 241 1 (
                            e1846540e33a9e41 89792d18d5d131f6 05fc283e00000000
                0000000000000000 0000000000000000 0000000000000000 )
            ns1.example.  3600   IN  A       203.0.113.63
            ns2.example.  86400  IN  TXT     "This example has multiple digests"
            NS2.EXAMPLE.  3600   IN  AAAA    2001:db8::63
            """;

    @Test
    void zonemd_ofComplexZone_isVerified() {
        assertThat(status(COMPLEX)).isEqualTo(ZonemdStatus.VERIFIED);
        assertThat(status(COMPLEX.replace("occluded but", "occluded and")))
                .isEqualTo(ZonemdStatus.FAILED);
        assertThat(status(COMPLEX.replace("300    IN", "301    IN")))
                .isEqualTo(ZonemdStatus.FAILED);
    }

    @Test
    void zonemd_ofMultipleDigests_isVerifiedByEither() {
        assertThat(status(MULTIPLE)).isEqualTo(ZonemdStatus.VERIFIED);
        assertThat(status(MULTIPLE.replace("62e6cf51", "62e6cf52")))
                .isEqualTo(ZonemdStatus.VERIFIED);
        assertThat(status(MULTIPLE.replace("08cfa111", "08cfa112")))
                .isEqualTo(ZonemdStatus.VERIFIED);
        assertThat(status(MULTIPLE.replace("62e6cf51", "62e6cf52").replace("08cfa111", "08cfa112")))
                .isEqualTo(ZonemdStatus.FAILED);
    }

    private static ZonemdStatus status(String text) {
        ZoneVersion version = Zones.parse("example.", text);
        return ZoneProof.prove(version, ProofOptions.at(0), ProofProgress.NONE).zonemd();
    }
}
