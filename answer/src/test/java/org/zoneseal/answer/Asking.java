package org.zoneseal.answer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordTypes;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneTable;
import org.zoneseal.zones.ZoneVersion;

/** Some zones and an {@link Answerer}: questions as text, answers as text. */
final class Asking {

    static final long NOW = 1_800_000_000L;

    private final List<PublishedZone> zones = new ArrayList<>();
    private final ResponseWriter writer = new ResponseWriter();
    final Answerer answerer = new Answerer(writer);
    private final byte[] out = new byte[65_535 + 7];
    private AnswerSettings settings = AnswerSettings.DEFAULT;
    private int limit = 1232;
    private boolean stream;

    Asking zone(String apex, String text) {
        return version(version(apex, text), Publication.NEVER);
    }

    Asking version(ZoneVersion version, long expiresAt) {
        PublishedZone zone = new PublishedZone(version.apex());
        zone.publish(Publication.first(version, expiresAt));
        zones.add(zone);
        return this;
    }

    /** A zone of which nothing is there yet. */
    Asking emptyZone(String apex) {
        zones.add(new PublishedZone(Name.parse(apex)));
        return this;
    }

    static ZoneVersion version(String apex, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return read(Name.parse(apex), ZoneFileSource.of(new ByteArrayInputStream(bytes), "test"));
    }

    /** One of the large real zones beside the repository, or the test is skipped with its name. */
    static ZoneVersion shared(String apex, String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        Path file = folder == null ? Path.of(name) : folder.resolveSibling("shared/zones/" + name);
        if (!Files.isReadable(file)) {
            Assumptions.abort("needs ../shared/zones/" + name);
        }
        return read(Name.parse(apex), ZoneFileSource.of(file));
    }

    private static ZoneVersion read(Name apex, ZoneFileSource source) {
        ZoneBuilder builder = new ZoneBuilder(apex);
        try {
            ZoneFileReader.read(source, ZoneFileOptions.of(apex).withDefaultTtl(3600), builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return builder.build(1);
    }

    Asking full() {
        settings = AnswerSettings.DEFAULT.withResponses(AnswerSettings.Responses.FULL);
        return this;
    }

    /** Answers may have so many bytes. */
    Asking limit(int bytes) {
        limit = bytes;
        return this;
    }

    Asking stream() {
        stream = true;
        limit = 65_535;
        return this;
    }

    /** Asks such as {@code www.example. A}, without DNSSEC. */
    Answer ask(String question) {
        return ask(question, false);
    }

    /** Asks with DO set. */
    Answer askDnssec(String question) {
        return ask(question, true);
    }

    private Answer ask(String text, boolean dnssecOk) {
        String[] words = text.split(" ");
        byte[] name = Name.parse(words[0]).toWire();
        int type = RecordTypes.parse(words[1]);
        Question question = new Question().set(name, 0, name.length, type);
        question.dnssecOk = dnssecOk;
        question.stream = stream;
        int start = 7;
        for (int i = 0; i < MessageReader.HEADER_LENGTH; i++) {
            out[start + i] = 0;
        }
        out[start + 5] = 1;
        System.arraycopy(name, 0, out, start + 12, name.length);
        int at = start + 12 + name.length;
        out[at] = (byte) (type >> 8);
        out[at + 1] = (byte) type;
        out[at + 2] = 0;
        out[at + 3] = 1;
        writer.begin(out, start, name.length, start + limit);
        int code = answerer.answer(new ZoneTable(zones), question, settings, NOW);
        writer.finish();
        return Answer.read(out, start, writer.end() - start, code);
    }
}
