package org.zoneseal.dns;

import java.io.IOException;

/**
 * A gateway whose kind stands in a byte before it: none (written as a dot), an IPv4 address, an
 * IPv6 address or a name. In an IPSECKEY (RFC 4025 §2) the algorithm stands between the two; in an
 * AMTRELAY (RFC 8777 §4) the kind's byte has a flag on top, which is written as a number of its
 * own.
 */
final class GatewayField extends Field {

    private static final String KIND = "the kind of gateway, 0 to 3";
    private static final String GATEWAY = "the gateway";

    private final boolean flagged;

    private GatewayField(boolean flagged) {
        this.flagged = flagged;
    }

    /** Kind, algorithm and gateway. */
    static GatewayField ipseckey() {
        return new GatewayField(false);
    }

    /** Discovery flag, kind and relay. */
    static GatewayField amtrelay() {
        return new GatewayField(true);
    }

    @Override
    int read(ZoneScanner in, byte[] out, int at) throws IOException {
        int flag = 0;
        if (flagged) {
            String expected = "the discovery flag, 0 or 1";
            in.need(expected);
            flag = (int) in.number(1, expected) << 7;
        }
        in.need(KIND);
        int kind = (int) in.number(3, KIND);
        out[at] = (byte) (flag | kind);
        int put = at + 1;
        if (!flagged) {
            String expected = "the algorithm, a number up to 255";
            in.need(expected);
            out[put++] = (byte) in.number(255, expected);
        }
        in.need(GATEWAY);
        return readGateway(in, kind, out, put);
    }

    private static int readGateway(ZoneScanner in, int kind, byte[] out, int at) {
        boolean read =
                switch (kind) {
                    case 0 -> in.isOnly('.');
                    case 1 -> AddressText.parse4(in.bytes, in.start, in.end, out, at);
                    case 2 -> AddressText.parse6(in.bytes, in.start, in.end, out, at);
                    default -> true;
                };
        if (!read) {
            throw in.problem(
                    switch (kind) {
                        case 0 -> "a dot, for no gateway";
                        case 1 -> "an IPv4 address";
                        default -> "an IPv6 address";
                    });
        }
        return switch (kind) {
            case 0 -> at;
            case 1 -> at + 4;
            case 2 -> at + 16;
            default -> at + NameField.readToken(in, out, at);
        };
    }

    @Override
    int check(byte[] rdata, int at, int end) {
        int from = fixed(at, flagged ? 1 : 2, end, GATEWAY);
        return switch (rdata[at] & kinds()) {
            case 0 -> from;
            case 1 -> fixed(from, 4, end, GATEWAY);
            case 2 -> fixed(from, 16, end, GATEWAY);
            case 3 -> NameField.check(rdata, from, end, GATEWAY);
            default -> end;
        };
    }

    private int kinds() {
        return flagged ? 0x7f : 0xff;
    }

    @Override
    int write(byte[] rdata, int at, int end, TextOutput out) {
        int kind = rdata[at] & kinds();
        if (kind > 3) {
            return NO_TEXT;
        }
        if (flagged) {
            out.put(rdata[at] < 0 ? "1 " : "0 ");
        }
        out.putNumber(kind);
        out.put(' ');
        int from = at + 1;
        if (!flagged) {
            out.putNumber(rdata[from++] & 0xff);
            out.put(' ');
        }
        switch (kind) {
            case 0 -> out.put('.');
            case 1 -> AddressText.write4(rdata, from, out);
            case 2 -> AddressText.write6(rdata, from, out);
            default -> {
                return NameField.writeName(rdata, from, out);
            }
        }
        return from + (kind == 0 ? 0 : kind == 1 ? 4 : 16);
    }
}
