package org.zoneseal.app.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.zoneseal.app.CommandException;

/** Lines over a Unix socket, each read and written within a bound. Mutable; of one thread. */
final class ControlLine implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final SocketChannel channel;
    private final Selector selector;

    private ControlLine(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static ControlLine of(SocketChannel channel) throws IOException {
        Selector selector = channel.provider().openSelector();
        try {
            channel.configureBlocking(false);
            channel.register(selector, 0);
            return new ControlLine(channel, selector);
        } catch (IOException e) {
            selector.close();
            channel.close();
            throw e;
        }
    }

    /**
     * Reads up to the first line break.
     *
     * @throws CommandException if that is longer than allowed
     */
    String read(int longest) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(longest);
        long end = System.nanoTime() + BOUND.toNanos();
        while (true) {
            int count = channel.read(line);
            int length = line.position();
            if (count > 0 && line.get(length - 1) == '\n') {
                return new String(line.array(), 0, length - 1, StandardCharsets.UTF_8);
            }
            if (count < 0) {
                throw new IOException("the other side hung up before its line was whole");
            }
            if (!line.hasRemaining()) {
                throw CommandException.usage("a request longer than " + longest + " bytes");
            }
            await(SelectionKey.OP_READ, end);
        }
    }

    /** Writes a line. */
    void write(String text) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        long end = System.nanoTime() + BOUND.toNanos();
        while (line.hasRemaining()) {
            if (channel.write(line) == 0) {
                await(SelectionKey.OP_WRITE, end);
            }
        }
    }

    /** Writes a line out of something that cannot throw what is checked. */
    void writeQuietly(String text) {
        try {
            write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(int operation, long end) throws IOException {
        long left = (end - System.nanoTime()) / 1_000_000;
        channel.keyFor(selector).interestOps(operation);
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("the other side does nothing for " + BOUND);
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() {
        try (selector;
                channel) {
            channel.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
