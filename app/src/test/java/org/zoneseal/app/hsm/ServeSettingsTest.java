package org.zoneseal.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zoneseal.app.CommandException;
import org.zoneseal.app.ExitCode;
import org.zoneseal.app.daemon.ConfigurationFile;
import org.zoneseal.app.daemon.Hardening;
import org.zoneseal.client.HsmAddress;

class ServeSettingsTest {

    @TempDir Path folder;

    private ServeSettings read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("hsm.yaml"), text);
        return ConfigurationFile.read(file, ServeSettings::read);
    }

    private String problems(String text) {
        CommandException[] thrown = new CommandException[1];
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(CommandException.class, e -> thrown[0] = e);
        assertThat(thrown[0].exitCode()).isEqualTo(ExitCode.USAGE);
        return String.valueOf(thrown[0].getMessage());
    }

    @Test
    void file_withEverything_isReadAsItStands() throws IOException {
        ServeSettings settings =
                read(
                        """
                        version: 1
                        folder: /var/lib/hsm
                        secret-file: /etc/hsm.secret
                        listen: [unix:/run/a.socket, "tls:[::1]:3001"]
                        unix: {mode: "0600", group: dns, users: [knot], groups: [ods], p11-kit: false}
                        tls: {certificate: d.pem, key: d.key, clients: [a.pem, b.pem]}
                        limits: {connections: 20, connections-per-peer: 10, grace: 1m}
                        process: {lock-memory: true, stop-within: 5s}
                        log: {level: debug}
                        """);
        assertThat(settings.folder()).contains(Path.of("/var/lib/hsm"));
        assertThat(settings.unlock()).isEqualTo(new Unlock.SecretFile(Path.of("/etc/hsm.secret")));
        assertThat(settings.listen())
                .containsExactly(
                        new HsmAddress.UnixSocket(Path.of("/run/a.socket")),
                        new HsmAddress.Tls("::1", 3001));
        assertThat(PosixFilePermissions.toString(settings.unix().mode())).isEqualTo("rw-------");
        assertThat(settings.unix().isP11kitSpoken()).isFalse();
        assertThat(settings.tls().clients()).containsExactly(Path.of("a.pem"), Path.of("b.pem"));
        assertThat(settings.limits().grace()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.process().memory()).isEqualTo(Hardening.Memory.LOCKED);
        assertThat(settings.logLevel()).isEqualTo(System.Logger.Level.DEBUG);
    }

    @Test
    void template_asPrinted_isFineAndItsCommentsShowTheDefaults() throws IOException {
        String template = ConfigurationCommands.template();
        ServeSettings printed = read(template);
        ServeSettings uncommented =
                read(template.lines().map(this::withDefault).collect(Collectors.joining("\n")));
        assertThat(uncommented).isEqualTo(printed);
    }

    private String withDefault(String line) {
        boolean hasNoDefault =
                line.matches("#(tls:|expected-head:|  (group|users|certificate|key|clients):.*)");
        boolean isSetting = line.matches("#([a-z]+:| +[a-z0-9-]+: .*)");
        return isSetting && !hasNoDefault ? line.substring(1) : line;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "folder: /x | 1: version must be 1",
                "version: 2 | 1: version must be 1",
                "version: 1\\nfoldr: /x | 2: there is no key 'foldr'",
                "version: 1\\nfolder: [a] | 2: folder must be one value",
                "version: 1\\nfolder: /a\\nfolder: /b | 3: folder is there twice",
                "version: 1\\nlisten: here | 2: listen \"here\" is no address",
                "version: 1\\nlisten: tls:h:3001 | 2: listen has a tls: address",
                "version: 1\\nunix: {mode: 999} | 2: mode must be written like",
                "version: 1\\nunix: {mode: rw} | 2: mode must be written like",
                "version: 1\\nunix: 7 | 2: expected keys with values",
                "version: 1\\nunix: {p11-kit: maybe} | 2: p11-kit must be true or false",
                "version: 1\\nlimits: {connections: 0} | 2: connections must be a number from 1",
                "version: 1\\nlimits: {connections: 1e99} | 2: connections must be a number from 1",
                "version: 1\\nlimits: {connections: 9999999999999999999999} | 2: connections must",
                "version: 1\\nlimits: {grace: soon} | 2: grace 'soon' is no duration",
                "version: 1\\nprocess: {stop-within: 0s} | 2: stop-within must be from",
                "version: 1\\nlog: {level: loud} | 2: level must be one of debug",
                "version: 1\\npassphrase-file: a\\nsecret-file: b | 3: secret-file and passphrase-file",
                "version: 1\\npassphrase: 1234 | 2: passphrase is not taken",
                "version: 1\\nfolder: \"open | this is no YAML",
                "version: 1\\nx: &a [1]\\ny: *a | 1: this is no YAML as it is taken here",
            })
    void file_withOneProblem_namesLineAndKey(String text, String said) {
        assertThat(problems(text.replace("\\n", "\n"))).contains("has a problem").contains(said);
    }

    @Test
    void file_withManyProblems_saysAllOfThemInOrder() {
        String said =
                problems(
                        """
                        version: 1
                        log: {level: loud, colour: red}
                        listen: [here, there]
                        wheel: round
                        """);
        assertThat(said).contains("5 problems").hasLineCount(6);
        assertThat(said.lines().skip(1).map(line -> line.split(":")[1]))
                .containsExactly("2", "2", "3", "3", "4");
    }

    @Test
    void file_withASecretInTheWrongPlace_isRefusedWithoutPrintingIt() {
        String secret = "hunter2hunter2";
        assertThat(problems("version: 1\npassphrase: " + secret + "\n")).doesNotContain(secret);
        assertThat(problems("version: 1\npin: " + secret + "\n")).doesNotContain(secret);
        assertThat(problems("version: 1\npassphrase: \"" + secret + "\n")).doesNotContain(secret);
        assertThat(problems("version: 1\nx: {" + secret + ": [\n")).doesNotContain(secret);
    }

    @Test
    void file_thatIsNotThere_isNamed() {
        Path file = folder.resolve("none.yaml");
        assertThatThrownBy(() -> ConfigurationFile.read(file, ServeSettings::read))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.yaml");
    }

    @Test
    void file_withBillionLaughs_isRefused() {
        StringBuilder text = new StringBuilder("version: 1\na0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problems(text.toString())).contains("no aliases");
    }
}
