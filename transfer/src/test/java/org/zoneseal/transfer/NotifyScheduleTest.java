package org.zoneseal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.Opcode;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigAlgorithm;
import org.zoneseal.dns.tsig.TsigCheck;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeys;

class NotifyScheduleTest {

    private static final Instant START = Instant.parse("2026-11-27T07:00:00Z");
    private static final Name ZONE = Name.parse("Example.");
    private static final NotifyTarget ONE = target("192.0.2.1");
    private static final NotifyTarget TWO = target("2001:db8::2");
    private static final NotifyTimes TIMES =
            new NotifyTimes(
                    Duration.ofSeconds(2), Duration.ofSeconds(10), 5, Duration.ofMillis(200));

    private final AtomicInteger ids = new AtomicInteger(100);
    private final NotifySchedule schedule = new NotifySchedule(TIMES, ids::getAndIncrement);
    private Instant now = START;

    private static NotifyTarget target(String address) {
        return NotifyTarget.of(new InetSocketAddress(InetAddress.ofLiteral(address), 53));
    }

    private void changed(long serial, NotifyTarget... targets) {
        schedule.changed(ZONE, serial, soa(serial), List.of(targets), now);
    }

    private static byte[] soa(long serial) {
        byte[] rdata = new byte[22];
        rdata[5] = (byte) serial;
        return rdata;
    }

    private List<NotifySchedule.Outgoing> due() {
        return schedule.due(now, now.getEpochSecond());
    }

    /** Steps the clock to whenever something is due. */
    private void step() {
        now = schedule.nextDue();
    }

    private void answer(NotifySchedule.Outgoing to, int responseCode) {
        byte[] answer = to.bytes().clone();
        answer[2] |= (byte) 0x80;
        answer[3] |= (byte) responseCode;
        schedule.received(to.target().address(), answer, 0, answer.length, now.getEpochSecond());
    }

    @Test
    void change_isToldAtOnceToAllOfThem_withItsSoa() {
        changed(7, ONE, TWO);
        List<NotifySchedule.Outgoing> sent = due();
        assertThat(sent).extracting(NotifySchedule.Outgoing::target).containsExactly(ONE, TWO);
        byte[] message = sent.getFirst().bytes();
        MessageReader reader = new MessageReader().wrap(message, 0, message.length);
        assertThat(reader.opcode()).isEqualTo(Opcode.NOTIFY);
        assertThat(reader.next()).isTrue();
        assertThat(reader.name()).isEqualTo(ZONE);
        assertThat(reader.type()).isEqualTo(RecordType.SOA);
        assertThat(reader.next()).isTrue();
        assertThat(reader.section()).isEqualTo(Section.ANSWER);
        assertThat(message[reader.rdataOffset() + 5]).isEqualTo((byte) 7);
        assertThat(due()).isEmpty();
    }

    @Test
    void answer_endsTheTask() {
        changed(7, ONE);
        answer(due().getFirst(), ResponseCode.NOERROR);
        assertThat(schedule.outcomes())
                .extracting(NotifySchedule.Outcome::kind)
                .containsExactly(NotifySchedule.Outcome.Kind.ANSWERED);
        assertThat(schedule.nextDue()).isEqualTo(Instant.MAX);
        assertThat(schedule.tasks()).isZero();
    }

    @Test
    void silence_isMetWithBackOff_andGivenUpAtTheBound() {
        changed(7, ONE);
        List<Long> seconds = new ArrayList<>();
        while (!schedule.nextDue().equals(Instant.MAX)) {
            step();
            due().forEach(each -> seconds.add(Duration.between(START, now).toSeconds()));
        }
        assertThat(seconds).containsExactly(0L, 2L, 6L, 14L, 24L);
        assertThat(Duration.between(START, now)).isEqualTo(Duration.ofSeconds(34));
        assertThat(schedule.outcomes())
                .extracting(NotifySchedule.Outcome::kind)
                .containsExactly(NotifySchedule.Outcome.Kind.GIVEN_UP);
        assertThat(schedule.tasks()).isZero();
    }

    @Test
    void versionsInQuickSuccession_areToldAsOne_afterTheSpacing() {
        changed(1, ONE);
        due();
        for (int serial = 2; serial < 50; serial++) {
            changed(serial, ONE);
            assertThat(due()).isEmpty();
        }
        step();
        assertThat(now).isEqualTo(START.plus(TIMES.spacing()));
        assertThat(due()).extracting(NotifySchedule.Outgoing::serial).containsExactly(49L);
    }

    @Test
    void answerToAnEarlierVersion_doesNotEndTheTask() {
        changed(1, ONE);
        NotifySchedule.Outgoing first = due().getFirst();
        changed(2, ONE);
        answer(first, ResponseCode.NOERROR);
        assertThat(schedule.outcomes()).isEmpty();
        step();
        assertThat(due()).extracting(NotifySchedule.Outgoing::serial).containsExactly(2L);
    }

