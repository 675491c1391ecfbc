package org.zoneseal.dns.tsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zoneseal.dns.MessageFlags;
import org.zoneseal.dns.MessageReader;
import org.zoneseal.dns.MessageWriter;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.NameCompression;
import org.zoneseal.dns.RecordClass;
import org.zoneseal.dns.RecordType;
import org.zoneseal.dns.ResponseCode;
import org.zoneseal.dns.Section;
import org.zoneseal.dns.tsig.TsigCheck.Result;

/** Requests and answers signed, changed on their way, late, cut down, and in streams. */
class TsigTest {

    private static final long NOW = 1_800_000_000L;
    private static final Name KEY_NAME = Name.parse("Xfr.Example.");
    private static final TsigKey KEY = key(TsigAlgorithm.HMAC_SHA256, "a secret of some length");
    private static final TsigKey OTHER = key(TsigAlgorithm.HMAC_SHA256, "another secret");
    private static final TsigKeys KEYS = TsigKeys.of(List.of(KEY));

    private final byte[] buffer = new byte[4096];

    @ParameterizedTest
    @EnumSource(TsigAlgorithm.class)
    void request_signed_isGoodAndSoIsItsAnswer(TsigAlgorithm algorithm) {
        TsigKey key = key(algorithm, "a secret");
        TsigSession client = TsigSession.asking(key);
        byte[] plain = request(7);
        byte[] signed = signed(client, plain, NOW);
        assertThat(signed).hasSize(plain.length + client.recordLength());

        TsigCheck check = check(TsigKeys.of(List.of(key), TsigKeys.Sha1.ALLOWED), signed, NOW + 5);
        assertThat(check.result()).isEqualTo(Result.GOOD);
        assertThat(check.key()).contains(key);
        assertThat(Arrays.copyOf(signed, check.length())).isEqualTo(plain);

        byte[] answer = answer(7, 0);
        byte[] signedAnswer = signed(session(check), answer, NOW + 6);
        TsigCheck verified = verify(client, signedAnswer, NOW + 7);
        assertThat(verified.result()).isEqualTo(Result.GOOD);
        assertThat(client.isVerified()).isTrue();
        assertThat(Arrays.copyOf(signedAnswer, verified.length())).isEqualTo(answer);
    }

    @Test
    void request_withoutTsig_isAbsent() {
        byte[] plain = request(1);
        TsigCheck check = check(KEYS, plain, NOW);
        assertThat(check.result()).isEqualTo(Result.ABSENT);
        assertThat(check.length()).isEqualTo(plain.length);
        assertThat(check.session()).isEmpty();
    }

    @Test
    void request_forwardedUnderAnotherId_isGood() {
        byte[] signed = signed(TsigSession.asking(KEY), request(7), NOW);
        signed[0] = 99;
        assertThat(check(KEYS, signed, NOW).result()).isEqualTo(Result.GOOD);
        assertThat(signed[0]).isEqualTo((byte) 99);
    }

    @Test
    void request_withAnyBitChanged_isNeverGood() {
        byte[] signed = signed(TsigSession.asking(KEY), request(7), NOW);
        int messageId = 16;
        for (int bit = messageId; bit < 8 * signed.length; bit++) {
            byte[] changed = signed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Result result = check(KEYS, changed, NOW).result();
            if (result == Result.GOOD) {
                // The case of a letter in the key's name or the algorithm's is no change.
                byte was = signed[bit / 8];
                assertThat(Character.isLetter(was) && bit % 8 == 5).as("bit %d", bit).isTrue();
                assertThat(bit / 8).isGreaterThan(request(7).length);
            }
        }
    }

    @Test
    void request_ofAnUnknownKey_isAnsweredUnsigned() {
        TsigKey stranger = TsigKey.of(Name.parse("other."), TsigAlgorithm.HMAC_SHA256, bytes("x"));
        TsigSession client = TsigSession.asking(stranger);
        TsigCheck check = check(KEYS, signed(client, request(7), NOW), NOW);
        assertThat(check.result()).isEqualTo(Result.BADKEY);
        assertUnsigned(client, check, Result.BADKEY, ResponseCode.BADKEY);
    }

    @Test
    void request_ofAKnownKeyWithAnotherAlgorithm_isBadKey() {
        TsigKey stranger = key(TsigAlgorithm.HMAC_SHA512, "a secret of some length");
        byte[] signed = signed(TsigSession.asking(stranger), request(7), NOW);
        assertThat(check(KEYS, signed, NOW).result()).isEqualTo(Result.BADKEY);
    }

