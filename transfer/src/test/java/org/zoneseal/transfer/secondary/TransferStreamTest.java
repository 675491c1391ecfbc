package org.zoneseal.transfer.secondary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.transfer.secondary.Failure.Kind;
import org.zoneseal.transfer.secondary.Stream.Line;
import org.zoneseal.zones.ZoneDelta;
import org.zoneseal.zones.ZoneVersion;

/** Streams of messages, good and bad, as a primary may send them. */
class TransferStreamTest {

    private static final Line NS = new Line("@", "NS", "ns");
    private static final ZoneVersion HELD =
            Stream.zone(Line.soa(5), NS, Line.a("a", 1), Line.a("b", 1));

    private static TransferStream asking(
            int type, @Nullable ZoneVersion held, IncomingLimits limits) {
        return new TransferStream(
                new TransferQuestion(Stream.ID, Stream.APEX, type, held, 1.0),
                limits,
                new TransferMemory(Long.MAX_VALUE).share());
    }

    private static TransferOutcome read(
            int type, @Nullable ZoneVersion held, IncomingLimits limits, byte[]... messages) {
        TransferStream stream = asking(type, held, limits);
        for (int i = 0; i < messages.length; i++) {
            boolean more = stream.take(messages[i], 0, messages[i].length);
            assertThat(more).isEqualTo(i < messages.length - 1);
        }
        return stream.outcome(1);
    }

    private static TransferOutcome axfr(byte[]... messages) {
        return read(RecordType.AXFR, null, IncomingLimits.DEFAULT, messages);
    }

    private static TransferOutcome ixfr(byte[]... messages) {
        return read(RecordType.IXFR, HELD, IncomingLimits.DEFAULT, messages);
    }

    private static Kind refusal(int type, IncomingLimits limits, byte[]... messages) {
        TransferStream stream = asking(type, type == RecordType.IXFR ? HELD : null, limits);
        RefusedTransferException refused =
                catchThrowableOfType(
                        RefusedTransferException.class,
                        () -> {
                            for (byte[] message : messages) {
                                stream.take(message, 0, message.length);
                            }
                        });
        assertThat(refused).as("refused").isNotNull();
        return refused.failure().kind();
    }

    private static Kind axfrRefusal(byte[]... messages) {
        return refusal(RecordType.AXFR, IncomingLimits.DEFAULT, messages);
    }

    private static Kind ixfrRefusal(byte[]... messages) {
        return refusal(RecordType.IXFR, IncomingLimits.DEFAULT, messages);
    }

    private static ZoneVersion whole(TransferOutcome outcome) {
        assertThat(outcome).isInstanceOf(TransferOutcome.Whole.class);
        return ((TransferOutcome.Whole) outcome).version();
    }

    private static ZoneVersion changed(TransferOutcome outcome) {
        assertThat(outcome).isInstanceOf(TransferOutcome.Changes.class);
        ZoneVersion version = HELD;
        for (ZoneDelta delta : ((TransferOutcome.Changes) outcome).deltas()) {
            version = delta.applyTo(version);
        }
        return version;
    }

    @Test
    void axfr_inOneMessage_isTheZone() {
        ZoneVersion version =
                whole(axfr(Stream.axfr().message(Line.soa(1), NS, Line.a("x", 9), Line.soa(1))));
        assertThat(version.serial()).isEqualTo(1);
        assertThat(Stream.text(version))
                .containsExactlyElementsOf(
                        Stream.text(Stream.zone(Line.soa(1), NS, Line.a("x", 9))));
    }

    @Test
    void axfr_inMessagesOfOneRecord_someWithoutAQuestion_isTheZone() {
        Stream bare = Stream.axfr().questions(0);
        ZoneVersion version =
                whole(
                        axfr(
                                Stream.axfr().message(Line.soa(1)),
                                bare.message(NS),
                                bare.message(Line.a("x", 9)),
                                bare.message(Line.soa(1))));
        assertThat(version.records()).isEqualTo(3);
    }

    @Test
    void axfr_withARecordTwice_hasItOnce() {
        Line twice = Line.a("x", 9);
        ZoneVersion version =
                whole(axfr(Stream.axfr().message(Line.soa(1), NS, twice, twice, Line.soa(1))));
        assertThat(version.records()).isEqualTo(3);
    }

    @Test
    void axfr_ofAnUnknownType_isTaken() {
        Line odd = new Line("x", "TYPE65400", "\\# 3 010203");
        ZoneVersion version = whole(axfr(Stream.axfr().message(Line.soa(1), NS, odd, Line.soa(1))));
        assertThat(version.records()).isEqualTo(3);
    }

