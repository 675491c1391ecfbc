package org.zoneseal.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorLogTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private ErrorLog log(Map<String, String> environment) {
        ErrorLog log =
                ErrorLog.of(
                        new PrintStream(written, true, StandardCharsets.UTF_8),
                        InstantSource.fixed(Instant.parse("2026-11-27T03:04:05.678901Z")),
                        environment);
        log.keep(Level.INFO);
        return log;
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void event_onATerminal_hasTimeAndLevel() {
        log(Map.of()).logger("org.zoneseal.x").log(Level.INFO, "hsm.ready");
        assertThat(text()).isEqualTo("2026-11-27T03:04:05.678Z INFO hsm.ready\n");
    }

    @Test
    void event_underSystemd_hasItsPriorityAndNoTime() {
        log(Map.of("JOURNAL_STREAM", "8:1")).logger("org.zoneseal.x").log(Level.ERROR, "hsm.alarm");
        assertThat(text()).isEqualTo("<3>hsm.alarm\n");
    }

    @Test
    void event_withLineEndsAndEscapesFromOutside_isOneHarmlessLine() {
        log(Map.of())
                .logger("org.zoneseal.x")
                .log(Level.INFO, "hsm.opened program={0}", "a\nhsm.forged \u001b[2J");
        assertThat(text()).hasLineCount(1).doesNotContain("\u001b").contains("a?hsm.forged ?[2J");
    }

    @Test
    void event_thatFailed_saysWhyInTheSameLine() {
        log(Map.of())
                .logger("org.zoneseal.x")
                .log(Level.WARNING, "hsm.tick-failed", new IllegalStateException("a\nb"));
        assertThat(text())
                .endsWith("WARNING hsm.tick-failed: java.lang.IllegalStateException: a?b\n");
    }

    @Test
    void event_belowTheLevel_isLeftOut_andLibrariesSayOnlyWhatIsWrong() {
        ErrorLog log = log(Map.of());
        log.logger("org.zoneseal.x").log(Level.DEBUG, "hsm.detail");
        log.logger("sun.net").log(Level.INFO, "chatter");
        assertThat(text()).isEmpty();
        log.keep(Level.ERROR);
        log.logger("org.zoneseal.x").log(Level.WARNING, "hsm.warning");
        log.logger("sun.net").log(Level.WARNING, "trouble");
        assertThat(text()).isEmpty();
        log.keep(Level.DEBUG);
        log.logger("org.zoneseal.x").log(Level.DEBUG, "hsm.detail");
        assertThat(text()).contains("hsm.detail");
    }

    @Test
    void systemLogger_askedFor_isThisOne() {
        assertThat(System.getLogger("org.zoneseal.x").getClass().getName())
                .startsWith("org.zoneseal.app.daemon.ErrorLog");
    }
}