    @Test
    void request_ofAnotherSecret_isAnsweredUnsigned() {
        TsigSession client = TsigSession.asking(OTHER);
        TsigCheck check = check(KEYS, signed(client, request(7), NOW), NOW);
        assertThat(check.result()).isEqualTo(Result.BADSIG);
        assertUnsigned(client, check, Result.BADSIG, ResponseCode.BADSIG);
    }

    private void assertUnsigned(TsigSession client, TsigCheck check, Result result, int error) {
        assertThat(check.key()).isEmpty();
        assertThat(check.result().responseCode()).isEqualTo(ResponseCode.NOTAUTH);
        byte[] answer = signed(session(check), answer(7, ResponseCode.NOTAUTH), NOW);
        TsigRecord record = record(answer);
        assertThat(record.mac()).isEmpty();
        assertThat(record.error()).isEqualTo(error);
        assertThat(verify(client, answer, NOW).result()).isEqualTo(result);
    }

    @Test
    void request_tooLateByASecond_isBadTimeAndTheAnswerCarriesTheServersClock() {
        long late = NOW + TsigSession.FUDGE + 1;
        for (long then : List.of(late, NOW - TsigSession.FUDGE - 1)) {
            TsigSession client = TsigSession.asking(KEY);
            TsigCheck check = check(KEYS, signed(client, request(7), NOW), then);
            assertThat(check.result()).isEqualTo(Result.BADTIME);
            assertThat(check.key()).isEmpty();
            byte[] answer = signed(session(check), answer(7, ResponseCode.NOTAUTH), then);
            assertThat(record(answer).time()).isEqualTo(NOW);
            assertThat(verify(client, answer, NOW).result()).isEqualTo(Result.BADTIME);
            assertThat(client.serverTime()).hasValue(then);
        }
        byte[] last = signed(TsigSession.asking(KEY), request(7), NOW);
        assertThat(check(KEYS, last, late - 1).result()).isEqualTo(Result.GOOD);
    }

    /** CVE-2017-11104: the time was believed before the MAC over it was looked at. */
    @Test
    void request_forgedWithAnyTime_isBadSigAndNothingIsSigned() {
        for (long time : List.of(0L, NOW, NOW - 301, NOW + 301, (1L << 48) - 1)) {
            byte[] forged = signed(TsigSession.asking(OTHER), request(7), time);
            TsigCheck check = check(KEYS, forged, NOW);
            assertThat(check.result()).isEqualTo(Result.BADSIG);
            byte[] answer = signed(session(check), answer(7, ResponseCode.NOTAUTH), NOW);
            assertThat(record(answer).mac()).isEmpty();
        }
    }

    /** CVE-2017-3143: a MAC of the stranger's choice came to be part of what the server signed. */
    @Test
    void request_withAMacOfAnyLength_isNotSignedFor() {
        for (int length = 0; length <= 64; length++) {
            byte[] forged = withMac(request(7), new byte[length], NOW - 10_000);
            TsigCheck check = check(KEYS, forged, NOW);
            boolean possible = length >= 16 && length <= 32;
            assertThat(check.result()).isEqualTo(possible ? Result.BADSIG : Result.FORMERR);
        }
    }

    @Test
    void mac_cutDown_isTakenOnlyByAKeyThatSaysSo() {
        byte[] signed = signed(TsigSession.asking(KEY), request(7), NOW);
        TsigRecord whole = record(signed);
        for (int length : List.of(31, 20, 16)) {
            byte[] mac = Arrays.copyOf(whole.mac(), length);
            TsigCheck refused = check(KEYS, withMac(request(7), mac, NOW), NOW);
            assertThat(refused.result()).isEqualTo(Result.BADTRUNC);
            byte[] answer = signed(session(refused), answer(7, ResponseCode.NOTAUTH), NOW);
            assertThat(record(answer).mac()).hasSize(32);

            TsigKeys taking = TsigKeys.of(List.of(KEY.takingMacsFrom(16)));
            TsigCheck taken = check(taking, withMac(request(7), mac, NOW), NOW);
            assertThat(taken.result()).isEqualTo(Result.GOOD);
        }
        byte[] tooShort = Arrays.copyOf(whole.mac(), 15);
        assertThat(check(KEYS, withMac(request(7), tooShort, NOW), NOW).result())
                .isEqualTo(Result.FORMERR);
    }

