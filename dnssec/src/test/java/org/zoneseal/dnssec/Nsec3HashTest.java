package org.zoneseal.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;

class Nsec3HashTest {

    private final Nsec3Hash hash = new Nsec3Hash(12, Rdata.of().hex("aabbccdd").bytes());

    /** RFC 5155 Appendix A. */
    @ParameterizedTest
    @CsvSource({
        "example., 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom",
        "a.example., 35mthgpgcu1qg68fab165klnsnk3dpvl",
        "ai.example., gjeqe526plbf1g8mklp59enfd789njgi",
        "ns1.example., 2t7b4g4vsa5smi47k61mv5bv1a22bojr",
        "ns2.example., q04jkcevqvmu85r014c7dkba38o0ji5r",
        "w.example., k8udemvp1j2f7eg6jebps17vp3n8i58h",
        "*.w.example., r53bq7cc2uvmubfu5ocmm6pers9tk9en",
        "x.w.example., b4um86eghhds6nea196smvmlo4ors995",
        "y.w.example., ji6neoaepv8b5o6k4ev33abha8ht9fgc",
        "x.y.w.example., 2vptu5timamqttgl4luu9kg21e0aor3s",
        "xx.example., t644ebqk9bibcna874givr6joj62mlhv",
        "2t7b4g4vsa5smi47k61mv5bv1a22bojr.example., kohar7mbb8dc2ce8a9qvl8hon4k53uhi"
    })
    void hash_ofRfc5155Names_isTheirOwner(String name, String expected) {
        byte[] wire = Name.parse(name).toCanonicalWire();
        byte[] out = new byte[Nsec3Hash.LENGTH];
        hash.hash(wire, 0, wire.length, out, 0);
        byte[] text = new byte[32];
        assertThat(Base32Hex.encode(out, 0, out.length, text, 0)).isEqualTo(32);
        assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo(expected);
        byte[] back = new byte[20];
        assertThat(Base32Hex.decode(text, 0, 32, back, 0)).isEqualTo(20);
        assertThat(back).isEqualTo(out);
    }

    @ParameterizedTest
    @CsvSource({"0", "000", "w0", "01", "0!"})
    void decode_ofWhatEncodeNeverMakes_isRefused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(Base32Hex.decode(bytes, 0, bytes.length, new byte[10], 0)).isEqualTo(-1);
    }
}
