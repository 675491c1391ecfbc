package org.zoneseal.interop.device;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.zoneseal.cryptoki.wire.WireWriter;

/** A connection that sends what it is told, whether that is right or not (docs/design/wire.md). */
final class RawClient implements AutoCloseable {

    private final SocketChannel channel;

    RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    static byte[] opening() {
        return new WireWriter()
                .raw("ZSHM".getBytes(StandardCharsets.US_ASCII))
                .u16(1)
                .u8(0)
                .raw(new byte[16])
                .raw(new byte[32])
                .text("hostile")
                .toBytes();
    }

    /** Sends all; whether the other side took it. */
    boolean send(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Opens as a client does. */
    boolean open() throws IOException {
        return send(opening()) && openingAnswer() == 0;
    }

    /** The return value in the answer to an opening, -1 if there is none. */
    private int openingAnswer() throws IOException {
        ByteBuffer head = read(14);
        if (head.hasRemaining()) {
            return -1;
        }
        head.flip();
        int returnValue = head.getInt(6);
        read(head.getInt(10) + 72);
        return returnValue;
    }

    private ByteBuffer read(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Until all is there or the other side has closed.
        }
        return buffer;
    }

    /** Reads one answer's frame and says its return value, -1 if the other side closed. */
    int answer() throws IOException {
        ByteBuffer head = read(16);
        if (head.hasRemaining()) {
            return -1;
        }
        read(head.getInt(0) - 12);
        return head.getInt(12);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
