package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.Publication;
import org.zoneseal.zones.PublishedZone;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneTable;

/** A query engine with a zone or three, asked by somebody at 192.0.2.1. */
final class Server {

    static final long NOW = 1_800_000_000L;

    private static final String ZONE =
            """
            @ 3600 IN SOA ns hostmaster 7 7200 900 1209600 300
            @ 3600 IN NS ns
            ns 3600 IN A 192.0.2.53
            www 3600 IN A 192.0.2.80
            big 3600 IN TXT "%s"
            big 3600 IN TXT "%s"
            big 3600 IN TXT "%s"
            sub 3600 IN NS ns.sub
            ns.sub 3600 IN A 192.0.2.54
            """
                    .formatted("a".repeat(200), "b".repeat(200), "c".repeat(200));

    private final QueryEngine engine = new QueryEngine();
    private final RequestFacts facts = new RequestFacts();
    private final byte[] out = new byte[65535 + 40];
    AnswerContext context = new AnswerContext(zones(Publication.NEVER), AnswerSettings.DEFAULT);
    Transport transport = Transport.UDP;
    byte[] client = {(byte) 192, 0, 2, 1};
    long now = NOW;
    Duration keptFor = Duration.ZERO;

    /** {@code example.} is there, {@code expired.} was, {@code empty.} is to come. */
    static ZoneTable zones(long expiresAt) {
        PublishedZone expired = zone("expired.", 1);
        PublishedZone empty = new PublishedZone(Name.parse("empty."));
        return new ZoneTable(List.of(zone("example.", expiresAt), expired, empty));
    }

    /** The same records at the root. */
    static ZoneTable root(long expiresAt) {
        return new ZoneTable(List.of(zone(".", expiresAt)));
    }

    private static PublishedZone zone(String apex, long expiresAt) {
        Name name = Name.parse(apex);
        ZoneBuilder builder = new ZoneBuilder(name);
        ByteArrayInputStream text = new ByteArrayInputStream(Query.ascii(ZONE));
        try {
            ZoneFileReader.read(ZoneFileSource.of(text, "test"), ZoneFileOptions.of(name), builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PublishedZone zone = new PublishedZone(name);
        zone.publish(Publication.first(builder.build(1), expiresAt));
        return zone;
    }

    Server with(AnswerSettings settings) {
        context = context.withSettings(settings);
        return this;
    }

    Server by(Transport other) {
        transport = other;
        return this;
    }

    /** The length of an answer, or what the engine said instead. */
    int length(byte[] query) {
        int at = 17;
        byte[] padded = new byte[query.length + at + 3];
        System.arraycopy(query, 0, padded, at, query.length);
        Arrays.fill(out, (byte) 0x5a);
        facts.begin(transport, now).client(client, 0, client.length, 4242);
        if (keptFor.isPositive()) {
            facts.keptFor(keptFor.toNanos());
        }
        int length = engine.answer(context, padded, at, query.length, facts, out, 29);
        assertThat(Arrays.copyOfRange(padded, at, at + query.length))
                .as("the query afterwards")
                .isEqualTo(query);
        assertThat(Arrays.copyOf(out, 29)).containsOnly(0x5a);
        return length;
    }

    /** The answer that was written last. */
    Reply last(int length) {
        return new Reply(Arrays.copyOfRange(out, 29, 29 + length));
    }

    Reply ask(byte[] query) {
        int length = length(query);
        assertThat(length).as("there is an answer").isPositive();
        Reply reply = last(length);
        assertThat(reply.has(MessageFlags.RESPONSE)).isTrue();
        assertThat(reply.id()).isEqualTo(Query.ID);
        return reply;
    }

    Reply ask(Query query) {
        return ask(query.build());
    }

    Reply ask(String question) {
        return ask(Query.of(question));
    }
}
