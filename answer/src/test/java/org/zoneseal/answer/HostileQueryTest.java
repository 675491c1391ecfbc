package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.EdnsOption;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;

/** Packets that broke other servers, and fifty thousand that were never seen before. */
class HostileQueryTest {

    private static final int MUTATIONS = 50_000;

    private final Server server = new Server();

    @Test
    void packets_mutated_areAnsweredSoundlyOrNotAtAll() {
        List<byte[]> seeds = HostileQuery.corpus();
        HostileQuery hostile = new HostileQuery();
        SplittableRandom random = new SplittableRandom(20261127);
        PacketMutator mutator = new PacketMutator(4);
        seeds.forEach(hostile::ask);
        for (int round = 0; round < MUTATIONS; round++) {
            byte[] mutant = mutator.mutate(seeds.get(random.nextInt(seeds.size())), seeds);
            try {
                hostile.ask(mutant);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "round " + round + ", input " + HexFormat.of().formatHex(mutant), e);
            }
        }
    }

    @Test
    void packet_cutShortAnywhere_isMalformedOrSilent() {
        byte[] whole = Query.of("www.example. A").option(EdnsOption.COOKIE, new byte[8]).build();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length < 12) {
                assertThat(server.length(cut)).isEqualTo(QueryEngine.NO_ANSWER);
            } else {
                assertThat(server.ask(cut).code()).as("%d bytes", length).isEqualTo("FORMERR");
            }
        }
    }

    /** RFC 9267 §2 and §3: compression pointers and labels that break parsers. */
    @ParameterizedTest
    @CsvSource({
        "a pointer to itself, c00c",
        "a pointer forward, c010",
        "a pointer into the header, c002",
        "a pointer behind a label, 0161c00c",
        "a label that points back to itself, 03777777c00c",
        "a label of type 01, 4001",
        "a label of type 10, 8001",
        "a label of 64 bytes, 40",
        "a label past the end, 3f6161",
        "no root label, 0161"
    })
    void name_thatIsNone_isMalformed(String what, String hex) {
        Query query = Query.withoutQuestion().hex(hex).hex("00010001").count(0, 1);
        assertThat(server.ask(query).code()).as(what).isEqualTo("FORMERR");
    }

    @Test
    void name_longerThan255Bytes_isMalformed() {
        for (int last = 61; last <= 63; last++) {
            byte[] name = new byte[3 * 64 + last + 2];
            for (int at = 0; at < 3 * 64; at += 64) {
                name[at] = 63;
            }
            name[3 * 64] = (byte) last;
            Query query = Query.withoutQuestion().bytes(name).hex("00010001").count(0, 1);
            assertThat(server.ask(query).code()).isEqualTo(last == 61 ? "REFUSED" : "FORMERR");
        }
        byte[] endless = new byte[3000];
        Arrays.fill(endless, (byte) 1);
        Query query = Query.withoutQuestion().bytes(endless).count(0, 1);
        assertThat(server.ask(query).code()).isEqualTo("FORMERR");
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "0, 65535", "1, 65535", "2, 65535", "3, 1", "3, 65535"})
    void counts_thatLie_areMalformed(int section, int count) {
        Query query = Query.of("www.example. A").count(section, count);
        assertThat(server.ask(query).code()).isEqualTo("FORMERR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffff", "0001", "0100"})
    void rdataLength_pastTheEnd_isMalformed(String length) {
        Query query =
                Query.of("www.example. A").hex("00 0001 0001 00000000").hex(length).count(3, 1);
        assertThat(server.ask(query).code()).isEqualTo("FORMERR");
    }

    @Test
    void pointers_inAdditionalOwners_areNeverFollowed() {
        Query query = Query.of("www.example. A");
        for (int i = 0; i < 5_000; i++) {
            int self = 0xc000 | 12 + 19 + 12 * i & 0x3fff;
            byte[] pointer = {(byte) (self >> 8), (byte) self};
            query.record(pointer, RecordType.A, RecordClass.IN, new byte[0]);
        }
        assertThat(server.by(Transport.TCP).ask(query).code()).isEqualTo("NOERROR");
    }

    /** CVE-2026-41292, CVE-2026-42944, CVE-2026-52682: many options, the same ones again. */
    @Test
    void options_byTheThousand_areAnsweredOnce() {
        server.with(
                AnswerSettings.DEFAULT
                        .withCookies(CookieSecrets.of(new byte[16], List.of()))
                        .withIdentity(ServerIdentity.of("one", "")));
        Query query = Query.of("www.example. A");
        for (int i = 0; i < 1_500; i++) {
            query.option(EdnsOption.NSID)
                    .option(EdnsOption.COOKIE, new byte[8])
                    .option(EdnsOption.PADDING, new byte[8])
                    .option(30_000 + i);
        }
        Reply reply = server.by(Transport.TLS).ask(query);
        assertThat(reply.code()).isEqualTo("NOERROR");
        assertThat(reply.bytes).hasSize(468);
    }

    @Test
    void tsig_inFrontOfOpt_isMalformed() {
        Query query =
                Query.of("www.example. A")
                        .record(new byte[1], RecordType.TSIG, RecordClass.ANY, new byte[16])
                        .edns();
        assertThat(server.ask(query).code()).isEqualTo("FORMERR");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 16, 60})
    void tsig_ofAnyJunk_isMalformed(int length) {
        Query query =
                Query.of("www.example. A")
                        .record(new byte[1], RecordType.TSIG, RecordClass.ANY, new byte[length]);
        // Sixteen zeros are a record: of the key of the root, which nobody has.
        String expected = length == 17 ? "NOTAUTH" : "FORMERR";
        assertThat(server.ask(query).code()).isEqualTo(expected);
    }

    @Test
    void opt_inAnotherSection_isMalformed() {
        for (int section = 1; section <= 2; section++) {
            byte[] query =
                    Query.of("www.example. A")
                            .record(new byte[1], RecordType.OPT, 512, new byte[0])
                            .count(section, 1)
                            .count(3, 0)
                            .build();
            Reply reply = server.ask(query);
            assertThat(reply.code()).isEqualTo("FORMERR");
            assertThat(reply.hasOpt()).isFalse();
        }
    }

    /** Two servers that answer each other's answers would never stop. */
    @Test
    void answers_ofOurOwn_areNotAnswered() {
        for (byte[] query : HostileQuery.corpus()) {
            int length = server.length(query);
            if (length > 0) {
                assertThat(server.length(server.last(length).bytes))
                        .isEqualTo(QueryEngine.NO_ANSWER);
            }
        }
    }
}
