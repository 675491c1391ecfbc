package org.zoneseal.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final RecordedTerminal screen = RecordedTerminal.interactive();
    private long now = 5_000_000_000L;

    @Test
    void advance_withinTheFirstSecond_drawsNothing() {
        try (ProgressBar bar = bar(screen, 100)) {
            now += 999_000_000L;
            bar.advance(50);
        }
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void advance_afterASecond_drawsShareAndRateAndErasesTheLine() {
        try (ProgressBar bar = bar(screen, 400)) {
            now += 2_000_000_000L;
            bar.advance(100);
        }
        assertThat(screen.err()).contains("signing [#######", "25 %", "50/s").endsWith("\u001b[2K");
    }

    @Test
    void advance_manySteps_redrawsTenTimesASecondAtMost() {
        try (ProgressBar bar = bar(screen, 1_000_000)) {
            for (int i = 0; i < 3_000; i++) {
                now += 1_000_000L;
                bar.advance(1);
            }
        }
        assertThat(screen.err().split("signing", -1)).hasSizeBetween(15, 22);
    }

    @Test
    void advance_totalUnknown_showsTheCount() {
        try (ProgressBar bar = bar(screen, 0)) {
            now += 1_500_000_000L;
            bar.advance(12_345);
        }
        assertThat(screen.err()).contains("signing 12,345");
    }

    @Test
    void advance_nobodyWatches_drawsNothing() {
        RecordedTerminal pipe = RecordedTerminal.pipe();
        try (ProgressBar bar = bar(pipe, 100)) {
            now += 60_000_000_000L;
            bar.advance(50);
        }
        assertThat(pipe.err()).isEmpty();
    }

    private ProgressBar bar(RecordedTerminal on, long total) {
        return new ProgressBar(on.terminal(), "signing", total, () -> now);
    }
}
