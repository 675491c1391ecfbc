package org.zoneseal.server;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** PROXYv2 headers, right ones and such as can be broken. */
final class ProxyHeaders {

    static final int STREAM = 1;
    static final int DATAGRAM = 2;

    private ProxyHeaders() {}

    /** A header that names a client, with extensions behind the addresses. */
    static byte[] proxied(InetSocketAddress client, int transport, byte[] extensions) {
        byte[] address = client.getAddress().getAddress();
        int family = address.length == 4 ? 1 : 2;
        ByteBuffer out = ByteBuffer.allocate(16 + 36 + extensions.length);
        out.put(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a"));
        out.put((byte) 0x21).put((byte) (family << 4 | transport));
        out.putShort((short) (2 * address.length + 4 + extensions.length));
        out.put(address).put(new byte[address.length]);
        out.putShort((short) client.getPort()).putShort((short) 53);
        out.put(extensions);
        return taken(out);
    }

    /** A header in which the proxy speaks for itself. */
    static byte[] local() {
        ByteBuffer out = ByteBuffer.allocate(16);
        out.put(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a"));
        out.put((byte) 0x20).put((byte) 0).putShort((short) 0);
        return taken(out);
    }

    private static byte[] taken(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
