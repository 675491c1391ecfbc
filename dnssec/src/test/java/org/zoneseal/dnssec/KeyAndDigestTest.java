package org.zoneseal.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;

class KeyAndDigestTest {

    private static final Name DSKEY = Name.parse("dskey.example.com.");

    /** RFC 4034 §5.4. */
    private static final Dnskey KEY =
            Rdata.key(
                    256,
                    5,
                    "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD9"
                            + "9WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9Xzc"
                            + "nOf+EPbtG9DMBmADjFDc2w/rljwvFw==");

    @Test
    void keyTag_ofRfc4034Example_is60485() {
        assertThat(KEY.keyTag()).isEqualTo(60485);
    }

    @Test
    void ds_ofRfc4034And4509Examples_matches() {
        Ds sha1 = ds(60485, 5, 1, "2BB183AF5F22588179A53B0A98631FAD1A292118");
        Ds sha256 =
                ds(60485, 5, 2, "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A");
        assertThat(sha1.matches(DSKEY, KEY)).isTrue();
        assertThat(sha256.matches(DSKEY, KEY)).isTrue();
        assertThat(Ds.of(DSKEY, KEY, 2)).isEqualTo(sha256);
        assertThat(sha256.matches(Name.parse("example.com."), KEY)).isFalse();
    }

    @Test
    void ds_ofRfc6605Example_hasSha384() {
        Ds expected =
                ds(
                        10771,
                        14,
                        4,
                        "72d7b62976ce06438e9c0bf319013cf801f09ecc84b8"
                                + "d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6");
        assertThat(Ds.of(Name.parse("example.net."), SignatureVectorsTest.P384.key(), 4))
                .isEqualTo(expected);
    }

    @Test
    void ds_withSha1OrUnknownDigest_isNotMade() {
        assertThatThrownBy(() -> Ds.of(DSKEY, KEY, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ds.of(DSKEY, KEY, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ds(60485, 5, 3, "00").matches(DSKEY, KEY)).isFalse();
    }

    @Test
    void data_writtenAndParsed_isTheSame() {
        byte[] key = KEY.rdata();
        assertThat(Dnskey.parse(key, 0, key.length)).isEqualTo(KEY).hasSameHashCodeAs(KEY);
        Ds ds = Ds.of(DSKEY, KEY, 2);
        assertThat(Ds.parse(ds.rdata(), 0, ds.rdata().length)).isEqualTo(ds);
        assertThatThrownBy(() -> Dnskey.parse(key, 0, 3))
                .isInstanceOf(InvalidDnssecDataException.class);
        assertThatThrownBy(() -> Ds.parse(key, 0, 3))
                .isInstanceOf(InvalidDnssecDataException.class);
    }

    @Test
    void deleteForms_ofRfc8078_areThemselves() {
        assertThat(Ds.delete().rdata()).containsExactly(0, 0, 0, 0, 0);
        assertThat(Dnskey.delete().rdata()).containsExactly(0, 0, 3, 0, 0);
        assertThat(Ds.delete().isDelete()).isTrue();
        assertThat(Dnskey.delete().isDelete()).isTrue();
        assertThat(KEY.isDelete()).isFalse();
    }

    private static Ds ds(int tag, int algorithm, int type, String hex) {
        return new Ds(tag, algorithm, type, HexFormat.of().parseHex(hex));
    }
}
