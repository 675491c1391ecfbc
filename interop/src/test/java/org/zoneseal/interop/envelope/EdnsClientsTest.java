package org.zoneseal.interop.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.answer.AnswerSettings;
import org.zoneseal.answer.CookieSecrets;
import org.zoneseal.answer.CookieSecrets.Enforcement;
import org.zoneseal.answer.ServerIdentity;

/** What dig and kdig make of our headers and options. */
class EdnsClientsTest {

    private static final CookieSecrets SECRETS = CookieSecrets.of(new byte[16], List.of());
    private static final AnswerSettings SETTINGS =
            AnswerSettings.DEFAULT
                    .withCookies(SECRETS)
                    .withIdentity(ServerIdentity.of("one-of-many", "Zoneseal"));

    @TempDir private Path folder;

    @Test
    void dig_withACookie_findsTheServersGood() throws IOException {
        try (AskedServer server = new AskedServer(folder, SETTINGS)) {
            String first = server.dig("+cookie=0102030405060708", "www.example", "A");
            assertThat(first).contains("(good)").contains("192.0.2.80");
            Matcher cookie = Pattern.compile("COOKIE: ([0-9a-f]{48}) ").matcher(first);
            assertThat(cookie.find()).isTrue();
            String again = server.dig("+cookie=" + cookie.group(1), "www.example", "A");
            assertThat(again).contains(cookie.group(1) + " (good)");
            assertThat(server.kdig("+cookie", "www.example")).contains("COOKIE: ");
        }
    }

    @Test
    void dig_toldBadCookie_asksAgainWithTheOneItGot() throws IOException {
        AnswerSettings enforced = SETTINGS.withCookies(SECRETS.with(Enforcement.BADCOOKIE));
        try (AskedServer server = new AskedServer(folder, enforced)) {
            assertThat(server.dig("+cookie", "+nobadcookie", "www.example"))
                    .contains("status: BADCOOKIE");
            assertThat(server.dig("+cookie", "+badcookie", "www.example"))
                    .contains("status: NOERROR")
                    .contains("192.0.2.80");
            assertThat(server.kdig("+cookie", "+badcookie", "www.example"))
                    .contains("status: NOERROR");
            assertThat(server.dig("+nocookie", "www.example")).contains("status: NOERROR");
        }
    }

    @Test
    void options_asked_areUnderstood() throws IOException {
        try (AskedServer server = new AskedServer(folder, SETTINGS)) {
            assertThat(server.dig("+nsid", "www.example")).contains("(\"one-of-many\")");
            assertThat(server.kdig("+nsid", "www.example")).contains("\"one-of-many\"");
            assertThat(server.dig("+expire", "example", "SOA")).contains("EXPIRE: 1209600");
            assertThat(server.dig("+ednsopt=19", "www.example")).contains("01 00 00 00 00 07");
            assertThat(server.dig("+keepalive", "+tcp", "www.example"))
                    .contains("TCP KEEPALIVE: 30.0 secs");
            assertThat(server.dig("www.other")).contains("EDE: 20 (Not Authoritative)");
            assertThat(server.dig("-c", "CH", "-t", "TXT", "id.server")).contains("one-of-many");
        }
    }

    @Test
    void padding_askedOverTls_makesABlock() throws IOException {
        try (AskedServer server = new AskedServer(folder, SETTINGS)) {
            assertThat(server.kdigTls("+padding=64", "www.example"))
                    .contains("PADDING: ")
                    .contains("Received 468 B")
                    .contains("192.0.2.80");
            assertThat(server.kdigTls("+nopadding", "www.example")).doesNotContain("PADDING");
        }
    }

    @Test
    void answer_tooLong_isAskedForAgainByTcp() throws IOException {
        try (AskedServer server = new AskedServer(folder, SETTINGS)) {
            assertThat(server.dig("+ignore", "big.example", "TXT")).contains("flags: qr aa tc rd");
            assertThat(server.dig("big.example", "TXT"))
                    .contains("Truncated, retrying in TCP mode")
                    .contains("ANSWER: 6");
            assertThat(server.dig("+bufsize=4096", "+ignore", "big.example", "TXT"))
                    .contains(" tc ");
        }
    }

    /** What tests of EDNS compliance ask of servers. */
    @ParameterizedTest
    @CsvSource({
        "+noedns, NOERROR, false",
        "+edns=0, NOERROR, true",
        "+edns=1 +noednsneg, BADVERS, true",
        "+edns=1, NOERROR, true",
        "+edns=0 +ednsopt=100, NOERROR, true",
        "+edns=0 +ednsopt=65001:abcdef, NOERROR, true",
        "+edns=1 +noednsneg +ednsopt=100, BADVERS, true",
        "+edns=0 +ednsflags=0x7fff, NOERROR, true",
        "+edns=0 +dnssec, NOERROR, true",
        "+edns=0 +subnet=192.0.2.0/24, NOERROR, true",
        "+noedns +zflag, NOERROR, false",
        "+noedns +aaflag, NOERROR, false",
        "+noedns +adflag, NOERROR, false",
        "+noedns +cdflag, NOERROR, false",
        "+noedns +header-only, FORMERR, false",
        "+noedns +opcode=15 +header-only, NOTIMP, false",
        "+edns=0 +tcp, NOERROR, true"
    })
    void query_ofAnyForm_isAnsweredAsComplianceWants(String options, String code, boolean opt)
            throws IOException {
        try (AskedServer server = new AskedServer(folder, AnswerSettings.DEFAULT)) {
            String[] words = ("+nocookie +norecurse " + options + " example SOA").split(" ");
            String out = server.dig(words);
            assertThat(out).contains("status: " + code);
            assertThat(out.contains("OPT PSEUDOSECTION")).isEqualTo(opt);
            assertThat(out).doesNotContain("MBZ").doesNotContain("WARNING");
        }
    }
}
