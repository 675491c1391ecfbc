package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each type's record data between text and wire form; vectors of the RFCs where they have some. */
class RecordVectorsTest {

    private static final Name ORIGIN = Name.parse("example.com.");

    private static byte[] wire(String type, String text) {
        return RecordForm.of(RecordTypes.parse(type)).fromText(text, ORIGIN);
    }

    private static String text(String type, byte[] wire) {
        RecordForm form = RecordForm.of(RecordTypes.parse(type));
        form.check(wire, 0, wire.length);
        return form.toText(wire);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Text, its wire form in hexadecimal, and the text that is written for it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                            A         | 192.0.2.1 | c0000201 | 192.0.2.1
                            AAAA      | 2001:DB8:0:0:0:0:0:1 | 20010db8000000000000000000000001 | 2001:db8::1
                            AAAA      | ::ffff:192.0.2.1 | 00000000000000000000ffffc0000201 | ::ffff:192.0.2.1
                            AAAA      | :: | 00000000000000000000000000000000 | ::
                            AAAA      | 1:0:0:2:0:0:0:3 | 00010000000000020000000000000003 | 1:0:0:2::3
                            AAAA      | 1:2:3:4:5:6:7:: | 00010002000300040005000600070000 | 1:2:3:4:5:6:7:0
                            AAAA      | ::2:3:4:5:6:7:8 | 00000002000300040005000600070008 | 0:2:3:4:5:6:7:8
                            AAAA      | fe80:: | fe800000000000000000000000000000 | fe80::
                            NS        | ns | 026e73076578616d706c6503636f6d00 | ns.example.com.
                            CNAME     | @ | 076578616d706c6503636f6d00 | example.com.
                            PTR       | . | 00 | .
                            DNAME     | a\\.b. | 03612e6200 | a\\.b.
                            SOA       | . . 1 1h 15m 1w1d 3600 | 0000 00000001 00000e10 00000384 000a8c00 00000e10 | . . 1 3600 900 691200 3600
                            MX        | 10 . | 000a00 | 10 .
                            TXT       | a "b c" "\\"\\;\\255" "" | 016103622063 03223bff 00 | "a" "b c" "\\";\\255" ""
                            HINFO     | KLH-10 ITS | 064b4c482d313003495453 | "KLH-10" "ITS"
                            MINFO     | . . | 0000 | . .
                            RP        | a. b. | 0161000162 00 | a. b.
                            AFSDB     | 1 a. | 0001016100 | 1 a.
                            X25       | 311061700956 | 0c333131303631373030393536 | "311061700956"
                            ISDN      | 150862028003217 004 | 0f313530383632303238303033323137 03303034 | "150862028003217" "004"
                            ISDN      | 1508 | 0431353038 | "1508"
                            RT        | 2 a. | 0002016100 | 2 a.
                            NSAP      | 0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00 | 47000580005a0000000001e133ffffff00016100 | 0x47000580005A0000000001E133FFFFFF00016100
                            NSAP-PTR  | a. | 016100 | a.
                            PX        | 10 a. b. | 000a016100016200 | 10 a. b.
                            GPOS      | -32.6882 116.8652 10.0 | 082d33322e36383832083131362e383635320431302e30 | "-32.6882" "116.8652" "10.0"
                            LOC       | 42 21 54 N 71 06 18 W -24m 30m | 00 33 16 13 89172dd0 70be15f0 00988d20 | 42 21 54.000 N 71 6 18.000 W -24m 30m 10000m 10m
                            LOC       | 42 21 43.952 N 71 5 6.344 W -24m 1m 200m | 00 12 24 13 89170690 70bf2dd8 00988d20 | 42 21 43.952 N 71 5 6.344 W -24m 1m 200m 10m
                            LOC       | 32 7 19 S 116 2 25 E 10m | 00 12 16 13 791b7d28 98e64868 00989a68 | 32 7 19.000 S 116 2 25.000 E 10m 1m 10000m 10m
                            LOC       | 90 N 180 W -100000.00 0 0.01 90000000.00m | 00 00 10 99 934fd900 59604e00 00000000 | 90 0 0.000 N 180 0 0.000 W -100000m 0m 0.01m 90000000m
                            NXT       | b. A NS SIG KEY NXT | 016200 600000c2 | b. A NS SIG KEY NXT
                            EID       | 0123 45 | 012345 | 012345
                            NIMLOC    | 0123 4 5 | 012345 | 012345
                            SRV       | 0 1 5060 sip | 0000000113c4 03736970076578616d706c6503636f6d00 | 0 1 5060 sip.example.com.
                            ATMA      | 39.246f.00 | 0039246f00 | 39246F00
                            ATMA      | +61.200.123 | 013631323030313233 | +61200123
                            NAPTR     | 100 50 "s" "http+I2L" "" a. | 00640032 0173 08687474702b49324c 00 016100 | 100 50 "s" "http+I2L" "" a.
                            KX        | 1 a. | 0001016100 | 1 a.
                            CERT      | PKIX 12345 RSASHA256 AQIDBA== | 000130390801020304 | 1 12345 8 AQIDBA==
                            A6        | 0 2001:db8::1 | 00 20010db8000000000000000000000001 | 0 2001:db8::1
                            A6        | 64 ::1 a. | 40 0000000000000001 016100 | 64 ::1 a.
                            A6        | 61 ::7:1:2:3:4 a. | 3d 07 0001000200030004 016100 | 61 ::7:1:2:3:4 a.
                            A6        | 128 a. | 80 016100 | 128 a.
                            SINK      | 1 2 3 AQID | 010203010203 | 1 2 3 AQID
                            APL       | 1:192.168.32.0/21 !1:192.168.38.0/28 | 0001 15 03 c0a820 0001 1c 83 c0a826 | 1:192.168.32.0/21 !1:192.168.38.0/28
                            APL       | 1:224.0.0.0/4 2:FF00:0:0:0:0:0:0:0/8 | 0001 04 01 e0 0002 08 01 ff | 1:224.0.0.0/4 2:ff00::/8
                            APL       | 1:0.0.0.0/0 | 0001 00 00 | 1:0.0.0.0/0
                            DS        | 60485 5 1 2BB183AF5F22588179A53B0A 98631FAD1A292118 | ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118 | 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118
                            SSHFP     | 2 1 123456789abcdef67890123456789abcdef67890 | 0201123456789abcdef67890123456789abcdef67890 | 2 1 123456789ABCDEF67890123456789ABCDEF67890
                            IPSECKEY  | 10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ== | 0a0102c0000226 01035153798 6ed35533b60 6447 8eeeb27b5bd74dae149b6e81ba3a0521af82ab7801 | 10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
                            IPSECKEY  | 10 0 2 . AQID | 0a0002010203 | 10 0 2 . AQID
                            IPSECKEY  | 10 3 2 a. AQID | 0a0302016100010203 | 10 3 2 a. AQID
                            IPSECKEY  | 10 2 0 2001:db8::1 | 0a020020010db8000000000000000000000001 | 10 2 0 2001:db8::1
                            DHCID     | AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA= | 000201636fc0b8271c82825bb1ac5c41cf5351aa69b4febd94e8f17cdb95000da48c40 | AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=
                            NSEC      | host.example.com. A MX RRSIG NSEC TYPE1234 | 04686f7374076578616d706c6503636f6d00 0006400100000003 041b000000000000000000000000000000000000000000000000000020 | host.example.com. A MX RRSIG NSEC TYPE1234
                            NSEC3     | 1 1 12 aabbccdd 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG | 0101000c04aabbccdd 14 17f3df17b2b2adaef615257de4d2020b80ac6c7c 0006400000000002 | 1 1 12 AABBCCDD 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG
                            NSEC3PARAM| 1 0 0 - | 0100000000 | 1 0 0 -
                            TLSA      | 0 0 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971 | 000001d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971 | 0 0 1 D2ABDE240D7CD3EE6B4B28C54DF034B97983A1D16E8A410E4561CB106618E971
                            SMIMEA    | 3 1 1 00ff | 03010100ff | 3 1 1 00FF
                            HIP       | 2 200100107B1A74DF365639CC39F1D578 AQID rvs1 rvs2.example.net. | 10020003200100107b1a74df365639cc39f1d578010203 0472767331076578616d706c6503636f6d00 0472767332076578616d706c65036e657400 | 2 200100107B1A74DF365639CC39F1D578 AQID rvs1.example.com. rvs2.example.net.
                            HIP       | 2 20 AQ== | 010200012001 | 2 20 AQ==
                            NINFO     | a | 0161 | "a"
                            RKEY      | 0 1 5 AQID | 00000105010203 | 0 1 5 AQID
                            TALINK    | a. . | 01610000 | a. .
                            CDS       | 0 0 0 00 | 0000000000 | 0 0 0 00
                            CDNSKEY   | 0 3 0 AA== | 0000030000 | 0 3 0 AA==
                            OPENPGPKEY| AQI D | 010203 | AQID
                            CSYNC     | 66 3 A NS AAAA | 000000420003 000460000008 | 66 3 A NS AAAA
                            ZONEMD    | 2018031500 1 1 FEBE3D4CE2EC2FFA4BA99D46CD69D6D29711E55217057BEE A0D29C8E15B9D8E3E0B1B7D7DE0F1A6F 1122334455667788 | 7848b78c0101febe3d4ce2ec2ffa4ba99d46cd69d6d29711e55217057bee a0d29c8e15b9d8e3e0b1b7d7de0f1a6f 1122334455667788 | 2018031500 1 1 FEBE3D4CE2EC2FFA4BA99D46CD69D6D29711E55217057BEEA0D29C8E15B9D8E3E0B1B7D7DE0F1A6F1122334455667788
                    ZONEMD    | 2018031500 1 241 e2d523f654b9422a96c5a8f4 | 7848b78c01f1 e2d523f654b9422a96c5a8f4 | 2018031500 1 241 E2D523F654B9422A96C5A8F4
                            DSYNC     | CDS NOTIFY 5359 cds-scanner.example.net. | 003b0114ef0b6364732d7363616e6e6572076578616d706c65036e657400 | CDS NOTIFY 5359 cds-scanner.example.net.
                            DSYNC     | TYPE65300 200 1 . | ff14c8000100 | TYPE65300 200 1 .
                            HHIT      | gwppbGVuZ3Ro | 830a696c656e677468 | gwppbGVuZ3Ro
                            SPF       | "v=spf1 -all" | 0b763d73706631202d616c6c | "v=spf1 -all"
                            NID       | 10 0014:4fff:ff20:ee64 | 000a00144fffff20ee64 | 10 0014:4fff:ff20:ee64
                            NID       | 10 14:4FFF:0:1 | 000a00144fff00000001 | 10 0014:4fff:0000:0001
                            L32       | 10 10.1.02.0 | x | x
                            L32       | 10 10.1.2.0 | 000a0a010200 | 10 10.1.2.0
                            L64       | 10 2001:0DB8:1140:1000 | 000a20010db811401000 | 10 2001:0db8:1140:1000
                            LP        | 10 l64-subnet1 | 000a0b6c36342d7375626e657431076578616d706c6503636f6d00 | 10 l64-subnet1.example.com.
                            EUI48     | 00-00-5e-00-53-2A | 00005e00532a | 00-00-5e-00-53-2a
                            EUI64     | 00-00-5e-ef-10-00-00-2a | 00005eef1000002a | 00-00-5e-ef-10-00-00-2a
                            URI       | 10 1 "ftp://ftp1.example.com/public" | 000a0001 6674703a2f2f667470312e6578616d706c652e636f6d2f7075626c6963 | 10 1 "ftp://ftp1.example.com/public"
                            CAA       | 0 issue "ca1.example.net; account=230123" | 00 05 6973737565 6361312e6578616d706c652e6e65743b206163636f756e743d323330313233 | 0 issue "ca1.example.net; account=230123"
                            CAA       | 128 tbs "" | 80 03 746273 | 128 tbs ""
                            DOA       | 1234567890 0 1 "image/gif" - | 499602d2 00000000 01 09696d6167652f676966 | 1234567890 0 1 "image/gif" -
                            DOA       | 0 1 2 "" aHR0 | 00000000 00000001 02 00 687474 | 0 1 2 "" aHR0
                            AMTRELAY  | 10 0 1 203.0.113.15 | 0a01cb00710f | 10 0 1 203.0.113.15
                            AMTRELAY  | 10 0 2 2001:db8::15 | 0a0220010db8000000000000000000000015 | 10 0 2 2001:db8::15
                            AMTRELAY  | 128 1 3 amtrelays.example.com. | 808309616d7472656c617973076578616d706c6503636f6d00 | 128 1 3 amtrelays.example.com.
                            AMTRELAY  | 10 0 0 . | 0a00 | 10 0 0 .
                            RESINFO   | qnamemin exterr=15,16 | 08716e616d656d696e 0c6578746572723d31352c3136 | "qnamemin" "exterr=15,16"
                            WALLET    | BTC x | 03425443 0178 | "BTC" "x"
                            CLA       | TCP-v4-v6 | 095443502d76342d7636 | "TCP-v4-v6"
                            IPN       | 18446744073709551615 | ffffffffffffffff | 18446744073709551615
                            TA        | 1 2 3 ff | 00010203ff | 1 2 3 FF
                            DLV       | 1 2 3 ff | 00010203ff | 1 2 3 FF
                            AVC       | "app-name:WOLFGANG" | 116170702d6e616d653a574f4c4647414e47 | "app-name:WOLFGANG"
                            WKS       | 10.0.0.1 TCP telnet smtp 80 | 0a000001 06 00000140 00000000000080 | 10.0.0.1 6 23 25 80
                            WKS       | 10.0.0.1 17 | 0a000001 11 | 10.0.0.1 17
                            KEY       | 256 3 5 AQID | 01000305010203 | 256 3 5 AQID
                            KEY       | 49152 3 0 | c0000300 | 49152 3 0
                            NULL      | \\# 2 abcd | abcd | \\# 2 ABCD
                            TYPE65280 | \\# 0 | `` | \\# 0
                            TYPE65280 | \\# 3 ab c d ef | abcdef | \\# 3 ABCDEF
                            A         | \\# 4 0A000001 | 0a000001 | 10.0.0.1
                            UINFO     | \\# 1 61 | 61 | \\# 1 61
                    """)
    void recordData_betweenTextAndWire_isWhatTheRfcSays(
            String type, String text, String wire, String written) {
        if (wire.equals("x")) {
            assertThatThrownBy(() -> wire(type, text)).isInstanceOf(InvalidRdataException.class);
            return;
        }
        byte[] read = wire(type, text);
        assertThat(hex(read)).isEqualTo(wire.replace(" ", ""));
        assertThat(text(type, read)).isEqualTo(written);
        assertThat(wire(type, written)).isEqualTo(read);
    }

    @Test
    void rrsig_ofRfc4034_hasItsTimesAsSeconds() {
        byte[] wire =
                wire(
                        "RRSIG",
                        "A 5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1W6WNGv+ldvQ3"
                                + " WDG0MQkg5IEhjRip8WTr");
        assertThat(hex(wire)).startsWith("0001050300015180" + "3e7c9dd7" + "3e5510d7" + "0a52");
        assertThat(text("RRSIG", wire))
                .isEqualTo(
                        "A 5 3 86400 20030322173103 20030220173103 2642 example.com."
                                + " oJB1W6WNGv+ldvQ3WDG0MQkg5IEhjRip8WTr");
    }

    @ParameterizedTest
    @CsvSource({
        "19700101000000, 0",
        "20000229235959, 951868799",
        "20380119031408, 2147483648",
        "21060207062815, 4294967295",
        "21000228120000, 4107499200",
        "1700000000, 1700000000"
    })
    void signatureTime_read_isSecondsSince1970(String text, long seconds) {
        byte[] wire = wire("RRSIG", "A 8 1 0 " + text + " 0 0 . AA==");
        assertThat(NumberField.load(wire, 8, 4)).isEqualTo(seconds);
        if (text.length() == 14) {
            assertThat(text("RRSIG", wire)).contains(" " + text + " ");
        }
    }

    @Test
    void signatureTime_ofEveryDay_roundTrips() {
        byte[] wire = wire("RRSIG", "A 8 1 0 0 0 0 . AA==");
        for (long day = 0; day <= 49710; day++) {
            NumberField.store(day * 86400 + day % 86400 % 23296, 4, wire, 8);
            assertThat(wire("RRSIG", text("RRSIG", wire))).isEqualTo(wire);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                            A | 192.0.2
                            A | 192.0.2.1.1
                            A | 192.0.2.256
                            A | 192.0.2.01
                            A | 192.0.2.1 x
                            A | ``
                            A | "1.2.3.4
                            AAAA | 1:2:3:4:5:6:7
                            AAAA | 1:2:3:4:5:6:7:8:9
                            AAAA | 1::2::3
                            AAAA | 12345::
                            AAAA | :1
                            AAAA | 1:
                            AAAA | :::
                            AAAA | ::1.2.3
                            AAAA | 1:2:3:4:5:6:7:1.2.3.4
                            AAAA | 1:2:3:4:5:6:7:8::
                            NS | a..b
                            NS | a b
                            SOA | . . 4294967296 1 1 1 1
                            SOA | . . 1 1x 1 1 1
                            SOA | . . 1 1h5 1 1 1
                            SOA | . . 1 h 1 1 1
                            SOA | . . 1 9999999w 1 1 1
                            MX | 65536 a.
                            MX | -1 a.
                            MX | 1
                            TXT | ``
                            TXT | "\\256"
                            TXT | "\\25"
                            HINFO | a
                            X25 | ``
                            LOC | 91 N 0 E 0
                            LOC | 90 0 0.001 N 0 E 0
                            LOC | 1 60 N 0 E 0
                            LOC | 1 1 60 N 0 E 0
                            LOC | 1 1 1.0001 N 0 E 0
                            LOC | 1 1 1 1 N 0 E 0
                            LOC | 1 N 181 E 0
                            LOC | 1 N 1 E
                            LOC | 1 N 1 E -100000.01
                            LOC | 1 N 1 E 42849672.96
                            LOC | 1 N 1 E 0 90000001
                            LOC | 1 N 1 E 0 -1
                            LOC | 1 N 1 E . 1
                            NXT | a. CAA
                            NXT | a.
                            NSAP | 47
                            NSAP | 0x4
                            NSAP | 0x4g
                            ATMA | +
                            ATMA | 123
                            ATMA | +1a
                            CERT | FOO 1 1 AQID
                            A6 | 129 ::
                            A6 | 64 ::
                            A6 | 128 :: a.
                            APL | 1:1.2.3.4
                            APL | 1:1.2.3.4/33
                            APL | 2:::/129
                            APL | 3:1.2.3.4/1
                            APL | 1:/1
                            APL | !
                            APL | 1:1.2.3.4/
                            DS | 1 1 1 abc
                            DS | 1 1 1
                            DS | 1 1 1 xx
                            DS | 1 FOO 1 00
                            DS | 1 256 1 00
                            IPSECKEY | 1 4 1 . AQID
                            IPSECKEY | 1 0 1 x AQID
                            IPSECKEY | 1 1 1 :: AQID
                            RRSIG | A 8 1 0 20010229000000 20010101000000 1 . AA==
                            RRSIG | A 8 1 0 20011301000000 20010101000000 1 . AA==
                            RRSIG | A 8 1 0 2001010100000 20010101000000 1 . AA==
                            RRSIG | A 8 1 0 99999999999999 20010101000000 1 . AA==
                            RRSIG | A 8 1 0 20010101000000 20010101000000 1 . AA=A
                            RRSIG | A 8 1 0 20010101000000 20010101000000 1 . AAA
                            RRSIG | A 8 1 0 20010101000000 20010101000000 1 . A===
                            RRSIG | A 8 1 0 20010101000000 20010101000000 1 . A*AA
                            RRSIG | FOO 8 1 0 20010101000000 20010101000000 1 . AAAA
                            NSEC | a. A FOO
                            NSEC3 | 1 0 0 - 0 A
                            NSEC3 | 1 0 0 - w0 A
                            NSEC3 | 1 0 0 abc 00 A
                            NSEC3PARAM | 1 0 65536 -
                            HIP | 2 2 AQID
                            HIP | 2 20
                            HIP | 2 20 *
                            ZONEMD | 1 1 1 0011
                    ZONEMD | 1 1 240 0102030405060708090a0b
                    ZONEMD | 1 1 2 FEBE3D4CE2EC2FFA4BA99D46CD69D6D29711E55217057BEE
                    CAA | 0 is-sue x
                    SSHFP | 1 2 00112233445566778899aabbccddeeff0011223344
                    DS | 1 8 2 00112233445566778899aabbccddeeff00112233
                    DNSKEY | 256 3 8
                            NID | 1 1:2:3
                            NID | 1 1:2:3:4:5
                            NID | 1 1:2:3:12345
                            NID | 1 1::3:4
                            EUI48 | 00-00-5e-00-53
                            EUI48 | 0-0-5e-00-53-2a
                            EUI48 | 00-00-5e-00-53-2a-2a
                            EUI64 | 00-00-5e-00-53-2a
                            URI | 1 1 ""
                            CAA | 0 "" x
                            CAA | 0 issue
                            CAA | 256 issue x
                            AMTRELAY | 1 2 0 .
                            AMTRELAY | 1 0 4 .
                            IPN | 18446744073709551616
                            IPN | -1
                            WKS | 1.2.3.4 TCP 65536
                            WKS | 1.2.3.4 FOO 1
                            NULL | abc
                            TYPE65280 | abc
                            TYPE65280 | \\# 2 ab
                            TYPE65280 | \\# 1 abcd
                            TYPE65280 | \\# 65536 ab
                            TYPE65280 | \\# x ab
                            A | \\# 3 010203
                            A | \\# 5 0102030405
                            NS | \\# 2 0161
                            NS | \\# 2 c000
                            TXT | \\# 0
                            DSYNC | CDS FOO 1 .
                            CSYNC | 1 1 FOO
                    """)
    void recordData_ofWrongText_isRefused(String type, String text) {
        assertThatThrownBy(() -> wire(type, text)).isInstanceOf(InvalidRdataException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "A, 010203",
        "A, 0102030405",
        "NS, 0161",
        "NS, c00c",
        "NS, 4000",
        "SOA, 0000000000010000000100000001000000010000",
        "MX, 0001",
        "TXT, ''",
        "TXT, 0261",
        "LOC, 01121613800000008000000000989680",
        "LOC, 00a21613800000008000000000989680",
        "LOC, 000a1613800000008000000000989680",
        "LOC, 00121613ffffffff8000000000989680",
        "APL, 000118020a00",
        "APL, 000121010a",
        "APL, 0001180501010101 01",
        "APL, 00011801",
        "NSEC, 00000100",
        "NSEC, 000000",
        "NSEC, 00002101",
        "NSEC, 0001014000 0140",
        "NSEC, 00000240",
        "NSEC3, 010000000000",
        "NSEC3, 01000000000201",
        "NSEC3PARAM, 01000000",
        "NSEC3PARAM, 010000000000",
        "HIP, 0002000101",
        "HIP, 010200000101",
        "ZONEMD, 000000010101000102030405060708090a",
        "CAA, 0000",
        "CAA, 00056973737",
        "URI, 00010001",
        "IPSECKEY, 0a0102c00002",
        "AMTRELAY, 0a83",
        "A6, 81",
        "A6, 4180000000000000000161 00",
        "NXT, 00",
        "NXT, 008000",
        "NXT, 0080",
        "EUI48, 00005e0053",
        "IPN, 00",
        "SVCB, 0001000001",
        "SVCB, 00010000010000",
        "SVCB, 000100000300020050 00030002 0050",
        "SVCB, 0001000003000150",
        "SVCB, 00010000020000",
        "SVCB, 00010000000002 0003",
        "DSYNC, 003b01ffff"
    })
    void recordData_ofWrongBytes_isRefused(String type, String wire) {
        String even = wire.replace(" ", "");
        byte[] rdata = bytes(even.length() % 2 == 0 ? even : even + "0");
        RecordForm form = RecordForm.of(RecordTypes.parse(type));
        assertThatThrownBy(() -> form.check(rdata, 0, rdata.length))
                .isInstanceOf(InvalidRdataException.class);
    }

