package org.zoneseal.hsm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** A PIN or passphrase as UTF-8 bytes, wiped when closed; it has no text form. */
public final class Pin implements AutoCloseable {

    private static final int MAX_LENGTH = 1024;

    private final byte[] bytes;
    private volatile boolean wiped;

    /** Takes over the array and wipes it on {@link #close}. */
    public Pin(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a PIN file: its first line, without the line end.
     *
     * @throws IOException if it cannot be read, or is empty or longer than 1024 bytes
     */
    public static Pin fromFile(Path file) throws IOException {
        byte[] content = new byte[MAX_LENGTH + 1];
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            int length = 0;
            while (length < buffer.position()
                    && content[length] != '\n'
                    && content[length] != '\r') {
                length++;
            }
            if (length == 0 || length > MAX_LENGTH) {
                throw new IOException(
                        file + ": a PIN file holds the PIN in its first line, 1 to 1024 bytes");
            }
            return new Pin(Arrays.copyOf(content, length));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** The bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether it has been closed, so that nothing of it is left to log in with. */
    public boolean isWiped() {
        return wiped;
    }

    @Override
    public void close() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Pin[hidden]";
    }
}
