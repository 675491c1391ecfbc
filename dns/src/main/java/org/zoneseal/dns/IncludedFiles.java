package org.zoneseal.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds the files that {@code $INCLUDE} names, within what the options allow.
 *
 * <p>Names are relative to the folder of the file that holds the directive. Links are followed
 * before a path is judged, and the path that was judged is the one that is opened.
 */
final class IncludedFiles {

    private final ZoneFileOptions options;
    private final Deque<Path> open = new ArrayDeque<>();
    private int included;

    IncludedFiles(ZoneFileOptions options) {
        this.options = options;
    }

    /** Goes into a file; a stream has no path and nothing can be included from it. */
    void enter(ZoneFileSource source) throws IOException {
        Path path = source.path();
        if (path != null) {
            open.push(path.toRealPath());
        }
    }

    void leave(ZoneFileSource source) {
        if (source.path() != null) {
            open.pop();
        }
    }

    /** The file that the current token names. */
    ZoneFileSource find(ZoneScanner in) {
        Path folder = folder(in);
        Path named = folder.resolve(path(in));
        Path real;
        try {
            real = named.toRealPath();
        } catch (IOException e) {
            throw in.problem("a file that is there and can be read");
        }
        if (!Files.isRegularFile(real) || !Files.isReadable(real)) {
            throw in.problem("a file that is there and can be read");
        }
        check(in, real);
        return ZoneFileSource.of(real);
    }

    private Path folder(ZoneScanner in) {
        Path file = open.peek();
        if (options.includes() == IncludePolicy.NOTHING || file == null) {
            throw in.problem("no $INCLUDE here: it is not allowed");
        }
        return parent(file);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent != null ? parent : file;
    }

    private static Path path(ZoneScanner in) {
        byte[] name = new byte[4096];
        int length = EscapedText.decode(in, in.start, in.end, name, 0, name.length);
        if (length <= 0) {
            throw in.problem("a file name");
        }
        try {
            return Path.of(new String(name, 0, length, StandardCharsets.UTF_8));
        } catch (InvalidPathException e) {
            throw in.problem("a file name");
        }
    }

    private void check(ZoneScanner in, Path real) {
        if (options.includes() == IncludePolicy.BELOW_ZONE_FILE
                && !real.startsWith(parent(open.getLast()))) {
            throw in.problem("a file in the zone file's folder or below it");
        }
        if (open.contains(real)) {
            throw in.problem("a file that is not being read already");
        }
        if (open.size() > options.includeDepth()) {
            throw in.problem("files included at most " + options.includeDepth() + " deep");
        }
        if (++included > options.includeCount()) {
            throw in.problem("at most " + options.includeCount() + " included files");
        }
    }
}