    /** What is sound but cannot be said in the type's own form is written as RFC 3597 has it. */
    @ParameterizedTest
    @CsvSource({
        "APL, 0003080101",
        "IPSECKEY, 0a0402",
        "AMTRELAY, 0a04ff",
        "WKS, 0a000001060000",
        "ATMA, 0261",
        "ATMA, 0161",
        "SVCB, 000100ffff0000"
    })
    void recordData_withoutPresentationForm_isWrittenAsBytes(String type, String wire) {
        String text = text(type, bytes(wire));
        assertThat(text)
                .isEqualTo(
                        "\\# " + wire.length() / 2 + " " + wire.toUpperCase(java.util.Locale.ROOT));
        assertThat(hex(wire(type, text))).isEqualTo(wire);
    }

    @Test
    void txt_of65535Bytes_roundTripsAndOneMoreIsRefused() {
        String string = "\"" + "a".repeat(255) + "\" ";
        String full = string.repeat(255) + "\"" + "b".repeat(254) + "\"";
        byte[] wire = wire("TXT", full);
        assertThat(wire).hasSize(65535);
        assertThat(wire("TXT", text("TXT", wire))).isEqualTo(wire);
        assertThatThrownBy(() -> wire("TXT", string.repeat(256)))
                .isInstanceOf(InvalidRdataException.class)
                .hasMessageContaining("65536");
        assertThatThrownBy(() -> wire("TXT", string.repeat(400)))
                .isInstanceOf(InvalidRdataException.class);
        assertThatThrownBy(() -> wire("TXT", "a".repeat(256)))
                .isInstanceOf(InvalidRdataException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"URI", "CAA", "OPENPGPKEY", "EID", "NSAP", "APL", "HIP", "SVCB", "ATMA"})
    void recordData_thatIsTooLong_isRefused(String type) {
        String text =
                switch (type) {
                    case "URI" -> "1 1 \"" + "a".repeat(65532) + "\"";
                    case "CAA" -> "1 issue \"" + "a".repeat(65530) + "\"";
                    case "OPENPGPKEY" -> "AAAA".repeat(21845) + " AAAA";
                    case "EID" -> "00".repeat(65536);
                    case "NSAP" -> "0x" + "00".repeat(65536);
                    case "APL" -> "1:1.2.3.4/32 ".repeat(8192);
                    case "HIP" -> "1 00 AAAA" + " a.b.c.d.e.f.".repeat(6000);
                    case "SVCB" -> "1 . key1000=" + "a".repeat(65535);
                    default -> "+" + "1".repeat(65535);
                };
        assertThatThrownBy(() -> wire(type, text)).isInstanceOf(InvalidRdataException.class);
    }

