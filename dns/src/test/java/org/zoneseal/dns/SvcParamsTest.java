package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test vectors of RFC 9460, Appendix D, and what they leave out. */
class SvcParamsTest {

    private static final Name ORIGIN = Name.parse("example.org.");
    private static final String FOO_COM = "03666f6f076578616d706c6503636f6d00";
    private static final String FOO_ORG = "03666f6f076578616d706c65036f726700";

    private static byte[] wire(String text) {
        return RecordForm.of(RecordType.SVCB).fromText(text, ORIGIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    0 foo.example.com. | 0000 COM | 0 foo.example.com.
                    1 . | 000100 | 1 .
                    16 foo.example.com. port=53 | 0010 COM 0003 0002 0035 | 16 foo.example.com. port=53
                    1 foo.example.com. key667=hello | 0001 COM 029b 0005 68656c6c6f | 1 foo.example.com. key667="hello"
                    1 foo.example.com. key667="hello\\210qoo" | 0001 COM 029b 0009 68656c6c6fd2716f6f | 1 foo.example.com. key667="hello\\210qoo"
                    1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1" | 0001 COM 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001 | 1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1
                    1 example.com. ipv6hint="2001:db8:122:344::192.0.2.33" | 0001 076578616d706c6503636f6d00 0006 0010 20010db80122034400000000c0000221 | 1 example.com. ipv6hint=2001:db8:122:344::c000:221
                    16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1 | 0010 ORG 0000 0004 0001 0004 0001 0009 026832 0568332d3139 0004 0004 c0000201 | 16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1
                    16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2" | 0010 ORG 0001 000c 08665c6f6f2c626172 026832 | 16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"
                    16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2 | 0010 ORG 0001 000c 08665c6f6f2c626172 026832 | 16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"
                    1 foo no-default-alpn alpn=h2 | 0001 ORG 0001 0003 026832 0002 0000 | 1 foo.example.org. alpn="h2" no-default-alpn
                    1 . ech=AEj+DQBEAQ== dohpath=/dns-query{?dns} ohttp | 0001 00 0005 0007 0048fe0d004401 0007 0010 2f646e732d71756572797b3f646e737d 0008 0000 | 1 . ech=AEj+DQBEAQ== dohpath="/dns-query{?dns}" ohttp
                    1 . key3="\\000\\053" | 0001 00 0003 0002 0035 | 1 . port=53
                    1 . ALPN="h2" KEY00009=\\000\\029 | 0001 00 0001 0003 026832 0009 0002 001d | 1 . alpn="h2" tls-supported-groups=29
                    1 . tls-supported-groups=29,23 | 0001 00 0009 0004 001d 0017 | 1 . tls-supported-groups=29,23
                    1 . key667="a b;c(" key65534 | 0001 00 029b 0006 6120623b6328 fffe 0000 | 1 . key667="a b;c(" key65534
                    1 . key667= | 0001 00 029b 0000 | 1 . key667
                    """)
    void parameters_betweenTextAndWire_areWhatTheRfcSays(String text, String hex, String written) {
        byte[] wire = wire(text);
        String expected = hex.replace("COM", FOO_COM).replace("ORG", FOO_ORG).replace(" ", "");
        assertThat(HexFormat.of().formatHex(wire)).isEqualTo(expected);
        RecordForm.of(RecordType.HTTPS).check(wire, 0, wire.length);
        assertThat(RecordForm.of(RecordType.HTTPS).toText(wire)).isEqualTo(written);
        assertThat(wire(written)).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 foo.example.com. key123=abc key123=def",
                "1 foo.example.com. mandatory",
                "1 foo.example.com. alpn",
                "1 foo.example.com. port",
                "1 foo.example.com. ipv4hint",
                "1 foo.example.com. ipv6hint",
                "1 foo.example.com. no-default-alpn=abc alpn=h2",
                "1 foo.example.com. mandatory=key123",
                "1 foo.example.com. mandatory=mandatory",
                "1 foo.example.com. mandatory=key123,key123 key123=abc",
                "1 . no-default-alpn",
                "1 . alpn=h2,",
                "1 . alpn=,h2",
                "1 . alpn=h2\\\\",
                "1 . port=65536",
                "1 . port=1,2",
                "1 . port=",
                "1 . ipv4hint=1.2.3",
                "1 . ipv4hint=1.2.3.4,",
                "1 . ech=",
                "1 . ech=!",
                "1 . key65535=a",
                "1 . key65536=a",
                "1 . key=a",
                "1 . foo=a",
                "1 . =a",
                "1 . \"alpn=h2\"",
                "1 . alpn=\"h2\"x",
                "1 . alpn\"h2\"",
                "1 . alpn=\"h2",
                "1 . key3=a",
                "1 . key1=",
                "1 . dohpath",
                "1 . mandatory=alpn, alpn=h2",
                "1 . mandatory=foo alpn=h2"
            })
    void parameters_thatAreMalformedOrInconsistent_areRefused(String text) {
        assertThatThrownBy(() -> wire(text)).isInstanceOf(InvalidRdataException.class);
    }

    @Test
    void mandatory_behindMuchElse_isRefusedWhenItDoesNotFit() {
        StringBuilder text = new StringBuilder("1 . key9=\"").append("a".repeat(65000));
        text.append("\" mandatory=key1");
        for (int key = 2; key < 28000; key++) {
            text.append(",key").append(key);
        }
        assertThatThrownBy(() -> wire(text.toString()))
                .isInstanceOf(InvalidRdataException.class)
                .hasMessageContaining("65535");
    }

    @Test
    void parameters_inReverseOrderByThousands_areSorted() {
        StringBuilder text = new StringBuilder("1 .");
        for (int key = 16000; key > 100; key--) {
            text.append(" key").append(key);
        }
        byte[] wire = wire(text.toString());
        assertThat(wire).hasSize(3 + 4 * 15900);
        RecordForm.of(RecordType.SVCB).check(wire, 0, wire.length);
    }
}
