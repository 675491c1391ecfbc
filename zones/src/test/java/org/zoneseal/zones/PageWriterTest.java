package org.zoneseal.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordType;

class PageWriterTest {

    private static final Name APEX = Name.parse("zone.test.");

    @Test
    void signature_inAnyOrder_endsInCanonicalOrderWithoutDuplicates() {
        PageWriter writer = new PageWriter();
        writer.beginNode(new byte[0], 0, 0, new byte[0], 0, 0);
        writer.beginRrset(RecordType.A, 60);
        writer.rdata(new byte[] {1, 2, 3, 4}, 0, 4);
        for (int last : new int[] {7, 200, 7, 3}) {
            byte[] signature = signature(last);
            writer.signature(signature, 0, signature.length);
        }
        writer.endRrset(30);
        writer.endNode();
        ZoneVersion version = ZoneVersion.of(APEX, List.of(writer.finish()), List.of());
        NodeCursor node = version.nodeCursor();
        assertThat(node.next()).isTrue();
        RrsetCursor rrset = node.rrsets();
        assertThat(rrset.next()).isTrue();
        assertThat(rrset.signatureCount()).isEqualTo(3);
        assertThat(rrset.signatureTtl()).isEqualTo(30);
        assertThat(version.records()).isEqualTo(4);
        assertThat(VersionLines.of(version.nodeCursor()))
                .containsExactly(
                        new GeneratedRecords.Entry(APEX, RecordType.A, 60, new byte[] {1, 2, 3, 4})
                                .line(),
                        line(3),
                        line(7),
                        line(200));
    }

    private static String line(int last) {
        return new GeneratedRecords.Entry(APEX, RecordType.RRSIG, 30, signature(last)).line();
    }

    private static byte[] signature(int last) {
        byte[] rdata = new byte[30];
        rdata[1] = RecordType.A;
        rdata[29] = (byte) last;
        return rdata;
    }

    @Test
    void endNode_moreThanALengthCanSay_isRefused() {
        PageWriter writer = new PageWriter();
        writer.beginNode(new byte[0], 0, 0, new byte[0], 0, 0);
        writer.beginRrset(RecordType.TXT, 60);
        byte[] rdata = new byte[65535];
        for (int i = 0; i < 260; i++) {
            writer.rdata(rdata, 0, rdata.length);
        }
        assertThatThrownBy(writer::endRrset)
                .isInstanceOf(ZoneException.class)
                .hasMessageContaining("16 MiB");
    }
}