    @Test
    void tsig_notLast_isFormErr() {
        byte[] signed = signed(TsigSession.asking(KEY), request(7), NOW);
        byte[] twice = signed(TsigSession.asking(KEY), signed, NOW);
        assertThat(check(KEYS, twice, NOW).result()).isEqualTo(Result.FORMERR);
        byte[] inAnswer = signed.clone();
        inAnswer[7] = 1;
        inAnswer[11] = 0;
        assertThat(check(KEYS, inAnswer, NOW).result()).isEqualTo(Result.FORMERR);
    }

    @Test
    void tsig_cutShortAnywhere_isFormErr() {
        byte[] signed = signed(TsigSession.asking(KEY), request(7), NOW);
        for (int length = 0; length < signed.length; length++) {
            byte[] shorter = Arrays.copyOf(signed, length);
            assertThat(check(KEYS, shorter, NOW).result()).isEqualTo(Result.FORMERR);
        }
    }

    @Test
    void stream_withUnsignedMessagesBetween_isVerifiedWhenASignatureFollows() {
        TsigSession client = TsigSession.asking(KEY);
        TsigSession server = session(check(KEYS, signed(client, request(7), NOW), NOW));
        assertThat(verify(client, signed(server, answer(7, 0), NOW), NOW).result())
                .isEqualTo(Result.GOOD);
        for (int message = 0; message < 5; message++) {
            assertThat(verify(client, signed(server, answer(7, 0), NOW + message), NOW).result())
                    .isEqualTo(Result.GOOD);
            assertThat(client.isVerified()).isTrue();
        }
    }

    @Test
    void stream_withTheLastMessageUnsigned_isNotVerified() {
        TsigSession client = TsigSession.asking(KEY);
        TsigSession server = session(check(KEYS, signed(client, request(7), NOW), NOW));
        verify(client, signed(server, answer(7, 0), NOW), NOW);
        assertThat(verify(client, answer(7, 0), NOW).result()).isEqualTo(Result.ABSENT);
        assertThat(client.isVerified()).isFalse();
    }

    @Test
    void stream_withManyUnsignedMessages_isRefusedAtTheHundredth() {
        TsigSession client = TsigSession.asking(KEY);
        TsigSession server = session(check(KEYS, signed(client, request(7), NOW), NOW));
        verify(client, signed(server, answer(7, 0), NOW), NOW);
        List<Result> results =
                Stream.generate(() -> verify(client, answer(7, 0), NOW).result())
                        .limit(100)
                        .toList();
        assertThat(results.subList(0, 99)).containsOnly(Result.ABSENT);
        assertThat(results.get(99)).isEqualTo(Result.UNSIGNED);
    }

    @Test
    void stream_withItsMessagesSwappedOrOneMissing_isRefused() {
        TsigSession client = TsigSession.asking(KEY);
        TsigSession server = session(check(KEYS, signed(client, request(7), NOW), NOW));
        byte[] first = signed(server, answer(7, 0), NOW);
        byte[] lost = signed(server, answer(7, 0), NOW);
        byte[] third = signed(server, answer(7, 0), NOW);
        assertThat(lost).isNotEqualTo(third);
        verify(client, first, NOW);
        assertThat(verify(client, third, NOW).result()).isEqualTo(Result.BADSIG);
    }

    @Test
    void answer_firstUnsigned_isRefused() {
        TsigSession client = TsigSession.asking(KEY);
        signed(client, request(7), NOW);
        assertThat(verify(client, answer(7, 0), NOW).result()).isEqualTo(Result.UNSIGNED);
    }

    @Test
    void answer_toAnotherRequest_isRefused() {
        TsigSession client = TsigSession.asking(KEY);
        signed(client, request(7), NOW);
        TsigSession other = TsigSession.asking(KEY);
        TsigCheck check = check(KEYS, signed(other, request(8), NOW), NOW);
        byte[] answer = signed(session(check), answer(7, 0), NOW);
        assertThat(verify(client, answer, NOW).result()).isEqualTo(Result.BADSIG);
    }

    @Test
    void answer_behindForgedOnes_isGood() {
        TsigSession client = TsigSession.asking(KEY);
        TsigCheck check = check(KEYS, signed(client, request(7), NOW), NOW);
        byte[] genuine = signed(session(check), answer(7, 0), NOW);
        assertThat(verify(client, answer(7, 0), NOW).result()).isEqualTo(Result.UNSIGNED);
        byte[] forged = signed(TsigSession.asking(OTHER), answer(7, 0), NOW);
        assertThat(verify(client, forged, NOW).result()).isEqualTo(Result.BADSIG);
        assertThat(verify(client, genuine, NOW).result()).isEqualTo(Result.GOOD);
    }

