package org.zoneseal.interop.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.dns.tsig.TsigKey;
import org.zoneseal.dns.tsig.TsigKeyFile;
import org.zoneseal.dns.tsig.TsigKeys;
import org.zoneseal.interop.Peer;

/** Queries that dig and kdig sign with keys that tsig-keygen made. */
class TsigClientsTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512"})
    void query_signedByPeers_isAnsweredWithASignatureThatTheyTake(String algorithm)
            throws IOException {
        List<TsigKey> keys = keys(algorithm, "key.example");
        try (AskedServer server = server(keys, InstantSource.system())) {
            for (String way : new String[] {"+notcp", "+tcp"}) {
                String dig = server.dig("-k", "key.example", way, "www.example");
                assertThat(dig).contains("TSIG PSEUDOSECTION").contains("192.0.2.80");
                assertThat(dig).doesNotContain("verify").doesNotContain("unexpected");
                String kdig = server.kdig("-k", "key.example.kdig", way, "www.example");
                assertThat(kdig).contains("TSIG PSEUDOSECTION").contains("192.0.2.80");
                assertThat(kdig).doesNotContain(";; ERROR").doesNotContain(";; WARNING");
            }
        }
    }

    @Test
    void query_signedWithAnotherSecret_isBadSig() throws IOException {
        List<TsigKey> keys = keys("hmac-sha256", "key.example");
        keys("hmac-sha256", "key.example");
        try (AskedServer server = server(keys, InstantSource.system())) {
            assertThat(server.dig("-k", "key.example", "www.example"))
                    .contains("status: NOTAUTH")
                    .contains("BADSIG")
                    .doesNotContain("192.0.2.80");
        }
    }

    @Test
    void query_signedWithAnUnknownKey_isBadKey() throws IOException {
        keys("hmac-sha256", "key.example");
        try (AskedServer server = server(List.of(), InstantSource.system())) {
            assertThat(server.dig("-k", "key.example", "www.example"))
                    .contains("status: NOTAUTH")
                    .contains("BADKEY");
        }
    }

    @Test
    void query_signedAnHourAgo_isBadTimeAndVerifies() throws IOException {
        List<TsigKey> keys = keys("hmac-sha256", "key.example");
        InstantSource later = () -> InstantSource.system().instant().plus(Duration.ofHours(1));
        try (AskedServer server = server(keys, later)) {
            assertThat(server.dig("-k", "key.example", "www.example"))
                    .contains("status: NOTAUTH")
                    .contains("BADTIME")
                    .doesNotContain("192.0.2.80");
        }
    }

    private AskedServer server(List<TsigKey> keys, InstantSource clock) throws IOException {
        return new AskedServer(
                folder, AnswerSettings.DEFAULT, TsigKeys.of(keys, TsigKeys.Sha1.ALLOWED), clock);
    }

    /** A new key, in a file for the peers and read from there by us. */
    private List<TsigKey> keys(String algorithm, String name) throws IOException {
        String text = Peer.of("tsig-keygen").run(folder, "-a", algorithm, name).mustBeFine().out();
        Path file = folder.resolve(name);
        Files.writeString(file, text, StandardCharsets.US_ASCII);
        String secret = text.replaceAll("(?s).*secret \"(.*)\".*", "$1");
        Files.writeString(
                folder.resolve(name + ".kdig"), algorithm + ":" + name + ":" + secret + "\n");
        return TsigKeyFile.read(file);
    }
}
