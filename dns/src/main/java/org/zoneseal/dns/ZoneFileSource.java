package org.zoneseal.dns;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where zone text comes from: a file or a stream, gzip or plain (told apart by the first bytes).
 */
public final class ZoneFileSource {

    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final String name;
    private final @Nullable Path path;
    private final @Nullable InputStream stream;

    private ZoneFileSource(String name, @Nullable Path path, @Nullable InputStream stream) {
        this.name = name;
        this.path = path;
        this.stream = stream;
    }

    public static ZoneFileSource of(Path path) {
        return new ZoneFileSource(path.toString(), path, null);
    }

    /**
     * A stream, which the reader closes. It has no folder, so it can include nothing.
     *
     * @param name for messages
     */
    public static ZoneFileSource of(InputStream stream, String name) {
        return new ZoneFileSource(name, null, stream);
    }

    /** How messages call it. */
    public String name() {
        return name;
    }

    @Nullable Path path() {
        return path;
    }

    InputStream open() throws IOException {
        InputStream raw =
                stream != null ? stream : Files.newInputStream(Objects.requireNonNull(path));
        try {
            return unzipped(raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        byte[] first = raw.readNBytes(2);
        PushbackInputStream all = new PushbackInputStream(raw, 2);
        all.unread(first);
        boolean zipped = first.length == 2 && first[0] == 0x1f && (first[1] & 0xff) == 0x8b;
        return withoutMark(zipped ? new GZIPInputStream(all, 1 << 16) : all);
    }

    /** Skips the byte order mark that some editors put in front of UTF-8. */
    private static InputStream withoutMark(InputStream text) throws IOException {
        byte[] first = text.readNBytes(MARK.length);
        if (Arrays.equals(first, MARK)) {
            return text;
        }
        PushbackInputStream all = new PushbackInputStream(text, MARK.length);
        all.unread(first);
        return all;
    }
}
