package org.zoneseal.dns.tsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.dns.Name;

/** Key files as tsig-keygen prints them, and what people make of them. */
class TsigKeyFileTest {

    private static final String SECRET = "c2VjcmV0IHNlY3JldCBzZWNyZXQ=";

    @Test
    void file_asTsigKeygenWritesIt_isRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("xfr.key");
        Files.writeString(
                file,
                """
                key "xfr.example" {
                \talgorithm hmac-sha256;
                \tsecret "%s";
                };
                """
                        .formatted(SECRET));
        List<TsigKey> keys = TsigKeyFile.read(file);
        assertThat(keys).hasSize(1);
        assertThat(keys.getFirst().name()).isEqualTo(Name.parse("xfr.example."));
        assertThat(keys.getFirst().algorithm()).isEqualTo(TsigAlgorithm.HMAC_SHA256);
        assertThat(keys.getFirst().leastMacLength()).isEqualTo(32);
    }

    @Test
    void file_withCommentsAndSeveralKeys_isRead() {
        String text =
                """
                // one
                key a. { secret %s; algorithm hmac-sha512; }
                /* two
                   lines */ key "b" { # here too
                algorithm "hmac-sha256-128"; secret "%s"; };
                """
                        .formatted(SECRET, SECRET);
        List<TsigKey> keys = parse(text);
        assertThat(keys).hasSize(2);
        assertThat(keys.get(1).leastMacLength()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                                 | no key in it
                    zone x {};                                         | line 1: expected the word key
                    key x { algorithm hmac-md5; secret "SECRET"; };    | not known
                    key x { algorithm hmac-sha256-8; secret "SECRET"; };| 128 to 256 bits
                    key x { algorithm hmac-sha256; };                  | lacks its algorithm or its secret
                    key x { algorithm hmac-sha256; secret "a!secret"; };| the secret is not in base64
                    key x { algorithm hmac-sha256; secret ""; };       | the secret is empty
                    key x { algorithm hmac-sha256; secret "SECRET      | not closed on its line
                    key x { secret SECRET                              | it ends where
                    key x { secret SECRET; secret SECRET; };           | each once
                    key x..y { secret SECRET; };                       | no domain name
                    """)
    void file_thatIsNone_saysWhatIsWrongAndNoSecret(String text, String message) {
        assertThatThrownBy(() -> parse(text.replace("SECRET", SECRET)))
                .isInstanceOf(TsigKeyFileException.class)
                .hasMessageContaining("keys, line 1")
                .hasMessageContaining(message)
                .hasNoCause()
                .message()
                .doesNotContain(SECRET)
                .doesNotContain("a!secret");
    }

    private static List<TsigKey> parse(String text) {
        return TsigKeyFile.parse("keys", text.getBytes(StandardCharsets.US_ASCII));
    }
}
