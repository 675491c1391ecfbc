package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZonesealTest {

    private final RecordedTerminal screen = RecordedTerminal.pipe();

    @Test
    void version_asked_namesProgramJdkAndProviders() {
        assertThat(run("--version")).isEqualTo(ExitCode.FINE);
        assertThat(screen.out())
                .startsWith("zoneseal 0.")
                .contains("JDK " + Runtime.version())
                .contains("Amazon Corretto Crypto Provider 2.")
                .contains("Bouncy Castle 1.");
    }

    @Test
    void help_asked_listsExitCodes() {
        assertThat(run("--help")).isEqualTo(ExitCode.FINE);
        assertThat(screen.out()).contains("Usage: zoneseal", "the environment failed");
    }

    @Test
    void unknownCommand_isUsageWithOneLine() {
        assertThat(run("frobnicate")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("frobnicate", "see zoneseal --help").hasLineCount(1);
    }

    @Test
    void noCommand_isUsageAndNamesTheCommands() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("which command?").hasLineCount(1);
    }

    private ExitCode run(String... arguments) {
        return Zoneseal.run(screen.terminal(), arguments);
    }
}
