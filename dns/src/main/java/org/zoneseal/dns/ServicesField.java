package org.zoneseal.dns;

import java.io.IOException;
import java.util.Arrays;

/** The protocol of a WKS record and a bit for each well-known port (RFC 1035 §3.4.2). */
final class ServicesField extends Field {

    private static final int MOST = 65536 / 8;
    private static final Mnemonics PROTOCOLS =
            new Mnemonics().add("ICMP", 1).add("TCP", 6).add("UDP", 17);
    private static final Mnemonics SERVICES =
            new Mnemonics()
                    .add("ECHO", 7)
                    .add("DISCARD", 9)
                    .add("SYSTAT", 11)
                    .add("DAYTIME", 13)
                    .add("QOTD", 17)
                    .add("CHARGEN", 19)
                    .add("FTP-DATA", 20)
                    .add("FTP", 21)
                    .add("SSH", 22)
                    .add("TELNET", 23)
                    .add("SMTP", 25)
                    .add("TIME", 37)
                    .add("NAMESERVER", 42)
                    .add("WHOIS", 43)
                    .add("DOMAIN", 53)
                    .add("TFTP", 69)
                    .add("GOPHER", 70)
                    .add("FINGER", 79)
                    .add("HTTP", 80)
                    .add("KERBEROS", 88)
                    .add("HOSTNAMES", 101)
                    .add("POP3", 110)
                    .add("SUNRPC", 111)
                    .add("AUTH", 113)
                    .add("NNTP", 119)
                    .add("NTP", 123)
                    .add("IMAP", 143)
                    .add("SNMP", 161)
                    .add("BGP", 179)
                    .add("IRC", 194)
                    .add("HTTPS", 443);

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        in.need("the protocol");
        out[at] = (byte) number(in, PROTOCOLS, 255, "the protocol, TCP, UDP or a number");
        int bits = at + 1;
        Arrays.fill(out, bits, bits + MOST, (byte) 0);
        int length = 0;
        while (in.next()) {
            int port = number(in, SERVICES, 65535, "a service's name or port");
            out[bits + port / 8] |= (byte) (0x80 >> port % 8);
            length = Math.max(length, port / 8 + 1);
        }
        return bits + length;
    }

    private static int number(ZoneScanner in, Mnemonics words, int most, String expected) {
        int value = words.find(in.bytes, in.start, in.end);
        return value >= 0 ? value : (int) in.number(most, expected);
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        int from = fixed(at, 1, end, "the protocol");
        if (end - from > MOST) {
            throw new InvalidRdataException("the bits of more than 65536 ports");
        }
        return end;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        if (end > at + 1 && rdata[end - 1] == 0) {
            return NO_TEXT;
        }
        out.putNumber(rdata[at] & 0xff);
        for (int port = 0; port < (end - at - 1) * 8; port++) {
            if ((rdata[at + 1 + port / 8] & 0x80 >> port % 8) != 0) {
                out.put(' ');
                out.putNumber(port);
            }
        }
        return end;
    }
}
