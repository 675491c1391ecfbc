package org.zoneseal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Server cookies against the examples of RFC 9018 Appendix A, and their ages. */
class ServerCookieTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SECRET = HEX.parseHex("e5e973e5a6b2a43f48e7dc849e37bfcf");
    private static final byte[] OLD_SECRET = HEX.parseHex("dd3bdf9344b678b185a6f5cb60fca715");
    private static final byte[] NEW_SECRET = HEX.parseHex("445536bcd2513298075a5d379663c962");
    private static final CookieSecrets SECRETS = CookieSecrets.of(SECRET, List.of());
    private static final long LEARNED = 1_559_731_985L;
    private static final String FIRST = "2464c4abcf10c957010000005cf79f111f8130c3eee29480";

    private final ServerCookie cookie = new ServerCookie();

    /** The test vectors of the SipHash paper, Appendix A. */
    @Test
    void sipHash_ofThePapersInput_isThePapersOutput() {
        byte[] key = new byte[16];
        byte[] data = new byte[15];
        for (int i = 0; i < 16; i++) {
            key[i] = (byte) i;
            data[i % 15] = (byte) (i % 15);
        }
        long first = SipHash.keyHalf(key, 0);
        long second = SipHash.keyHalf(key, 8);
        assertThat(SipHash.hash(first, second, data, 15)).isEqualTo(0xa129ca6149be45e5L);
        assertThat(SipHash.hash(first, second, data, 0)).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(SipHash.hash(first, second, data, 8)).isEqualTo(0x93f5f5799a932462L);
    }

    /** RFC 9018 Appendix A.1. */
    @Test
    void client_thatIsNew_learnsTheRfcsCookie() {
        assertThat(answer(SECRETS, "2464c4abcf10c957", "198.51.100.100", LEARNED)).isEqualTo(FIRST);
        assertThat(cookie.isValid()).isFalse();
    }

    /** RFC 9018 Appendix A.2: forty minutes later, a new one. */
    @Test
    void cookie_ofFortyMinutes_isGoodAndReplaced() {
        assertThat(answer(SECRETS, FIRST, "198.51.100.100", 1_559_734_385L))
                .isEqualTo("2464c4abcf10c957010000005cf7a871d4a564a1442aca77");
        assertThat(cookie.isValid()).isTrue();
    }

    /** RFC 9018 Appendix A.3: reserved bytes that are not zero count in the hash. */
    @Test
    void cookie_withReservedBytes_isGoodAndReplaced() {
        String given = "fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5";
        assertThat(answer(SECRETS, given, "203.0.113.203", 1_559_734_700L))
                .isEqualTo("fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e");
        assertThat(cookie.isValid()).isFalse();
        answer(SECRETS, given, "203.0.113.203", 1_559_731_000L);
        assertThat(cookie.isValid()).isTrue();
    }

    /** RFC 9018 Appendix A.4: IPv6, and a secret that was rolled. */
    @Test
    void cookie_ofTheSecretBefore_isGoodAndReplaced() {
        String address = "2001:db8:220:1:59de:d0f4:8769:82b8";
        String given = "22681ab97d52c298010000005cf7c57926556bd0934c72f8";
        CookieSecrets rolled = CookieSecrets.of(NEW_SECRET, List.of(OLD_SECRET));
        assertThat(answer(rolled, given, address, 1_559_741_961L))
                .isEqualTo("22681ab97d52c298010000005cf7c609a6bb79d16625507a");
        assertThat(cookie.isValid()).isTrue();
    }

    @Test
    void cookie_young_goesBackAsItCame() {
        assertThat(answer(SECRETS, FIRST, "198.51.100.100", LEARNED + 1800)).isEqualTo(FIRST);
        assertThat(answer(SECRETS, FIRST, "198.51.100.100", LEARNED + 1801)).isNotEqualTo(FIRST);
    }

    @Test
    void cookie_olderThanAnHourOrFromTheFuture_isWorthNothing() {
        assertValid(true, LEARNED + 3600);
        assertValid(false, LEARNED + 3601);
        assertValid(true, LEARNED - 300);
        assertValid(false, LEARNED - 301);
    }

    private void assertValid(boolean expected, long now) {
        answer(SECRETS, FIRST, "198.51.100.100", now);
        assertThat(cookie.isValid()).isEqualTo(expected);
    }

    @Test
    void cookie_ofAnotherAddressOrChangedInAnyBit_isWorthNothing() {
        answer(SECRETS, FIRST, "198.51.100.101", LEARNED);
        assertThat(cookie.isValid()).isFalse();
        for (int bit = 0; bit < 192; bit++) {
            byte[] changed = HEX.parseHex(FIRST);
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            answer(SECRETS, HEX.formatHex(changed), "198.51.100.100", LEARNED);
            assertThat(cookie.isValid()).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void cookie_ofAnotherLayout_isWorthNothing() {
        for (int length = 16; length <= 40; length++) {
            byte[] given = new byte[length];
            System.arraycopy(HEX.parseHex(FIRST), 0, given, 0, Math.min(24, length));
            answer(SECRETS, HEX.formatHex(given), "198.51.100.100", LEARNED);
            assertThat(cookie.isValid()).isEqualTo(length == 24);
        }
    }

    @Test
    void secret_ofAnotherLength_isRefused() {
        assertThatThrownBy(() -> CookieSecrets.of(new byte[15], List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CookieSecrets.of(SECRET, List.of(SECRET, SECRET, SECRET)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String answer(CookieSecrets secrets, String given, String address, long now) {
        byte[] bytes = HEX.parseHex(given);
        byte[] client = InetAddress.ofLiteral(address).getAddress();
        RequestFacts facts =
                new RequestFacts().begin(Transport.UDP, now).client(client, 0, client.length, 1);
        cookie.clear();
        cookie.take(secrets, bytes, 0, bytes.length, facts);
        byte[] out = new byte[ServerCookie.LENGTH];
        cookie.write(out, 0);
        return HEX.formatHex(out);
    }
}