    @Test
    void axfr_withAnNsec3AtANameThatIsNoHash_isKeptAsItIs() {
        Line odd = new Line("not-base32", "NSEC3", "1 0 0 - 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A");
        ZoneVersion version = whole(axfr(Stream.axfr().message(Line.soa(1), NS, odd, Line.soa(1))));
        assertThat(Stream.text(version)).hasSize(3);
    }

    @Test
    void ixfr_answeredWithTheWholeZone_isTheZone() {
        ZoneVersion version =
                whole(ixfr(Stream.ixfr().message(Line.soa(6), NS, Line.a("x", 1), Line.soa(6))));
        assertThat(version.serial()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 4, 0, 4_294_967_295L})
    void ixfr_answeredWithOneSoaThatIsNotNewer_isUpToDate(long serial) {
        assertThat(ixfr(Stream.ixfr().message(Line.soa(serial))))
                .isEqualTo(new TransferOutcome.UpToDate(serial));
    }

    @Test
    void axfr_ofAnOlderVersion_isNotFollowed() {
        TransferStream stream = asking(RecordType.AXFR, HELD, IncomingLimits.DEFAULT);
        byte[] message = Stream.axfr().message(Line.soa(4), NS, Line.soa(4));
        RefusedTransferException refused =
                catchThrowableOfType(
                        RefusedTransferException.class,
                        () -> stream.take(message, 0, message.length));
        if (refused == null) {
            assertThat(stream.outcome(1)).isEqualTo(new TransferOutcome.UpToDate(4));
        }
    }

    @Test
    void ixfr_ofOneDifference_changesTheZone() {
        ZoneVersion version =
                changed(
                        ixfr(
                                Stream.ixfr()
                                        .message(
                                                Line.soa(6),
                                                Line.soa(5),
                                                Line.a("a", 1),
                                                Line.soa(6),
                                                Line.a("c", 3),
                                                Line.soa(6))));
        assertThat(Stream.text(version))
                .containsExactlyElementsOf(
                        Stream.text(Stream.zone(Line.soa(6), NS, Line.a("b", 1), Line.a("c", 3))));
    }

    @Test
    void ixfr_ofSeveralDifferences_overMessages_changesTheZone() {
        ZoneVersion version =
                changed(
                        ixfr(
                                Stream.ixfr().message(Line.soa(9), Line.soa(5), Line.a("a", 1)),
                                Stream.ixfr().message(Line.soa(7), Line.a("c", 3), Line.soa(7)),
                                Stream.ixfr().message(Line.a("c", 3)),
                                Stream.ixfr().message(Line.soa(9)),
                                Stream.ixfr().message(Line.soa(9))));
        assertThat(Stream.text(version))
                .containsExactlyElementsOf(
                        Stream.text(Stream.zone(Line.soa(9), NS, Line.a("b", 1))));
    }

    @Test
    void ixfr_fromAnotherSerialThanOurs_doesNotFit() {
        assertThat(
                        ixfrRefusal(
                                Stream.ixfr()
                                        .message(
                                                Line.soa(6),
                                                Line.soa(4),
                                                Line.soa(6),
                                                Line.soa(6))))
                .isEqualTo(Kind.DOES_NOT_FIT);
    }

