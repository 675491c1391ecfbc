package org.zoneseal.interop.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The control of {@link KeyBytesTest}: what is planted is found, in every form and at any place.
 */
class KeyBytesSearchTest {

    private final byte[] secret = random(32, 1);
    private final KeyBytesSearch search = new KeyBytesSearch().add("secret", secret);

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] hidden(byte[] planted) {
        byte[] haystack = random(5_000, 2);
        System.arraycopy(planted, 0, haystack, 1_234, planted.length);
        return haystack;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void search_ofOtherBytes_findsNothing() {
        assertThat(search.windows()).isEqualTo(34);
        assertThat(search.find(random(200_000, 3))).isEmpty();
        assertThat(search.find(ascii(HexFormat.of().formatHex(random(20_000, 4))))).isEmpty();
        assertThat(search.find(Base64.getEncoder().encode(random(20_000, 5)))).isEmpty();
    }

    @Test
    void anySixteenBytes_ofTheSecret_areFound() {
        for (int at = 0; at + 16 <= secret.length; at++) {
            byte[] part = Arrays.copyOfRange(secret, at, at + 16);
            assertThat(search.find(hidden(part))).containsExactly("secret at " + at + ", raw");
        }
    }

    @Test
    void fifteenBytes_areNotEnough() {
        assertThat(search.find(hidden(Arrays.copyOf(secret, 15)))).isEmpty();
    }

    @Test
    void reversedSecret_isFound() {
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = secret[31 - i];
        }
        assertThat(search.find(hidden(reversed))).contains("secret reversed at 0, raw");
    }

    @Test
    void secretInHexadecimal_isFoundAtEitherAlignment() {
        for (String before : new String[] {"", "f", "ab"}) {
            String lower = HexFormat.of().formatHex(secret);
            assertThat(search.find(ascii("key=" + before + lower + ";")))
                    .contains("secret at 0, in hexadecimal");
            String upper = HexFormat.of().withUpperCase().formatHex(secret);
            assertThat(search.find(ascii(before + upper))).contains("secret at 16, in hexadecimal");
        }
        String colons = HexFormat.ofDelimiter(":").formatHex(secret);
        assertThat(search.find(ascii(colons))).contains("secret at 0, in hexadecimal");
    }

    @Test
    void secretInBase64_isFoundAtAnyAlignment() {
        for (int before = 0; before < 3; before++) {
            byte[] inside = new byte[before + 32];
            System.arraycopy(secret, 0, inside, before, 32);
            String plain = Base64.getEncoder().encodeToString(inside);
            assertThat(search.find(ascii("<" + plain + ">"))).contains("secret at 0, in Base64");
            String url = Base64.getUrlEncoder().withoutPadding().encodeToString(inside);
            assertThat(search.find(ascii("<x" + url + ">"))).contains("secret at 0, in Base64");
            String lines = plain.replaceAll("(.{20})", "$1\n");
            assertThat(search.find(ascii(lines))).contains("secret at 0, in Base64");
        }
    }
}