    @Test
    void canonicalForm_ofOldTypes_lowersNamesOnly() {
        byte[] wire = wire("NAPTR", "1 1 \"S\" \"HTTP\" \"!A!\" Foo.EXAMPLE.");
        byte[] canonical = new byte[wire.length];
        RecordForm form = RecordForm.of(RecordType.NAPTR);
        assertThat(form.canonical(wire, 0, wire.length, canonical, 0)).isEqualTo(wire.length);
        assertThat(text("NAPTR", canonical)).isEqualTo("1 1 \"S\" \"HTTP\" \"!A!\" foo.example.");
        byte[] a6 = wire("A6", "64 ::1 Foo.");
        RecordForm.of(RecordType.A6).canonical(a6, 0, a6.length, canonical, 0);
        assertThat(new String(canonical, 10, 3, StandardCharsets.US_ASCII)).isEqualTo("foo");
    }

    /** RFC 4034 §6.2 without NSEC and HINFO, as RFC 6840 §5.1 corrects it. */
    @Test
    void loweringTypes_areThoseOfRfc4034AndRfc6840() {
        StringBuilder lowering = new StringBuilder();
        for (int type : RecordTypes.registered()) {
            if (RecordForm.of(type).lowersNames()) {
                lowering.append(RecordTypes.name(type)).append(' ');
            }
        }
        assertThat(lowering.toString())
                .isEqualTo(
                        "NS MD MF CNAME SOA MB MG MR PTR MINFO MX RP AFSDB RT SIG PX NXT SRV NAPTR"
                                + " KX A6 DNAME RRSIG ");
    }

