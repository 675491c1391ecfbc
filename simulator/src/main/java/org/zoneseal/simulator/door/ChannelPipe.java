package org.zoneseal.simulator.door;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A channel of the platform through direct buffers of our own.
 *
 * <p>With an array the platform would copy through buffers that it keeps and nobody wipes; these
 * are overwritten after each use, because PINs pass through.
 */
final class ChannelPipe implements Pipe {

    private static final System.Logger LOG = System.getLogger(ChannelPipe.class.getName());
    private static final int CAPACITY = 8 * 1024;
    private static final byte[] ZEROS = new byte[CAPACITY];

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(CAPACITY);
    private final ByteBuffer out = ByteBuffer.allocateDirect(CAPACITY);

    ChannelPipe(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        in.clear().limit(Math.min(most, CAPACITY));
        int count = channel.read(in);
        if (count > 0) {
            in.get(0, into, offset, count);
            in.put(0, ZEROS, 0, count);
        }
        return count;
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int piece = Math.min(count - done, CAPACITY);
            out.clear().put(from, offset + done, piece).flip();
            try {
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            } finally {
                out.put(0, ZEROS, 0, piece);
            }
            done += piece;
        }
    }

    @Override
    public void endInput() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "hsm.close-failed reason=\"" + e.getMessage() + "\"");
        }
    }
}
