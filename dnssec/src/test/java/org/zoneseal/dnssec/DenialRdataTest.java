package org.zoneseal.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;

class DenialRdataTest {

    private final TypeBitmap types = new TypeBitmap();

    /** RFC 4034 §4.3. */
    @Test
    void nsec_ofRfc4034Example_isWrittenAndRead() {
        for (int type : new int[] {1, 15, 46, 47, 1234}) {
            types.add(type);
        }
        byte[] next = Name.parse("host.example.com.").toWire();
        byte[] out = new byte[512];
        int end = Nsec.write(out, 0, next, 0, next.length, types);
        assertThat(Arrays.copyOf(out, 26))
                .isEqualTo(
                        Rdata.of()
                                .hex("04686f7374076578616d706c6503636f6d00 0006400100000003")
                                .bytes());
        Nsec nsec = new Nsec();
        assertThat(nsec.wrap(out, 0, end)).isTrue();
        assertThat(nsec.nextLength()).isEqualTo(next.length);
        assertThat(types.matches(out, nsec.bitmapOffset(), nsec.bitmapLength())).isTrue();
        assertThat(nsec.wrap(out, 0, 10)).isFalse();
        assertThat(nsec.wrap(out, 0, end - 1)).isFalse();
    }

    @Test
    void nsec3_written_isRead() {
        types.add(1);
        Nsec3Param parameters = new Nsec3Param(1, 0, 12, Rdata.of().hex("aabbccdd").bytes());
        byte[] hash = new byte[20];
        Arrays.fill(hash, (byte) 7);
        byte[] out = new byte[100];
        int end = Nsec3.write(out, 3, parameters, Nsec3.OPT_OUT, hash, 0, types);
        Nsec3 nsec3 = new Nsec3();
        assertThat(nsec3.wrap(out, 3, end - 3)).isTrue();
        assertThat(nsec3.isOptOut()).isTrue();
        assertThat(nsec3.hasParameters(parameters)).isTrue();
        assertThat(nsec3.hasParameters(Nsec3Param.RECOMMENDED)).isFalse();
        assertThat(nsec3.nextLength()).isEqualTo(20);
        assertThat(out[nsec3.nextOffset()]).isEqualTo((byte) 7);
        assertThat(types.matches(out, nsec3.bitmapOffset(), nsec3.bitmapLength())).isTrue();
        for (int length = 0; length < end - 3; length++) {
            if (length != end - 3 - 3) {
                assertThat(nsec3.wrap(out, 3, length)).as("%d bytes", length).isFalse();
            }
        }
    }

    @Test
    void nsec3Param_writtenAndParsed_isTheSame() {
        byte[] rdata = Rdata.of().hex("01 00 000c 04 aabbccdd").bytes();
        Nsec3Param parameters = Nsec3Param.parse(rdata, 0, rdata.length);
        assertThat(parameters).hasToString("1 0 12 aabbccdd");
        assertThat(parameters.rdata()).isEqualTo(rdata);
        assertThat(Nsec3Param.RECOMMENDED).hasToString("1 0 0 -");
        assertThatThrownBy(() -> Nsec3Param.parse(rdata, 0, rdata.length - 1))
                .isInstanceOf(InvalidDnssecDataException.class);
    }

    @Test
    void zonemd_writtenAndParsed_isTheSame() {
        Zonemd zonemd = new Zonemd(2018031900L, 1, 1, new byte[48]);
        byte[] rdata = zonemd.rdata();
        assertThat(Zonemd.parse(rdata, 0, rdata.length)).isEqualTo(zonemd);
        assertThatThrownBy(() -> Zonemd.parse(rdata, 0, 17))
                .isInstanceOf(InvalidDnssecDataException.class);
    }

    @Test
    void signatureTimes_aroundTheWrap_followSerialArithmetic() {
        long now = 0xffff_ffffL + 10;
        byte[] prefix = new byte[20];
        Rrsig.writePrefix(prefix, 0, 1, 13, 1, 60, now + 100, now - 100, 1, new byte[1]);
        Rrsig rrsig = new Rrsig();
        assertThat(rrsig.wrap(prefix, 0, 19)).isTrue();
        assertThat(rrsig.isValidAt(now)).isTrue();
        assertThat(rrsig.isValidAt(now + 100)).isTrue();
        assertThat(rrsig.isValidAt(now + 101)).isFalse();
        assertThat(rrsig.isValidAt(now - 101)).isFalse();
        assertThat(SerialTime.near(rrsig.expiration(), now)).isEqualTo(now + 100);
        assertThat(SerialTime.near(rrsig.inception(), now)).isEqualTo(now - 100);
    }
}