    @Test
    void answerOfSomebodyElse_orWithAnotherIdOrQuestion_isNone() {
        changed(7, ONE, TWO);
        NotifySchedule.Outgoing sent = due().getFirst();
        byte[] answer = sent.bytes().clone();
        answer[2] |= (byte) 0x80;
        schedule.received(TWO.address(), answer, 0, answer.length, now.getEpochSecond());
        schedule.received(
                new InetSocketAddress(ONE.address().getAddress(), 54),
                answer,
                0,
                answer.length,
                now.getEpochSecond());
        for (int at : new int[] {1, 13, 12 + ZONE.wireLength() + 1}) {
            byte[] other = answer.clone();
            other[at] ^= 1;
            schedule.received(ONE.address(), other, 0, other.length, now.getEpochSecond());
        }
        schedule.received(
                ONE.address(), sent.bytes(), 0, sent.bytes().length, now.getEpochSecond());
        for (int length = 0; length < answer.length; length++) {
            if (length < 12 + ZONE.wireLength() + 4) {
                schedule.received(ONE.address(), answer, 0, length, now.getEpochSecond());
            }
        }
        assertThat(schedule.outcomes()).isEmpty();
        assertThat(schedule.tasks()).isEqualTo(2);
    }

    @Test
    void refusal_endsTheTask_andServfailDoesNot() {
        changed(7, ONE);
        answer(due().getFirst(), ResponseCode.SERVFAIL);
        assertThat(schedule.tasks()).isEqualTo(1);
        step();
        answer(due().getFirst(), ResponseCode.REFUSED);
        assertThat(schedule.outcomes())
                .extracting(NotifySchedule.Outcome::responseCode)
                .containsExactly(ResponseCode.REFUSED);
        assertThat(schedule.tasks()).isZero();
    }

    @Test
    void targetWithKey_isAskedSigned_andBelievedSigned() {
        TsigKey key = TsigKey.of(Name.parse("k."), TsigAlgorithm.HMAC_SHA256, new byte[32]);
        changed(7, ONE.signedWith(key));
        NotifySchedule.Outgoing sent = due().getFirst();
        answer(sent, ResponseCode.NOERROR);
        assertThat(schedule.outcomes()).isEmpty();

        step();
        sent = due().getFirst();
        byte[] request = sent.bytes();
        TsigCheck check =
                TsigCheck.of(
                        TsigKeys.of(List.of(key)),
                        request,
                        0,
                        request.length,
                        now.getEpochSecond());
        assertThat(check.isGood()).isTrue();
        byte[] answer = java.util.Arrays.copyOf(request, 512);
        answer[2] |= (byte) 0x80;
        int length =
                check.session().orElseThrow().sign(answer, 0, check.length(), now.getEpochSecond());
        schedule.received(ONE.address(), answer, 0, length, now.getEpochSecond());
        assertThat(schedule.outcomes()).hasSize(1);
    }

    @Test
    void manyZones_areToldInBursts() {
        for (int i = 0; i < 1000; i++) {
            Name zone = Name.parse("zone" + i + ".");
            schedule.changed(zone, 1, soa(1), List.of(ONE), now);
        }
        int sent = 0;
        while (sent < 1000) {
            List<NotifySchedule.Outgoing> burst = due();
            assertThat(burst).hasSizeBetween(1, NotifySchedule.BURST);
            sent += burst.size();
            assertThat(due()).isEmpty();
            assertThat(Duration.between(START, now)).isLessThan(TIMES.first());
            step();
        }
    }

    private void announceMany(int zones) {
        for (int i = 0; i < zones; i++) {
            schedule.changed(Name.parse("zone" + i + "."), 1, soa(1), List.of(ONE), now);
        }
    }

    @Test
    void deadSecondaryOfManyZones_isToldOfEach_andGivenUp() {
        int zones = 2 * NotifySchedule.MOST_UNANSWERED + 100;
        announceMany(zones);
        Set<Name> told = new HashSet<>();
        while (!schedule.nextDue().equals(Instant.MAX)) {
            step();
            for (NotifySchedule.Outgoing each : due()) {
                boolean isAllKnown = told.size() == zones;
                assertThat(isAllKnown || told.add(each.zone())).isTrue();
            }
        }
        assertThat(told).hasSize(zones);
        assertThat(schedule.outcomes())
                .hasSize(zones)
                .allMatch(each -> each.kind() == NotifySchedule.Outcome.Kind.GIVEN_UP);
        assertThat(schedule.tasks()).isZero();
    }

    @Test
    void deadSecondaryOfManyZones_keepsNoOtherWaiting() {
        announceMany(NotifySchedule.MOST_UNANSWERED + 10);
        int sent = 0;
        while (sent < NotifySchedule.MOST_UNANSWERED) {
            step();
            sent += due().size();
        }
        changed(7, TWO);
        step();
        assertThat(due()).extracting(NotifySchedule.Outgoing::target).containsExactly(TWO);
    }

    @Test
    void answers_makePlaceForThoseThatWait() {
        int zones = NotifySchedule.MOST_UNANSWERED + 10;
        announceMany(zones);
        List<NotifySchedule.Outgoing> sent = new ArrayList<>();
        while (sent.size() < NotifySchedule.MOST_UNANSWERED) {
            step();
            sent.addAll(due());
        }
        step();
        assertThat(due()).isEmpty();
        schedule.forget(sent.getFirst().zone());
        sent.subList(1, 10).forEach(each -> answer(each, ResponseCode.NOERROR));
        step();
        assertThat(due()).hasSize(10);
        assertThat(Duration.between(START, now)).isLessThan(TIMES.first());
    }

    @Test
    void forgottenZone_isToldToNobody() {
        changed(7, ONE, TWO);
        due();
        schedule.forget(ZONE);
        assertThat(schedule.nextDue()).isEqualTo(Instant.MAX);
        assertThat(schedule.outcomes()).isEmpty();
    }
}
