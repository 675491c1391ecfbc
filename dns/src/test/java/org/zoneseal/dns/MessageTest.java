package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    private static final int ROUNDS = 3_000;

    private final MessageReader reader = new MessageReader();
    private final MessageWriter writer = new MessageWriter();
    private final byte[] buffer = new byte[MessageReader.MAX_LENGTH + 100];

    @Test
    void header_everyBit_isReadAsWritten() {
        int flags =
                MessageFlags.RESPONSE
                        | MessageFlags.opcode(Opcode.UPDATE)
                        | MessageFlags.AUTHORITATIVE
                        | MessageFlags.CHECKING_DISABLED;
        writer.begin(buffer, 0, 512, NameCompression.ANY_CASE, 0xfedc, flags);
        writer.set(MessageFlags.TRUNCATED);
        writer.responseCode(ResponseCode.NOTAUTH);
        reader.wrap(buffer, 0, writer.length());
        assertThat(reader.id()).isEqualTo(0xfedc);
        assertThat(reader.opcode()).isEqualTo(Opcode.UPDATE);
        assertThat(reader.responseCode()).isEqualTo(ResponseCode.NOTAUTH);
        assertThat(reader.has(MessageFlags.RESPONSE)).isTrue();
        assertThat(reader.has(MessageFlags.AUTHORITATIVE)).isTrue();
        assertThat(reader.has(MessageFlags.TRUNCATED)).isTrue();
        assertThat(reader.has(MessageFlags.CHECKING_DISABLED)).isTrue();
        assertThat(reader.has(MessageFlags.RECURSION_DESIRED)).isFalse();
        assertThat(reader.has(MessageFlags.RECURSION_AVAILABLE)).isFalse();
        assertThat(reader.has(MessageFlags.AUTHENTIC_DATA)).isFalse();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void names_sharedEnds_arePointersToTheFirst() {
        begin(NameCompression.ANY_CASE, 512);
        question("www.Example.");
        record(Section.ANSWER, "WWW.example.", RecordType.CNAME, wire("host.example."));
        record(Section.ANSWER, "host.example.", RecordType.A, new byte[] {1, 2, 3, 4});
        String hex = HexFormat.of().formatHex(buffer, 12, writer.end());
        assertThat(hex)
                .isEqualTo(
                        "03777777074578616d706c6500"
                                + "00010001"
                                + "c00c"
                                + "0005000100000e100007"
                                + "04686f7374c010"
                                + "c029"
                                + "0001000100000e10000401020304");
    }

    @Test
    void names_caseDiffers_sameCaseKeepsThemApart() {
        begin(NameCompression.SAME_CASE, 512);
        question("a.Example.");
        record(Section.ANSWER, "a.example.", RecordType.A, new byte[4]);
        record(Section.ANSWER, "b.example.", RecordType.A, new byte[4]);
        reader.wrap(buffer, 0, writer.length());
        assertThat(names()).containsExactly("a.Example.", "a.example.", "b.example.");
    }

    @Test
    void names_inDataOfNewerTypes_areNotShared() {
        begin(NameCompression.ANY_CASE, 512);
        question("example.");
        byte[] srv = concat(new byte[] {0, 1, 0, 2, 0, 53}, wire("a.example."));
        byte[] mx = concat(new byte[] {0, 1}, wire("a.example."));
        record(Section.ANSWER, "example.", RecordType.SRV, srv);
        record(Section.ANSWER, "example.", RecordType.DNAME, wire("a.example."));
        record(Section.ANSWER, "example.", RecordType.MX, mx);
        reader.wrap(buffer, 0, writer.length());
        reader.next();
        reader.next();
        assertThat(reader.rdataLength()).isEqualTo(srv.length);
        reader.next();
        assertThat(reader.rdataLength()).isEqualTo(11);
        reader.next();
        assertThat(reader.rdataLength()).isEqualTo(2 + 2 + 2);
    }

    @Test
    void names_behindThePointersReach_areWrittenInFull() {
        begin(NameCompression.ANY_CASE, 65535);
        record(Section.ANSWER, "a.", RecordType.NULL, new byte[16400]);
        record(Section.ANSWER, "far.b.", RecordType.NULL, new byte[1]);
        record(Section.ANSWER, "far.b.", RecordType.NULL, new byte[1]);
        record(Section.ANSWER, "x.a.", RecordType.NULL, new byte[1]);
        reader.wrap(buffer, 0, writer.length());
        assertThat(names()).containsExactly("a.", "far.b.", "far.b.", "x.a.");
    }

    @Test
    void names_moreThanAreRemembered_staysRight() {
        begin(NameCompression.ANY_CASE, 65535);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String name = "n" + i + ".z" + i % 700 + ".example.";
            record(Section.ANSWER, name, RecordType.A, new byte[4]);
            expected.add(name);
        }
        reader.wrap(buffer, 0, writer.length());
        assertThat(names()).isEqualTo(expected);
    }

    @Test
    void record_thatDoesNotFit_leavesTheMessageAsItWas() {
        begin(NameCompression.ANY_CASE, 60);
        question("example.");
        byte[] before = Arrays.copyOf(buffer, writer.end());
        assertThat(record(Section.ANSWER, "long.label.example.", RecordType.A, new byte[40]))
                .isFalse();
        assertThat(Arrays.copyOf(buffer, writer.end())).isEqualTo(before);
        assertThat(record(Section.ANSWER, "label.example.", RecordType.A, new byte[4])).isTrue();
        reader.wrap(buffer, 0, writer.length());
        assertThat(names()).containsExactly("example.", "label.example.");
    }

    @Test
    void mark_goneBackTo_takesWholeSetsOut() {
        begin(NameCompression.ANY_CASE, 512);
        question("example.");
        long mark = writer.mark();
        record(Section.ANSWER, "a.example.", RecordType.A, new byte[4]);
        record(Section.ANSWER, "a.example.", RecordType.A, new byte[4]);
        record(Section.AUTHORITY, "b.example.", RecordType.A, new byte[4]);
        writer.backTo(mark);
        record(Section.ANSWER, "b.a.example.", RecordType.TXT, new byte[] {0});
        reader.wrap(buffer, 0, writer.length());
        assertThat(names()).containsExactly("example.", "b.a.example.");
        assertThat(reader.count(Section.ANSWER)).isEqualTo(1);
        assertThat(reader.count(Section.AUTHORITY)).isZero();
    }

    @Test
    void section_writtenAfterALaterOne_isAMistakeOfTheCaller() {
        begin(NameCompression.ANY_CASE, 512);
        record(Section.AUTHORITY, "a.", RecordType.A, new byte[4]);
        assertThatThrownBy(() -> record(Section.ANSWER, "a.", RecordType.A, new byte[4]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void opt_withOptions_isReadAsWritten() {
        EdnsOptions options =
                new EdnsOptions()
                        .add(EdnsOption.NSID, new byte[] {7, 8, 9}, 1, 2)
                        .addExtendedError(ExtendedError.NOT_READY, "loading")
                        .addPadding(3);
        begin(NameCompression.ANY_CASE, 12 + MessageWriter.optLength(options));
        writer.reserve(MessageWriter.optLength(options));
        assertThat(question("a.")).isFalse();
        assertThat(
                        writer.opt(
                                1232,
                                ResponseCode.BADVERS,
                                Edns.DNSSEC_OK | Edns.COMPACT_ANSWERS_OK,
                                options))
                .isTrue();
        Edns edns = new Edns();
        assertThat(reader.wrap(buffer, 0, writer.length()).readEdns(edns)).isTrue();
        assertThat(edns.payload()).isEqualTo(1232);
        assertThat(edns.version()).isZero();
        assertThat(edns.responseCode(reader)).isEqualTo(ResponseCode.BADVERS);
        assertThat(edns.has(Edns.DNSSEC_OK)).isTrue();
        assertThat(edns.has(Edns.COMPACT_ANSWERS_OK)).isTrue();
        assertThat(edns.nextOption()).isTrue();
        assertThat(edns.optionCode()).isEqualTo(EdnsOption.NSID);
        assertThat(optionText(edns)).isEqualTo("\b\t");
        assertThat(edns.findOption(EdnsOption.EXTENDED_ERROR)).isTrue();
        assertThat(optionText(edns)).isEqualTo("\0\16loading");
        assertThat(edns.nextOption()).isTrue();
        assertThat(optionText(edns)).isEqualTo("\0\0\0");
        assertThat(edns.nextOption()).isFalse();
        assertThat(edns.findOption(EdnsOption.COOKIE)).isFalse();
    }

    @Test
    void opt_absent_readsAsPlainDns() {
        begin(NameCompression.ANY_CASE, 512);
        question("a.");
        Edns edns = new Edns();
        assertThat(reader.wrap(buffer, 0, writer.length()).readEdns(edns)).isFalse();
        assertThat(edns.payload()).isEqualTo(512);
        assertThat(edns.has(Edns.DNSSEC_OK)).isFalse();
        assertThat(edns.nextOption()).isFalse();
    }

    @Test
    void opt_twiceOrMisplacedOrNotAtTheRoot_isRefused() {
        byte[] nothing = {};
        begin(NameCompression.ANY_CASE, 512);
        record(Section.ADDITIONAL, ".", RecordType.OPT, nothing);
        record(Section.ADDITIONAL, ".", RecordType.OPT, nothing);
        assertEdnsRefused();
        begin(NameCompression.ANY_CASE, 512);
        record(Section.ANSWER, ".", RecordType.OPT, nothing);
        assertEdnsRefused();
        begin(NameCompression.ANY_CASE, 512);
        record(Section.ADDITIONAL, "a.", RecordType.OPT, nothing);
        assertEdnsRefused();
        begin(NameCompression.ANY_CASE, 512);
        record(Section.ADDITIONAL, ".", RecordType.OPT, new byte[] {0, 10, 0, 8, 1});
        assertEdnsRefused();
        begin(NameCompression.ANY_CASE, 512);
        record(Section.ADDITIONAL, ".", RecordType.OPT, new byte[] {0, 10, 0});
        assertEdnsRefused();
    }

    @Test
    void questionOfTypeOpt_atTheEndOfTheArray_isNoOptRecord() {
        byte[] message = new byte[17];
        message[5] = 1;
        message[14] = RecordType.OPT;
        message[16] = 1;
        assertThat(reader.wrap(message, 0, message.length).next()).isTrue();
        assertThat(reader.type()).isEqualTo(RecordType.OPT);
        assertThatThrownBy(() -> new Edns().wrap(reader))
                .isInstanceOf(MalformedMessageException.class);
        reader.rewind();
        assertThat(reader.readEdns(new Edns())).isFalse();
    }

    private void assertEdnsRefused() {
        reader.wrap(buffer, 0, writer.length());
        assertThatThrownBy(() -> reader.readEdns(new Edns()))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void ttl_highestBitSet_countsAsZero() {
        begin(NameCompression.NONE, 512);
        byte[] owner = wire("a.");
        byte[] nothing = {};
        writer.record(Section.ANSWER, owner, 0, 99, 1, 0x7fffffffL, nothing, 0, 0);
        writer.record(Section.ANSWER, owner, 0, 99, 1, 0x80000000L, nothing, 0, 0);
        reader.wrap(buffer, 0, writer.length());
        reader.next();
        assertThat(reader.ttl()).isEqualTo(0x7fffffffL);
        reader.next();
        assertThat(reader.ttl()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // To itself, forward, into the header, in a loop of two, to a reserved label.
                "c00c00010001",
                "c00e0000010001",
                "c00000010001",
                "0161c00c00010001",
                "4000010001",
                "8000010001",
                // Cut short inside a label, a pointer, the fixed part.
                "0361",
                "01",
                "c0",
                "00000100"
            })
    void question_brokenName_isRefused(String hex) {
        byte[] message = HexFormat.of().parseHex("000000000001000000000000" + hex);
        assertThatThrownBy(
                        () -> {
                            reader.wrap(message, 0, message.length).next();
                            reader.name();
                        })
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void name_pastItsLimitThroughPointers_isRefused() {
        byte[] message = new byte[600];
        int at = 12;
        for (int run = 0; run < 4; run++) {
            message[at] = 63;
            at += 64;
            if (run > 0) {
                int previous = 12 + (run - 1) * 66;
                message[at] = (byte) (0xc0 | previous >> 8);
                message[at + 1] = (byte) previous;
            }
            at += 2;
        }
        byte[] out = new byte[255];
        assertThat(MessageNames.expand(message, 0, 600, 12 + 2 * 66, out, 0)).isEqualTo(193);
        assertThatThrownBy(() -> MessageNames.expand(message, 0, 600, 12 + 3 * 66, out, 0))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void name_chainOfBarePointers_isBounded() {
        byte[] message = new byte[1000];
        for (int i = 1; i < 400; i++) {
            int target = 12 + 2 * (i - 1);
            message[12 + 2 * i] = (byte) (0xc0 | target >> 8);
            message[13 + 2 * i] = (byte) target;
        }
        byte[] out = new byte[255];
        assertThat(MessageNames.expand(message, 0, 1000, 12 + 2 * 127, out, 0)).isEqualTo(1);
        assertThatThrownBy(() -> MessageNames.expand(message, 0, 1000, 12 + 2 * 128, out, 0))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void message_countsOrLengthsBeyondTheEnd_areRefused() {
        begin(NameCompression.ANY_CASE, 512);
        question("a.");
        record(Section.ANSWER, "a.", RecordType.A, new byte[4]);
        int whole = writer.length();
        for (int length = 0; length < whole; length++) {
            int cut = length;
            assertThatThrownBy(() -> countEntries(cut))
                    .isInstanceOf(MalformedMessageException.class);
        }
        assertThat(countEntries(whole)).isEqualTo(2);
        reader.wrap(buffer, 0, whole + 1);
        assertThatThrownBy(() -> reader.readEdns(new Edns()))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("1 bytes follow");
    }

    private int countEntries(int length) {
        reader.wrap(Arrays.copyOf(buffer, length), 0, length);
        int entries = 0;
        while (reader.next()) {
            entries++;
        }
        return entries;
    }

    @ParameterizedTest
    @EnumSource
    void messages_generated_areReadAsWritten(NameCompression compression) {
        for (int round = 0; round < ROUNDS; round++) {
            SeededGenerator generator = SeededGenerator.round(10, round);
            MessageGenerator message = new MessageGenerator(generator);
            int offset = generator.below(40);
            writer.begin(buffer, offset, offset + 65535, compression, round & 0xffff, 0);
            message.write(writer);
            reader.wrap(buffer, offset, writer.length());
            byte[] compressed = Arrays.copyOf(buffer, writer.end());
            assertThat(compressed.length - offset).isEqualTo(writer.length());
            assertThat(reader.id()).isEqualTo(round & 0xffff);
            message.assertRead(reader, compression == NameCompression.ANY_CASE);
            reader.requireEnd();
        }
    }

    @Test
    void messages_generated_dnsjavaReadsTheSame() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MessageGenerator message = new MessageGenerator(SeededGenerator.round(11, round));
            writer.begin(buffer, 0, 65535, NameCompression.SAME_CASE, 1, 0);
            message.write(writer);
            var theirs = new org.xbill.DNS.Message(Arrays.copyOf(buffer, writer.length()));
            message.assertSame(theirs);
        }
    }

    @Test
    void messages_ofDnsjava_areReadTheSame() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MessageGenerator message = new MessageGenerator(SeededGenerator.round(12, round));
            byte[] theirs = message.toDnsjava().toWire(65535);
            reader.wrap(theirs, 0, theirs.length);
            message.assertRead(reader, true);
            reader.requireEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                RecordType.NS,
                RecordType.CNAME,
                RecordType.PTR,
                RecordType.MB,
                RecordType.DNAME,
                RecordType.NSAP_PTR,
                65280
            })
    void data_ofAPointer_isExpandedForOldTypesAlone(int type) {
        begin(NameCompression.NONE, 512);
        question("www.example.");
        record(Section.ANSWER, "a.", type, new byte[] {(byte) 0xc0, 12});
        reader.wrap(buffer, 0, writer.length());
        reader.next();
        reader.next();
        byte[] out = new byte[514];
        if (type == 65280) {
            assertThat(reader.rdata(out, 0)).isEqualTo(2);
        } else if (type == RecordType.DNAME || type == RecordType.NSAP_PTR) {
            assertThatThrownBy(() -> reader.rdata(out, 0))
                    .isInstanceOf(MalformedMessageException.class);
        } else {
            assertThat(reader.rdata(out, 0)).isEqualTo(13);
            assertThat(Name.fromWire(out, 0)).isEqualTo(Name.parse("www.example."));
        }
    }

    @Test
    void data_ofAnUpdate_mayBeNone() {
        begin(NameCompression.ANY_CASE, 512);
        byte[] owner = wire("a.");
        byte[] nothing = {};
        writer.record(Section.ANSWER, owner, 0, RecordType.A, RecordClass.ANY, 0, nothing, 0, 0);
        writer.record(Section.ANSWER, owner, 0, RecordType.A, RecordClass.IN, 0, nothing, 0, 0);
        reader.wrap(buffer, 0, writer.length());
        reader.next();
        assertThat(reader.rdata(new byte[512], 0)).isZero();
        reader.next();
        assertThatThrownBy(() -> reader.rdata(new byte[512], 0))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("type A");
    }

    private void begin(NameCompression compression, int limit) {
        writer.begin(buffer, 0, limit, compression, 1, 0);
    }

    private boolean question(String name) {
        return writer.question(wire(name), 0, RecordType.A, RecordClass.IN);
    }

    private boolean record(Section section, String owner, int type, byte[] rdata) {
        return writer.record(
                section, wire(owner), 0, type, RecordClass.IN, 3600, rdata, 0, rdata.length);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        while (reader.next()) {
            names.add(reader.name().toString());
        }
        reader.requireEnd();
        return names;
    }

    private static String optionText(Edns edns) {
        return new String(
                edns.bytes(),
                edns.optionOffset(),
                edns.optionLength(),
                StandardCharsets.ISO_8859_1);
    }

    private static byte[] wire(String name) {
        return Name.parse(name).toWire();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
