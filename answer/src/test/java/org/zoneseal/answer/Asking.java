package org.zoneseal.answer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final int START = 7;

    static final long NOW = 1_800_000_000L;

    private final List<PublishedZone> zones = new ArrayList<>();
    private final ResponseWriter writer = new ResponseWriter();
    final Answerer answerer = new Answerer(writer);
    private final byte[] out = new byte[65_535 + START];
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

    /** A zone that nobody should have published: without a SOA. */
    Asking brokenZone(String apex, String text) {
        PublishedZone zone = new PublishedZone(Name.parse(apex));
        zone.publish(new Publication(version(apex, text), 1, List.of(), Publication.NEVER));
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
        Question question = question(text);
        question.dnssecOk = dnssecOk;
        int code = answer(new ZoneTable(zones), question);
        return Answer.read(out, START, writer.end() - START, code);
    }

    /** The same question each time, with DO set. */
    Runnable prepare(String text) {
        Question question = question(text);
        question.dnssecOk = true;
        ZoneTable table = new ZoneTable(zones);
        return () -> answer(table, question);
    }

    private Question question(String text) {
        String[] words = text.split(" ");
        byte[] name = Name.parse(words[0]).toWire();
        Question question = new Question().set(name, 0, name.length, RecordTypes.parse(words[1]));
        question.stream = stream;
        return question;
    }

    private int answer(ZoneTable table, Question question) {
        Arrays.fill(out, START, START + MessageReader.HEADER_LENGTH, (byte) 0);
        out[START + 5] = 1;
        int name = START + MessageReader.HEADER_LENGTH;
        System.arraycopy(question.name, 0, out, name, question.nameLength);
        int at = name + question.nameLength;
        out[at] = (byte) (question.type >> 8);
        out[at + 1] = (byte) question.type;
        out[at + 2] = 0;
        out[at + 3] = 1;
        writer.begin(out, START, question.nameLength, START + limit);
        int code = answerer.answer(table, question, settings, NOW);
        writer.finish();
        return code;
    }
}
