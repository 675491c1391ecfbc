package org.zoneseal.jce;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** PINs as bytes, which whoever asked for them wipes. */
final class Pins {

    private static final int MAX_LENGTH = 1024;

    private Pins() {}

    static byte[] of(char[] characters) {
        byte[] room = new byte[4 * characters.length];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
        byte[] pin = Arrays.copyOf(room, encoded.position());
        Arrays.fill(room, (byte) 0);
        return pin;
    }

    /** The first line of a file. */
    static byte[] ofFile(Path file) throws IOException {
        byte[] content = new byte[MAX_LENGTH + 1];
        try (InputStream in = Files.newInputStream(file)) {
            int count = in.readNBytes(content, 0, content.length);
            int length = 0;
            while (length < count && content[length] != '\n' && content[length] != '\r') {
                length++;
            }
            if (length == 0 || length > MAX_LENGTH) {
                throw new IOException(
                        file + ": a PIN file holds the PIN in its first line, 1 to 1024 bytes");
            }
            return Arrays.copyOf(content, length);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