    @Test
    void keys_ofSha1_areRefusedUnlessAllowed() {
        TsigKey old = key(TsigAlgorithm.HMAC_SHA1, "s");
        assertThatThrownBy(() -> TsigKeys.of(List.of(old))).hasMessageContaining("SHA-1");
        assertThat(TsigKeys.of(List.of(old), TsigKeys.Sha1.ALLOWED).find(KEY_NAME)).contains(old);
    }

    @Test
    void keys_ofTheSameNameInAnotherCase_areRefused() {
        TsigKey same = TsigKey.of(Name.parse("XFR.example."), KEY.algorithm(), bytes("t"));
        assertThatThrownBy(() -> TsigKeys.of(List.of(KEY, same))).hasMessageContaining("twice");
    }

    @Test
    void key_inText_hidesItsSecret() {
        assertThat(KEY.toString() + KEYS).doesNotContain("secret of").contains("Xfr.Example.");
    }

    @Test
    void key_destroyed_signsNothing() {
        TsigKey key = key(TsigAlgorithm.HMAC_SHA256, "s");
        key.destroy();
        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(() -> signed(TsigSession.asking(key), request(1), NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    private static TsigKey key(TsigAlgorithm algorithm, String secret) {
        return TsigKey.of(KEY_NAME, algorithm, bytes(secret));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static TsigCheck check(TsigKeys keys, byte[] message, long now) {
        return TsigCheck.of(keys, message, 0, message.length, now);
    }

    private static TsigSession session(TsigCheck check) {
        return check.session().orElseThrow();
    }

    private static TsigRecord record(byte[] message) {
        return Objects.requireNonNull(TsigRecord.find(message, 0, message.length));
    }

    private static TsigCheck verify(TsigSession client, byte[] message, long now) {
        return client.verify(message, 0, message.length, now);
    }

    /** Signs away from the begin of a buffer, as a lane does. */
    private byte[] signed(TsigSession session, byte[] message, long now) {
        int offset = 33;
        System.arraycopy(message, 0, buffer, offset, message.length);
        int length = session.sign(buffer, offset, message.length, now);
        byte[] signed = Arrays.copyOfRange(buffer, offset, offset + length);
        assertThat(new MessageReader().wrap(signed, 0, length).count(Section.ADDITIONAL))
                .isPositive();
        return signed;
    }

    private static byte[] request(int id) {
        byte[] out = new byte[512];
        MessageWriter writer = new MessageWriter();
        writer.begin(out, 0, 512, NameCompression.ANY_CASE, id, 0);
        writer.question(Name.parse("example.").toWire(), 0, RecordType.AXFR, RecordClass.IN);
        return Arrays.copyOf(out, writer.length());
    }

    private static byte[] answer(int id, int code) {
        byte[] out = new byte[512];
        MessageWriter writer = new MessageWriter();
        writer.begin(out, 0, 512, NameCompression.ANY_CASE, id, MessageFlags.RESPONSE | code);
        writer.question(Name.parse("example.").toWire(), 0, RecordType.AXFR, RecordClass.IN);
        byte[] address = {127, 0, 0, 1};
        writer.record(
                Section.ANSWER,
                Name.parse("example.").toWire(),
                0,
                RecordType.A,
                RecordClass.IN,
                60,
                address,
                0,
                4);
        return Arrays.copyOf(out, writer.length());
    }

    /** A request with a record of the key's name and a MAC of somebody's choice. */
    private byte[] withMac(byte[] plain, byte[] mac, long time) {
        byte[] signed = signed(TsigSession.asking(KEY), plain, time);
        int macAt = signed.length - 6 - 32;
        byte[] other = new byte[signed.length - 32 + mac.length];
        System.arraycopy(signed, 0, other, 0, macAt);
        System.arraycopy(mac, 0, other, macAt, mac.length);
        System.arraycopy(signed, signed.length - 6, other, macAt + mac.length, 6);
        other[macAt - 1] = (byte) mac.length;
        int rdataLength = macAt - 10 - KEY.algorithm().canonicalWire().length - 2;
        int length = (signed[rdataLength] & 0xff) << 8 | signed[rdataLength + 1] & 0xff;
        other[rdataLength + 1] = (byte) (length - 32 + mac.length);
        return other;
    }
}
