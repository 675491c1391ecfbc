package org.zoneseal.dns;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Zone text to lines of records and back, for tests. */
final class Zones {

    private Zones() {}

    static ZoneFileSource text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ZoneFileSource.of(new ByteArrayInputStream(bytes), "test.zone");
    }

    static ZoneFileOptions options() {
        return ZoneFileOptions.of(Name.parse("example."));
    }

    /** The records of a text with origin {@code example.}, as {@code owner ttl type rdata}. */
    static List<String> lines(String text) {
        return lines(text(text), options());
    }

    static List<String> lines(ZoneFileSource source, ZoneFileOptions options) {
        List<String> lines = new ArrayList<>();
        try {
            ZoneFileReader.read(source, options, sinkTo(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    static RecordSink sinkTo(List<String> lines) {
        return (owner, at, length, type, recordClass, ttl, rdata, from, count, position) -> {
            RecordForm form = RecordForm.of(type);
            form.check(rdata, from, count);
            lines.add(
                    NameText.format(owner, at)
                            + " "
                            + ttl
                            + " "
                            + new String(RecordTypes.mnemonic(type), StandardCharsets.US_ASCII)
                            + " "
                            + form.toText(Arrays.copyOfRange(rdata, from, from + count)));
        };
    }

    /** The problems of a text with origin {@code example.}. */
    static List<ZoneFileProblem> problems(String text) {
        try {
            lines(text);
            return List.of();
        } catch (ZoneFileException e) {
            return e.problems();
        }
    }

    /** Writes what is read from a source. */
    static byte[] rewritten(ZoneFileSource source, ZoneFileOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZoneFileWriter writer = new ZoneFileWriter(out)) {
            ZoneFileReader.read(
                    source,
                    options,
                    (owner, at, length, type, recordClass, ttl, rdata, from, count, position) -> {
                        try {
                            writer.record(owner, at, type, ttl, rdata, from, count);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
        return out.toByteArray();
    }
}
