package org.zoneseal.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A Unix socket.
 *
 * <p>A blocking channel cannot wait with a bound, so the channel never blocks and a selector for
 * each direction waits. What is there already is taken without asking the selector.
 */
final class UnixTransport implements Transport {

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;

    private UnixTransport(SocketChannel channel, Selector readable, Selector writable) {
        this.channel = channel;
        this.readable = readable;
        this.writable = writable;
    }

    static UnixTransport connect(HsmAddress.UnixSocket address) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(address.path()));
        try {
            channel.configureBlocking(false);
            Selector readable = channel.provider().openSelector();
            Selector writable = channel.provider().openSelector();
            channel.register(readable, SelectionKey.OP_READ);
            channel.register(writable, SelectionKey.OP_WRITE);
            return new UnixTransport(channel, readable, writable);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Duration patience) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) == 0) {
                await(writable, patience);
            }
        }
    }

    @Override
    public void read(byte[] bytes, int offset, int length, Duration patience) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer);
            if (count < 0) {
                throw new EOFException("the HSM closed the connection");
            }
            if (count == 0) {
                await(readable, patience);
            }
        }
    }

    private static void await(Selector selector, Duration patience) throws IOException {
        try {
            if (selector.select(Math.max(1, patience.toMillis())) == 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw new EOFException("the connection was closed");
        }
    }

    @Override
    public boolean isQuiet() {
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        Closing.quietly(readable);
        Closing.quietly(writable);
        Closing.quietly(channel);
    }
}