    @Test
    void registeredTypes_butThoseWithoutPresentationForm_haveTheirFields() {
        StringBuilder opaque = new StringBuilder();
        for (int type : RecordTypes.registered()) {
            if (RecordForm.of(type).fields().length == 0) {
                opaque.append(RecordTypes.name(type)).append(' ');
            }
        }
        assertThat(opaque.toString())
                .isEqualTo(
                        "NULL OPT UINFO UID GID UNSPEC NXNAME TKEY TSIG IXFR AXFR MAILB MAILA ANY ");
    }

    @Test
    void fromMessage_ofMx_expandsItsName() {
        byte[] message = new byte[40];
        byte[] name = Name.parse("example.").toWire();
        System.arraycopy(name, 0, message, 15, name.length);
        byte[] rdata = bytes("000a 026d78 c00c");
        System.arraycopy(rdata, 0, message, 30, rdata.length);
        byte[] out = new byte[300];
        int length = RecordForm.of(RecordType.MX).fromMessage(message, 3, 30, 7, out, 0);
        assertThat(RecordForm.of(RecordType.MX).toText(java.util.Arrays.copyOf(out, length)))
                .isEqualTo("10 mx.example.");
        assertThatThrownBy(
                        () -> RecordForm.of(RecordType.LP).fromMessage(message, 3, 30, 7, out, 0))
                .isInstanceOf(InvalidRdataException.class);
        assertThatThrownBy(
                        () -> RecordForm.of(RecordType.MX).fromMessage(message, 3, 30, 6, out, 0))
                .isInstanceOf(InvalidRdataException.class);
    }
}
