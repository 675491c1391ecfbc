package org.zoneseal.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.RecordedTerminal;
import org.zoneseal.dns.Name;
import org.zoneseal.transfer.AccessRule;
import org.zoneseal.transfer.AddressPrefix;
import org.zoneseal.zones.Verification;

/** Every key of the configuration, and everything that can be wrong with it. */
class ServerConfigurationTest {

    private static final String HEAD = "version: 1\nlisten: [127.0.0.1:5300]\n";

    @TempDir Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        secret("transfer.key", key("transfer.example.", "hmac-sha256"), "rw-r-----");
        secret("old.key", key("old.example.", "hmac-sha1"), "rw-------");
        secret("open.key", key("open.example.", "hmac-sha256"), "rw-r--r--");
        secret("cookie", "00112233445566778899aabbccddeeff\n", "rw-------");
        secret("tls.key", "key", "rw-------");
        Files.writeString(folder.resolve("tls.pem"), "certificate");
    }

    private static String key(String name, String algorithm) {
        return "key \"" + name + "\" { algorithm " + algorithm + "; secret \"c2VjcmV0\"; };\n";
    }

    private void secret(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private ServerConfiguration read(String text) throws IOException {
        return ServerConfiguration.read(Files.writeString(folder.resolve("zoneseal.yaml"), text));
    }

    private String problems(String text) {
        CommandException[] thrown = new CommandException[1];
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(CommandException.class, e -> thrown[0] = e);
        assertThat(thrown[0].exitCode()).isEqualTo(ExitCode.USAGE);
        return String.valueOf(thrown[0].getMessage()).replace(folder.toString(), "DIR");
    }

    @Test
    void file_withEverythingAboutTheServer_isReadAsItStands() throws IOException {
        ServerConfiguration settings =
                read(
                        """
                        version: 1
                        state: /var/lib/zoneseal
                        listen: [192.0.2.1, "[2001:db8::1]:5300", udp:127.0.0.1:5301, tls:192.0.2.2]
                        lanes: 3
                        proxies: [192.0.2.64/28]
                        tls: {certificate: tls.pem, key: tls.key, client-authorities: tls.pem}
                        tsig: {keys: [transfer.key, old.key], allow-sha1: true}
                        answers: {responses: full, any: full, udp-size: 1400, nsid: ns1, version: "1"}
                        cookies: {on: false, enforce: true, secret-file: cookie}
                        rate-limit: {responses-per-second: 5, slip: 1, exempt: any}
                        limits: {tcp-connections: 20, tcp-connections-per-network: 10, tls-connections: 7, tcp-idle: 5s, transfers-out: 3, transfers-out-per-client: 2, transfers-in: 4, loads: 1, ready-within: 9s}
                        history: {changes: 7, bytes: 1M}
                        notify-from: [192.0.2.1, "2001:db8::1"]
                        control: c.socket
                        metrics: 127.0.0.1
                        stop-within: 4s
                        log: {level: debug}
                        """);
        assertThat(settings.state()).isEqualTo(Path.of("/var/lib/zoneseal"));
        assertThat(settings.listen())
                .extracting(ListenAddress::toString)
                .containsExactly(
                        "192.0.2.1:53",
                        "[2001:db8:0:0:0:0:0:1]:5300",
                        "udp:127.0.0.1:5301",
                        "tls:192.0.2.2:853");
        assertThat(settings.lanes()).isEqualTo(3);
        assertThat(settings.proxies()).containsExactly(AddressPrefix.parse("192.0.2.64/28"));
        assertThat(settings.tls())
                .hasValueSatisfying(tls -> assertThat(tls.key()).isEqualTo(file("tls.key")));
        assertThat(settings.tsig().names())
                .containsExactly(Name.parse("transfer.example"), Name.parse("old.example"));
        assertThat(settings.answers().isFull()).isTrue();
        assertThat(settings.answers().isAnyFull()).isTrue();
        assertThat(settings.answers().udpSize()).isEqualTo(1400);
        assertThat(settings.answers().nsid()).isEqualTo("ns1");
        assertThat(settings.answers().version()).isEqualTo("1");
        assertThat(settings.cookies().isOn()).isFalse();
        assertThat(settings.cookies().isEnforced()).isTrue();
        assertThat(settings.cookies().secrets()).isPresent();
        assertThat(settings.rates())
                .contains(
                        new RateRules(
                                5,
                                1,
                                List.of(
                                        AddressPrefix.parse("0.0.0.0/0"),
                                        AddressPrefix.parse("::/0"))));
        assertThat(settings.limits())
                .isEqualTo(
                        new Limits(
                                20,
                                10,
                                7,
                                Duration.ofSeconds(5),
                                3,
                                2,
                                4,
                                1,
                                Duration.ofSeconds(9)));
        assertThat(settings.history()).isEqualTo(new ServerConfiguration.History(7, 1 << 20));
        assertThat(settings.notifyFrom()).hasSize(2);
        assertThat(settings.control()).isEqualTo(file("c.socket"));
        assertThat(settings.metrics().map(AddressText::of)).contains("127.0.0.1:9153");
        assertThat(settings.stopWithin()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.logLevel()).isEqualTo(System.Logger.Level.DEBUG);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    @Test
    void file_withNothingButAListener_hasDefaultsAndNoZones() throws IOException {
        ServerConfiguration settings = read(HEAD);
        assertThat(settings.zones()).isEmpty();
        assertThat(settings.rates()).isEmpty();
        assertThat(settings.metrics()).isEmpty();
        assertThat(settings.cookies().isOn()).isTrue();
        assertThat(settings.answers().udpSize()).isEqualTo(1232);
        assertThat(settings.control()).isEqualTo(settings.state().resolve("control.socket"));
    }

    @Test
    void zone_withTemplate_takesFromItWhatItDoesNotSayItself() throws IOException {
        ServerConfiguration settings =
                read(
                        HEAD
                                + """
                                tsig: {keys: [transfer.key]}
                                servers:
                                  primary: {address: 192.0.2.53, key: transfer.example}
                                templates:
                                  signed:
                                    file: "zones/{zone}.zone"
                                    notify: [primary, "192.0.2.9:5300"]
                                    transfer: [192.0.2.0/24, {key: transfer.example}]
                                    verify: digest
                                zones:
                                  - {name: Example.COM, template: signed}
                                  - name: example.net
                                    template: signed
                                    notify: []
                                    verify: none
                                  - {names: [a.example, 0/25.2.0.192.in-addr.arpa], template: signed}
                                """);
        ZoneSettings first = settings.zones().getFirst();
        assertThat(first.name()).isEqualTo(Name.parse("example.com"));
        assertThat(first.rules().fileOf(first.name(), folder))
                .contains(file("zones/example.com.zone"));
        assertThat(first.rules().notified())
                .extracting(RemoteSettings::name)
                .containsExactly("primary", "192.0.2.9:5300");
        assertThat(first.rules().transfer().rules())
                .containsExactly(
                        AccessRule.from(AddressPrefix.parse("192.0.2.0/24")),
                        AccessRule.ANYBODY.withKeys(Name.parse("transfer.example")));
        assertThat(first.rules().proof().extent()).isEqualTo(Verification.DIGEST);
        ZoneSettings second = settings.zones().get(1);
        assertThat(second.rules().notified()).isEmpty();
        assertThat(second.rules().proof().extent()).isEqualTo(Verification.NONE);
        ZoneSettings reverse = settings.zones().get(3);
        assertThat(reverse.rules().fileOf(reverse.name(), folder))
                .as("a slash in a name leads into no other folder")
                .contains(file("zones/0%2F25.2.0.192.in-addr.arpa.zone"));
    }

    @Test
    void secondary_withAnchorsAndLimits_isReadAsItStands() throws IOException {
        ServerConfiguration settings =
                read(
                        HEAD
                                + """
                                servers:
                                  p: {address: 192.0.2.53, tls: {host: p.example, authorities: tls.pem}}
                                zones:
                                  - name: example.com
                                    primaries: [p, 2001:db8::1]
                                    verify: full
                                    trust-anchors: ["DS 370 13 2 BE74359954660069D5C63D200C39F5603827D7DD02B56F120EE9F3A86764247C"]
                                    intake: {bytes: 1G, records: 9, time: 1m, refresh-least: 1s, refresh-most: 2s}
                                """);
        ZoneRules rules = settings.zones().getFirst().rules();
        assertThat(rules.primaries())
                .extracting(server -> server.address().getPort())
                .containsExactly(853, 53);
        assertThat(rules.proof().anchorsOf(Name.parse("example.com"), folder)).hasSize(1);
        assertThat(rules.intake())
                .isEqualTo(
                        new ZoneRules.Intake(
                                1 << 30,
                                9,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2)));
    }

    @Test
    void catalog_withGroups_servesMembersByTheTemplateOfTheirGroup() throws IOException {
        ServerConfiguration settings =
                read(
                        HEAD
                                + """
                                templates:
                                  usual: {primaries: [192.0.2.1]}
                                  special: {primaries: [192.0.2.2]}
                                zones:
                                  - name: catalog.example
                                    primaries: [192.0.2.1]
                                    catalog: {template: usual, groups: {x: special}, members: 5}
                                """);
        CatalogRules catalog = settings.zones().getFirst().catalog().orElseThrow();
        assertThat(catalog.most()).isEqualTo(5);
        assertThat(primary(catalog.of(List.of()))).isEqualTo("192.0.2.1:53");
        assertThat(primary(catalog.of(List.of("y", "x")))).isEqualTo("192.0.2.2:53");
    }

    private static String primary(ZoneRules rules) {
        return rules.primaries().getFirst().name();
    }

    @Test
    void names_fromAFile_areZonesAndItsBadLinesAreSaid() throws IOException {
        Files.writeString(file("names"), "# ours\na.example\n\nb.example # the second\n");
        String zones = HEAD + "zones: [{names-file: names, file: \"{zone}\"}]\n";
        assertThat(read(zones).zones())
                .extracting(ZoneSettings::name)
                .containsExactly(Name.parse("a.example"), Name.parse("b.example"));
        Files.writeString(file("names"), "a.example\nb..example\n");
        assertThat(problems(zones)).contains("whose line 2 is bad");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "listen: [a] | 3: listen has 'a', which is no address",
                "listen: [192.0.2.1, udp:192.0.2.1] | 3: listen has udp:192.0.2.1 twice",
                "listen: [tls:192.0.2.1] | 3: listen has a tls: address; that needs certificate",
                "lisen: [192.0.2.1] | 3: there is no key 'lisen' here; is listen meant?",
                "listen: [192.0.2.1:70000] | has the port 70000",
                "lanes: 0 | 3: lanes must be a number from 1 to 64",
                "proxies: [192.0.2.1/24] | 3: proxies has '192.0.2.1/24'",
                "tls: {certificate: tls.pem} | tls needs both certificate and key",
                "tls: {certificate: none.pem, key: tls.key} | certificate names DIR/none.pem: there"
                        + " is no such file",
                "tsig: {keys: [open.key]} | keys names DIR/open.key, which everybody can read:"
                        + " chmod o-rwx",
                "tsig: {keys: [old.key]} | whose key old.example. is for hmac-sha1",
                "tsig: {keys: [transfer.key, transfer.key]} | the key transfer.example. was read"
                        + " before",
                "tsig: {keys: [tls.pem]} | tls.pem",
                "tsig: {secret: abcdef} | secret is not taken: keys stand in files of their own",
                "answers: {responses: some} | responses must be one of full, minimal, not 'some'",
                "answers: {nsid: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}"
                        + " | nsid has 65 bytes; at most 64",
                "cookies: {secret: abcdef} | secret is not taken",
                "cookies: {secret-file: none} | secret-file names DIR/none: there is no such file",
                "cookies: {secret-file: tls.key} | secret-file names DIR/tls.key",
                "rate-limit: {slip: 11} | slip must be a number from 0 to 10",
                "limits: {tcp-connections: 1, tcp-connections-per-network: 2} | must not be more"
                        + " than tcp-connections",
                "metrics: nowhere | metrics has 'nowhere', which is no address",
                "servers: {p: {}} | address is missing: where is this server?",
                "servers: {p: {address: 192.0.2.1, key: k.example}} | key names the key k.example.,"
                        + " which is in no file of tsig",
                "servers: {p: {address: 192.0.2.1, tls: {}}} | tls needs either certificate (or"
                        + " pins), or host",
                "servers: {p: {address: 192.0.2.1, tls: {host: 'a b'}}} | host has 'a b', which is"
                        + " neither a host name nor an address",
                "servers: {p: {address: 192.0.2.1, tls: {pins: [x]}}} | has a pin that is no"
                        + " SHA-256",
                "notify-from: [192.0.2.1, 192.0.2.2] | notify-from has two addresses of one family",
                "zones: [{name: a}] | where does this zone come from? Name file or primaries",
                "zones: [{name: a, file: f, primaries: [192.0.2.1]}] | primaries and file: a zone"
                        + " comes from a file or from primaries",
                "zones: [{file: f}] | a zone without name, names or names-file",
                "zones: [{name: a..b, file: f}] | name has 'a..b'",
                "zones: [{name: a, file: f}, {name: A., file: f}] | the zone A. is there already,"
                        + " in line 3",
                "zones: [{names: [a, b], file: f}] | file must have {zone} in the file's name",
                "zones: [{name: a, template: t}] | template names the template 't', which is not"
                        + " there; there are none",
                "zones: [{name: a, primaries: [p]}] | primaries has 'p', which is neither an"
                        + " address nor one of servers (there are none)",
                "zones: [{name: a, file: f, transfer: [{}]}] | a rule that demands nothing",
                "zones: [{name: a, file: f, transfer: [{from: []}]}] | a rule that demands nothing",
                "zones: [{name: a, file: f, transfer: [{host: []}]}] | a rule that demands nothing",
                "zones: [{name: a, file: f, transfer: [{tls: false}]}] | a rule that demands"
                        + " nothing",
                "zones: [{name: a, file: f, transfer: [{key: }]}] | a rule that demands nothing",
                "zones: [{name: a, file: f, transfer: [{from: 192.0.2.1, key: null}]}] | key has no"
                        + " value",
                "zones: [{name: a, file: f, transfer: }] | transfer has no value",
                "zones: [{name: a, file: f, verify: }] | verify has no value",
                "servers: {p: {address: 192.0.2.1, key: }} | key has no value",
                "servers: {p: {address: 192.0.2.1, tls: }} | tls has no value",
                "zones: [{name: a, file: f, transfer: [{certificate: tls.pem}]}] | which is no"
                        + " certificate in PEM",
                "zones: [{name: a, file: f, verify: full}] | verify needs a" + " trust anchor",
                "zones: [{name: a, file: f, verify: much}] | verify must be one of digest, dnssec,"
                        + " full, none",
                "zones: [{name: a, file: f, verify: full, trust-anchors: [DS nonsense]}] |"
                        + " trust-anchors cannot be used for a.",
                "zones: [{name: a, file: f, verify: full, trust-anchor-file: none}] |"
                        + " trust-anchor-file cannot be used for a.",
                "history: {bytes: 1X} | bytes must be a size from 0 to 1024G, such as 64M, not"
                        + " '1X'",
                "zones: [{name: a, file: f, intake: {refresh-least: 2m, refresh-most: 1m}}] |"
                        + " refresh-least must not be more than refresh-most",
                "zones: [{name: a, file: f, catalog: {}}] | template is missing: how are the"
                        + " members",
                "stop-within: 1h | stop-within must be from PT1S to PT10M, not 1h",
                "log: {level: loud} | level must be one of",
            })
    void file_withAProblem_isRefusedNamingLineAndWhatIsExpected(String line, String expected) {
        String text = line.startsWith("listen") ? "version: 1\n\n" + line + "\n" : HEAD + line;
        assertThat(problems(text)).contains(expected);
    }

    @Test
    void file_withSeveralProblems_saysAllOfThemInItsOrderAndQuotesNoSecret() {
        String said =
                problems(
                        """
                        version: 2
                        lisen: [192.0.2.1]
                        tsig: {secret: hunter2}
                        zones:
                          - {name: a, files: f}
                          - {name: b, file: f, verify: full}
                        """);
        assertThat(said)
                .containsSubsequence(
                        "yaml:1: version must be 1",
                        "yaml:2: there is no key 'lisen'",
                        "yaml:3: secret is not taken",
                        "yaml:5: ",
                        "yaml:6: verify needs")
                .doesNotContain("hunter2");
    }

    @Test
    void template_printed_isValidAndSaysEveryKeyThatIsKnown() throws IOException {
        String template = ConfigurationCommands.template();
        assertThat(read(template).zones()).hasSize(1);
        String everything = "(?m)(?:^|[#{, ])([a-z][a-z0-9-]+):(?: |$)";
        Set<String> said =
                Pattern.compile(everything)
                        .matcher(template)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());
        assertThat(said).containsAll(knownKeys());
    }

    // A wrong key makes the reader say which ones it knows.
    private Set<String> knownKeys() {
        String said =
                problems(
                        """
                        version: 1
                        x: 1
                        tls: {x: 1}
                        tsig: {x: 1}
                        answers: {x: 1}
                        cookies: {x: 1}
                        rate-limit: {x: 1}
                        limits: {x: 1}
                        log: {x: 1}
                        servers: {s: {x: 1, tls: {x: 1}}}
                        templates: {t: {x: 1}}
                        history: {x: 1}
                        zones: [{x: 1, intake: {x: 1}, catalog: {x: 1}}]
                        """);
        Matcher lists = Pattern.compile("known are ([a-z0-9, -]+)").matcher(said);
        Set<String> known = new TreeSet<>();
        while (lists.find()) {
            known.addAll(List.of(lists.group(1).split(", ")));
        }
        known.removeAll(Set.of("secret"));
        assertThat(known).contains("listen", "refresh-most", "groups", "authorities", "slip");
        return known;
    }

    @Test
    void checkConfig_ofAFineFile_saysWhatItComesTo() throws IOException {
        Path file =
                Files.writeString(
                        file("zoneseal.yaml"), HEAD + "zones: [{name: a, file: missing.zone}]\n");
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run("check-config", file.toString());
        assertThat(screen.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(screen.out())
                .contains("is fine", "listens at 127.0.0.1:5300", "serves 1 zone: 1 from files");
        assertThat(screen.err()).contains("the zone a. comes from", "there is no such file");
    }

    @Test
    void checkConfig_asJson_listsProblemsWithLines() throws IOException {
        Path file = Files.writeString(file("zoneseal.yaml"), HEAD + "lanes: 0\n");
        RecordedTerminal screen = RecordedTerminal.pipe();
        screen.run("check-config", file.toString(), "--json");
        assertThat(screen.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(screen.out()).contains("\"line\" : 3", "lanes must be a number");
    }
}
