package org.zoneseal.dns;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads zone files (RFC 1035 §5) record by record, whatever their size.
 *
 * <p>Reading goes on behind a problem, at the next entry, so that one run shows all problems (up to
 * {@link ZoneFileOptions#problemCount()}); the records handed on until then are of no use.
 */
public final class ZoneFileReader {

    /**
     * What was read.
     *
     * @param records handed to the sink
     * @param files the zone file and those it included
     */
    public record Result(long records, int files) {}

    private final ZoneFileOptions options;
    private final EntryReader entries;
    private final List<ZoneFileProblem> problems = new ArrayList<>();
    private int files;

    private ZoneFileReader(ZoneFileOptions options, RecordSink sink) {
        this.options = options;
        this.entries = new EntryReader(options.origin(), options.defaultTtl(), sink);
    }

    /**
     * Reads a whole zone file and hands each record to {@code sink}.
     *
     * @throws ZoneFileException if it has problems
     * @throws IOException if it cannot be read
     */
    public static Result read(ZoneFileSource source, ZoneFileOptions options, RecordSink sink)
            throws IOException {
        ZoneFileReader reader = new ZoneFileReader(options, sink);
        reader.readFile(source);
        if (!reader.problems.isEmpty()) {
            throw new ZoneFileException(reader.problems);
        }
        return new Result(reader.entries.records(), reader.files);
    }

    private void readFile(ZoneFileSource source) throws IOException {
        files++;
        try (InputStream stream = source.open()) {
            ZoneScanner in = new ZoneScanner(stream);
            entries.lendOrigin(in);
            while (nextEntry(in, source.name())) {
                readEntry(in, source.name());
            }
        }
    }

    private boolean nextEntry(ZoneScanner in, String file) throws IOException {
        while (true) {
            try {
                return in.nextEntry();
            } catch (EntryProblem e) {
                add(new ZoneFileProblem(file, e.line, e.column, e.found, e.expected));
                in.skipEntry();
            }
        }
    }

    private void readEntry(ZoneScanner in, String file) throws IOException {
        try {
            if (!in.blankOwner) {
                in.need("an owner name");
                if (in.bytes[in.start] == '$' && !in.quoted) {
                    directive(in);
                    return;
                }
            }
            entries.read(in, file);
        } catch (EntryProblem e) {
            add(new ZoneFileProblem(file, e.line, e.column, e.found, e.expected));
            in.skipEntry();
        } catch (InvalidNameException e) {
            EntryProblem at = in.problem("a domain name: " + e.getMessage());
            add(new ZoneFileProblem(file, at.line, at.column, at.found, at.expected));
            in.skipEntry();
        } catch (InvalidRdataException e) {
            EntryProblem at = in.problem("record data of the type: " + e.getMessage());
            add(new ZoneFileProblem(file, at.line, at.column, at.found, at.expected));
            in.skipEntry();
        }
    }

    private void add(ZoneFileProblem problem) {
        problems.add(problem);
        if (problems.size() >= options.problemCount()) {
            throw new ZoneFileException(problems);
        }
    }

    private void directive(ZoneScanner in) throws IOException {
        if (isWord(in, "$ORIGIN")) {
            readOrigin(in);
        } else if (isWord(in, "$TTL")) {
            in.need("a TTL");
            entries.setDefaultTtl(EntryReader.readTtl(in));
            endOfDirective(in);
        } else {
            throw in.problem("$ORIGIN, $TTL, $INCLUDE or $GENERATE");
        }
    }

    private void readOrigin(ZoneScanner in) throws IOException {
        in.need("a domain name");
        byte[] wire = new byte[Name.MAX_WIRE_LENGTH];
        int length = NameField.readToken(in, wire, 0);
        endOfDirective(in);
        entries.setOrigin(wire, length);
        entries.lendOrigin(in);
    }

    private static void endOfDirective(ZoneScanner in) throws IOException {
        if (in.next()) {
            throw in.problem("the end of the line");
        }
    }

    private static boolean isWord(ZoneScanner in, String word) {
        if (in.end - in.start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Character.toUpperCase((char) in.bytes[in.start + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