    @Test
    void ixfr_whoseSerialsDoNotChain_isRefused() {
        assertThat(
                        ixfrRefusal(
                                Stream.ixfr()
                                        .message(
                                                Line.soa(9),
                                                Line.soa(5),
                                                Line.soa(6),
                                                Line.soa(7),
                                                Line.soa(9),
                                                Line.soa(9))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void ixfr_whoseSerialsGoBack_isRefused() {
        assertThat(
                        ixfrRefusal(
                                Stream.ixfr()
                                        .message(
                                                Line.soa(9),
                                                Line.soa(5),
                                                Line.soa(4),
                                                Line.soa(4),
                                                Line.soa(9),
                                                Line.soa(9))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void ixfr_thatGoesBeyondWhatItAnnounced_isRefused() {
        assertThat(
                        ixfrRefusal(
                                Stream.ixfr()
                                        .message(
                                                Line.soa(6),
                                                Line.soa(5),
                                                Line.soa(7),
                                                Line.soa(6))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void ixfr_thatGoesRoundInCircles_ends() {
        List<byte[]> messages = new ArrayList<>();
        messages.add(Stream.ixfr().message(Line.soa(2_000_000_000), Line.soa(5)));
        for (int i = 0; i < 200; i++) {
            messages.add(Stream.ixfr().message(Line.soa(6 + i), Line.soa(6 + i)));
        }
        assertThat(
                        refusal(
                                RecordType.IXFR,
                                IncomingLimits.DEFAULT.withDifferences(100),
                                messages.toArray(byte[][]::new)))
                .isEqualTo(Kind.TOO_MUCH);
    }

    @Test
    void ixfr_largerThanTheZone_isDroppedForTheZone() {
        Line[] lines = new Line[700];
        Arrays.setAll(lines, i -> new Line("x" + i, "TXT", "\"" + "long ".repeat(10) + i + "\""));
        List<byte[]> messages = new ArrayList<>();
        messages.add(Stream.ixfr().message(Line.soa(6), Line.soa(5)));
        for (int i = 0; i < 3; i++) {
            messages.add(Stream.ixfr().message(lines));
        }
        assertThat(ixfrRefusal(messages.toArray(byte[][]::new))).isEqualTo(Kind.TOO_MUCH);
        assertThat(Kind.TOO_MUCH.mayFallBack()).isTrue();
    }

    @Test
    void firstRecord_thatIsNoSoa_isRefused() {
        assertThat(axfrRefusal(Stream.axfr().message(NS, Line.soa(1)))).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void end_withAnotherSoaThanTheBegin_isRefused() {
        assertThat(axfrRefusal(Stream.axfr().message(Line.soa(1), NS, Line.soa(2))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void records_behindTheEnd_areRefused() {
        assertThat(axfrRefusal(Stream.axfr().message(Line.soa(1), NS, Line.soa(1), NS)))
                .isEqualTo(Kind.MALFORMED);
        assertThat(ixfrRefusal(Stream.ixfr().message(Line.soa(5), NS))).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.", "example.org.", "xexample.", "."})
    void names_outsideTheZone_areRefused(String name) {
        assertThat(axfrRefusal(Stream.axfr().message(Line.soa(1), Line.a(name, 1), Line.soa(1))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void soa_belowTheApex_isRefused() {
        Line below = new Line("x", "SOA", "ns hostmaster 1 1 1 1 1");
        assertThat(axfrRefusal(Stream.axfr().message(Line.soa(1), below, Line.soa(1))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void classes_otherThanIn_areRefused() {
        assertThat(
                        axfrRefusal(
                                Stream.axfr()
                                        .recordClass(RecordClass.CH)
                                        .message(Line.soa(1), NS, Line.soa(1))))
                .isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TYPE0", "TYPE41", "TYPE128", "TYPE249", "TYPE252", "TYPE255"})
    void types_thatAreNoData_areRefused(String type) {
        Line odd = new Line("x", type, "\\# 0");
        assertThat(axfrRefusal(Stream.axfr().message(Line.soa(1), odd, Line.soa(1))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void messages_withAnotherHeaderThanOurs_areRefused() {
        Line[] zone = {Line.soa(1), NS, Line.soa(1)};
        assertThat(axfrRefusal(Stream.axfr().id(1).message(zone))).isEqualTo(Kind.MALFORMED);
        assertThat(axfrRefusal(Stream.axfr().flags(0).message(zone))).isEqualTo(Kind.MALFORMED);
        assertThat(axfrRefusal(Stream.axfr().questions(0).message(zone))).isEqualTo(Kind.MALFORMED);
        assertThat(axfrRefusal(Stream.axfr().questions(2).message(zone))).isEqualTo(Kind.MALFORMED);
        assertThat(axfrRefusal(Stream.axfr().asked(Name.parse("other.")).message(zone)))
                .isEqualTo(Kind.MALFORMED);
        assertThat(axfrRefusal(Stream.ixfr().message(zone))).isEqualTo(Kind.MALFORMED);
        int truncated = MessageFlags.RESPONSE | MessageFlags.TRUNCATED;
        assertThat(axfrRefusal(Stream.axfr().flags(truncated).message(zone)))
                .isEqualTo(Kind.MALFORMED);
        int no = MessageFlags.RESPONSE | ResponseCode.REFUSED;
        assertThat(axfrRefusal(Stream.axfr().flags(no).message(zone))).isEqualTo(Kind.ANSWERED_NO);
    }

    @Test
    void later_messages_withAnotherId_areRefused() {
        assertThat(
                        axfrRefusal(
                                Stream.axfr().message(Line.soa(1), NS),
                                Stream.axfr().id(12).message(Line.soa(1))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void records_inTheAuthoritySection_areRefused() {
        assertThat(axfrRefusal(Stream.axfr().message(Section.AUTHORITY, Line.soa(1), NS)))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void messages_withoutRecords_areRefused() {
        assertThat(axfrRefusal(Stream.axfr().message())).isEqualTo(Kind.MALFORMED);
        assertThat(axfrRefusal(Stream.axfr().message(Line.soa(1)), Stream.axfr().message()))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void endlessTransfer_endsAtItsBudgets() {
        IncomingLimits few = IncomingLimits.DEFAULT;
        List<byte[]> messages = new ArrayList<>();
        messages.add(Stream.axfr().message(Line.soa(1), NS));
        for (int i = 0; i < 200; i++) {
            messages.add(Stream.axfr().message(Line.a("x" + i, 1)));
        }
        byte[][] all = messages.toArray(byte[][]::new);
        assertThat(refusal(RecordType.AXFR, few.withRecords(100), all)).isEqualTo(Kind.TOO_MUCH);
        assertThat(refusal(RecordType.AXFR, few.withMessages(100), all)).isEqualTo(Kind.TOO_MUCH);
        assertThat(refusal(RecordType.AXFR, few.withBytes(4000), all)).isEqualTo(Kind.TOO_MUCH);
    }

    /** A label of its own for each, and pointers for the rest. */
    private static byte[] bomb(int records) {
        String rest = ("x".repeat(63) + ".").repeat(3) + "x".repeat(30);
        Line[] lines = new Line[records + 2];
        lines[0] = Line.soa(1);
        lines[records + 1] = Line.soa(1);
        for (int i = 0; i < records; i++) {
            lines[i + 1] = new Line("o" + i + "." + rest, "NS", "t" + i + "." + rest);
        }
        return Stream.axfr().message(lines);
    }

    @Test
    void transfer_thatIsShortOnlyByItsPointers_endsAtTheBudgetOfMemory() {
        byte[] bomb = bomb(100);
        assertThat(bomb.length).isLessThan(5000);
        IncomingLimits limits = IncomingLimits.DEFAULT;
        assertThat(refusal(RecordType.AXFR, limits.withBytes(40_000), bomb))
                .isEqualTo(Kind.TOO_MUCH);
        assertThat(read(RecordType.AXFR, null, limits.withBytes(80_000), bomb))
                .isInstanceOf(TransferOutcome.Whole.class);
    }

    @Test
    void transfer_besideOthersThatFillTheMemory_isRefusedForNow() {
        TransferMemory memory = new TransferMemory(50_000);
        TransferMemory.Share other = memory.share();
        other.take(20_000);
        assertThat(refusalBeside(memory)).isEqualTo(Kind.NO_ROOM);
        other.release();
        assertThat(refusalBeside(memory)).isNull();
    }

    private static @Nullable Kind refusalBeside(TransferMemory memory) {
        byte[] bomb = bomb(100);
        TransferMemory.Share share = memory.share();
        TransferQuestion question =
                new TransferQuestion(Stream.ID, Stream.APEX, RecordType.AXFR, null, 1.0);
        try {
            new TransferStream(question, IncomingLimits.DEFAULT, share).take(bomb, 0, bomb.length);
            return null;
        } catch (RefusedTransferException e) {
            return e.failure().kind();
        } finally {
            share.release();
        }
    }

    @Test
    void record_longerThanTheLimit_isRefused() {
        Line big = new Line("x", "TYPE65400", "\\# 200 " + "00".repeat(200));
        assertThat(
                        refusal(
                                RecordType.AXFR,
                                IncomingLimits.DEFAULT.withRecordBytes(199),
                                Stream.axfr().message(Line.soa(1), NS, big, Line.soa(1))))
                .isEqualTo(Kind.TOO_MUCH);
    }

    @Test
    void soa_withTooMuchBehindIt_isRefused() {
        byte[] message = Stream.axfr().message(Line.soa(1), NS, Line.soa(1));
        int rdlength = indexOfSoaLength(message);
        byte[] longer = new byte[message.length + 400];
        System.arraycopy(message, 0, longer, 0, message.length);
        longer[rdlength] = 1;
        assertThat(axfrRefusal(longer)).isEqualTo(Kind.MALFORMED);
    }

    /** Header, question (name, type, class), a pointer, type, class and TTL. */
    private static int indexOfSoaLength(byte[] message) {
        int question = 12 + Stream.APEX.wireLength() + 4;
        assertThat(message[question] & 0xc0).isEqualTo(0xc0);
        return question + 2 + 8;
    }

    @Test
    void anyBytes_areRefusedOrRead_andNothingElse() {
        byte[] good =
                Stream.ixfr()
                        .message(
                                Line.soa(6),
                                Line.soa(5),
                                Line.a("a", 1),
                                Line.soa(6),
                                Line.a("c", 3),
                                Line.soa(6));
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, good.length - random.nextInt(3) * random.nextInt(30));
            for (int j = 0; j <= random.nextInt(4); j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            TransferStream stream = asking(RecordType.IXFR, HELD, IncomingLimits.DEFAULT);
            try {
                if (!stream.take(bad, 0, bad.length)) {
                    stream.outcome(1);
                }
            } catch (RefusedTransferException e) {
                assertThat(e.failure().sentence()).isNotEmpty();
            }
        }
    }
}
