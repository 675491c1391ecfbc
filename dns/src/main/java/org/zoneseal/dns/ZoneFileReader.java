package org.zoneseal.dns;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Reads zone files (RFC 1035 §5) record by record, whatever their size.
 *
 * <p>Reading goes on behind a problem, at the next entry, so that one run shows all problems (up to
 * {@link ZoneFileOptions#problemCount()}); the records handed on until then are of no use.
 */
public final class ZoneFileReader {

    /** Bytes of text that {@code $GENERATE} may make, for each record that it may make. */
    private static final int GENERATED_BYTES = 256;

    /**
     * What was read.
     *
     * @param records handed to the sink
     * @param files the zone file and those it included
     */
    public record Result(long records, int files) {}

    private final ZoneFileOptions options;
    private final EntryReader entries;
    private final IncludedFiles included;
    private final List<ZoneFileProblem> problems = new ArrayList<>();
    private int files;
    private long generated;
    private long generatedBytes;

    private ZoneFileReader(ZoneFileOptions options, RecordSink sink) {
        this.options = options;
        this.entries = new EntryReader(options.origin(), options.defaultTtl(), sink);
        this.included = new IncludedFiles(options);
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
            included.enter(source);
            ZoneScanner in = new ZoneScanner(stream);
            entries.lendOrigin(in);
            readEntries(in, source.name());
            included.leave(source);
        } catch (ZipException | EOFException e) {
            add(source.name(), damagedAt(1));
        }
    }

    private void readEntries(ZoneScanner in, String file) throws IOException {
        try {
            while (nextEntry(in, file)) {
                readEntry(in, file);
            }
        } catch (ZipException | EOFException e) {
            add(file, damagedAt(in.entryLine()));
        }
    }

    private static EntryProblem damagedAt(long line) {
        return new EntryProblem(line, 1, "gzip data cut short or damaged", "a whole file");
    }

    private boolean nextEntry(ZoneScanner in, String file) throws IOException {
        while (true) {
            try {
                return in.nextEntry();
            } catch (EntryProblem e) {
                add(file, e);
                in.skipEntry();
            }
        }
    }

    private void readEntry(ZoneScanner in, String file) throws IOException {
        try {
            if (!in.blankOwner) {
                in.need("an owner name");
                if (in.bytes[in.start] == '$' && !in.quoted) {
                    readDirective(in, file);
                    return;
                }
            }
            entries.read(in, file);
        } catch (EntryProblem | InvalidNameException | InvalidRdataException e) {
            add(file, problemOf(e, in));
            in.skipEntry();
        }
    }

    private static EntryProblem problemOf(RuntimeException e, ZoneScanner in) {
        if (e instanceof EntryProblem problem) {
            return problem;
        }
        String what = e instanceof InvalidNameException ? "a domain name" : "sound record data";
        return in.problem(what + " (" + e.getMessage() + ")");
    }

    private void add(String file, EntryProblem problem) {
        problems.add(
                new ZoneFileProblem(
                        file, problem.line, problem.column, problem.found, problem.expected));
        if (problems.size() >= options.problemCount()) {
            throw new ZoneFileException(problems);
        }
    }

    private void readDirective(ZoneScanner in, String file) throws IOException {
        if (isWord(in, "$ORIGIN")) {
            readOrigin(in);
        } else if (isWord(in, "$TTL")) {
            in.need("a TTL");
            entries.setDefaultTtl(EntryReader.readTtl(in));
            endOfDirective(in);
        } else if (isWord(in, "$INCLUDE")) {
            include(in);
        } else if (isWord(in, "$GENERATE")) {
            generate(in, file);
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

    /** Origin and owner are again what they were behind the directive (RFC 1035 §5.1). */
    private void include(ZoneScanner in) throws IOException {
        in.need("a file name");
        ZoneFileSource source = included.find(in);
        byte[] origin = entries.origin();
        byte[] owner = entries.owner();
        if (in.next()) {
            byte[] wire = new byte[Name.MAX_WIRE_LENGTH];
            int length = NameField.readToken(in, wire, 0);
            endOfDirective(in);
            entries.setOrigin(wire, length);
        }
        readFile(source);
        entries.setOrigin(origin, origin.length);
        entries.setOwner(owner);
        entries.lendOrigin(in);
    }

    private void generate(ZoneScanner in, String file) throws IOException {
        EntryProblem place = in.problem("");
        GenerateTemplate template = GenerateTemplate.read(in);
        generated += template.count();
        if (generated > options.generateCount()) {
            throw new EntryProblem(
                    place.line,
                    place.column,
                    template.count() + " generated records",
                    "at most " + options.generateCount() + " in all");
        }
        ZoneScanner text = new ZoneScanner(InputStream.nullInputStream(), 256);
        TextOutput entry = new TextOutput(256);
        for (long i = template.first; i <= template.last; i += template.step) {
            entry.clear();
            try {
                generateOne(template, i, entry, text, in.entryLine(), file);
            } catch (EntryProblem | InvalidNameException | InvalidRdataException e) {
                EntryProblem problem = problemOf(e, text);
                throw new EntryProblem(
                        place.line,
                        place.column,
                        problem.found + " in the record generated for " + i,
                        problem.expected);
            }
        }
    }

    private void generateOne(
            GenerateTemplate template,
            long counter,
            TextOutput entry,
            ZoneScanner text,
            long line,
            String file)
            throws IOException {
        template.expand(counter, entry);
        generatedBytes += entry.length;
        text.reset(entry.bytes, entry.length, line);
        if (generatedBytes > GENERATED_BYTES * options.generateCount()
                || entry.length > ZoneScanner.ENTRY_LIMIT) {
            throw text.problem(
                    "too much generated text",
                    "at most " + GENERATED_BYTES + " bytes for each record that may be generated");
        }
        entries.lendOrigin(text);
        text.nextEntry();
        text.need("an owner name");
        entries.read(text, file);
    }
}
